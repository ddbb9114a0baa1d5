/// A one-dimensional sample in ascending order: what every distance on the line starts from.
///
/// The sample is also a distribution, with a cumulative function that is a staircase:
///
///     Fₙ(x) = (number of values ≤ x) / n
///
/// Values are kept in double precision; a sum of 10,000 of them loses nothing that a `Float` shows.
struct OrderedSample {
  let values: [Double]

  /// - Returns: nil for an empty sample or one with a NaN or an infinity: such a sample has no
  ///   distance to anything, and a metric that cannot be computed is left out, not reported as NaN.
  init?(_ samples: [Float]) {
    guard !samples.isEmpty, samples.allSatisfy(\.isFinite) else { return nil }
    values = samples.sorted().map { Double($0) }
  }

  var count: Int { values.count }

  /// The share of the sample strictly below each of the ascending `edges`.
  func shareBelow(_ edges: [Double]) -> [Double] {
    var below = 0
    return edges.map { edge in
      while below < count, values[below] < edge { below += 1 }
      return Double(below) / Double(count)
    }
  }

  /// Walks two staircases F and G from left to right and shows each stretch on which both are level.
  ///
  /// The difference is a quotient of whole numbers, |i·m − j·n| / (n·m), so that equal staircases
  /// differ by exactly 0 whatever the two sizes are.
  func compare(with other: OrderedSample, _ visit: (_ difference: Double, _ width: Double) -> Void)
  {
    let (a, b) = (values, other.values)
    let (n, m) = (a.count, b.count)
    var (i, j) = (0, 0)
    var x = min(a[0], b[0])
    while true {
      // Equal values are one step: between them there is no stretch.
      while i < n, a[i] == x { i += 1 }
      while j < m, b[j] == x { j += 1 }
      guard i < n || j < m else { return }
      let next = i == n ? b[j] : j == m ? a[i] : min(a[i], b[j])
      visit(Double(abs(i * m - j * n)) / Double(n * m), next - x)
      x = next
    }
  }
}

/// A result as a `Float`, or nil where it would not be finite.
func finite(_ value: Double) -> Float? {
  let rounded = Float(value)
  return rounded.isFinite ? rounded : nil
}
