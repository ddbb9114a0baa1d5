import Preconditions

/// The density of samples in bins of equal width: count ÷ (number of samples × width).
///
/// All finite samples count, also those outside the range. So the density sums to the share of
/// samples that lie inside, 1 if they all do: a generator whose samples have left the picture does
/// not look as good as one whose samples are in it. Cost: one pass over the samples.
public struct Histogram: Equatable, Sendable {
  /// The ends of the first and the last bin.
  public let range: ClosedRange<Double>
  /// One per bin, in 1 ÷ the samples' unit.
  public let density: [Double]

  public var binWidth: Double {
    (range.upperBound - range.lowerBound) / Double(density.count)
  }

  /// - Parameters:
  ///   - bins: 40 suits some thousand samples over the width of a plot.
  ///   - range: `nil` spans the samples. A sample on the upper end belongs to the last bin. Where
  ///     all samples are equal (or there are none), the range is one unit around them.
  ///
  /// Stops on `bins` below 1.
  public init(
    of samples: [some BinaryFloatingPoint], bins: Int = 40, range: ClosedRange<Double>? = nil
  ) {
    require(bins > 0, "Histogram: \(bins) bins; at least 1 is needed")
    let values = samples.map { Double($0) }.filter(isUsable)
    var span = range ?? (values.min() ?? 0)...(values.max() ?? 1)
    let isPoint =
      span.upperBound - span.lowerBound
      <= max(abs(span.lowerBound), abs(span.upperBound)) * 1e-12
    if isPoint || !isUsable(span.lowerBound) || !isUsable(span.upperBound) {
      let middle = isUsable(span.lowerBound) ? span.lowerBound : 0
      let half = max(0.5, abs(middle) * 1e-6)
      span = (middle - half)...(middle + half)
    }
    let width = (span.upperBound - span.lowerBound) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for value in values where span.contains(value) {
      counts[min(bins - 1, Int((value - span.lowerBound) / width))] += 1
    }
    self.range = span
    let total = Double(max(1, values.count)) * width
    density = counts.map { Double($0) / total }
  }

  /// The steps, from the left foot to the right foot.
  var outline: [Point?] {
    density.enumerated().flatMap { index, height -> [Point?] in
      let left = range.lowerBound + Double(index) * binWidth
      return [Point(x: left, y: height), Point(x: left + binWidth, y: height)]
    }
  }
}
