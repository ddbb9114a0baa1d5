/// How close generated values are to a known distribution on the line.
///
/// A discriminator that answers ½ everywhere proves nothing, and no single number here does: a
/// generator that has collapsed to the target's mean has a perfect `mean` and a `std` of 0.
///
///     OneDimensionalReport(
///       of: samples, cumulative: real.cumulative(at:), meanDistance: real.meanDistance(to:),
///       over: real.plotRange)
public struct OneDimensionalReport: Equatable, Sendable {
  /// Wasserstein-1 distance, in the unit of the values.
  public let w1: Float
  /// Kolmogorov–Smirnov statistic, 0…1.
  public let ks: Float
  public let mean: Float
  /// Standard deviation (divisor n).
  public let std: Float
  /// Jensen–Shannon divergence of the histogram over 50 bins, 0…log 2 nats.
  public let js: Float

  /// Judges the samples; sorts them once.
  ///
  /// - Parameters:
  ///   - cumulative: The known distribution's F(x), continuous.
  ///   - meanDistance: Its mean distance E|X − x| from the point x.
  ///   - range: Where it has nearly all of its mass.
  /// - Returns: nil if the sample is empty or holds a NaN or an infinity.
  public init?(
    of samples: [Float],
    cumulative: (Double) -> Double,
    meanDistance: (Double) -> Double,
    over range: ClosedRange<Double>
  ) {
    guard let moments = Moments(samples), let ordered = OrderedSample(samples),
      let w1 = finite(ordered.wasserstein1(cumulative: cumulative, meanDistance: meanDistance)),
      let ks = finite(ordered.kolmogorovSmirnov(cumulative: cumulative)),
      let js = finite(ordered.jensenShannon(cumulative: cumulative, over: range, bins: 50))
    else { return nil }
    self.w1 = w1
    self.ks = ks
    self.mean = moments.mean
    self.std = moments.standardDeviation
    self.js = js
  }

  public var measurements: Measurements {
    [.w1: w1, .ks: ks, .mean: mean, .std: std, .js: js]
  }
}
