/// Mean and standard deviation of a sample.
///
///     mean = (1/n) Σ xᵢ      standardDeviation = √( (1/n) Σ (xᵢ − mean)² )
///
/// The divisor is n, not n − 1: this describes the sample as it is, so that a generator that has
/// collapsed to one point has a standard deviation of 0, and so has a single value. (For the 10,000
/// values of a report the two differ by 0.005 %.)
///
/// Two passes in double precision. The one-pass form mean(x²) − mean(x)² subtracts two large numbers
/// and fails when the spread is small beside the mean, which is just what a collapse looks like.
public struct Moments: Equatable, Sendable {
  public let mean: Float
  public let standardDeviation: Float

  /// - Returns: nil if the sample is empty or holds a NaN or an infinity.
  public init?(_ samples: [Float]) {
    guard !samples.isEmpty, samples.allSatisfy(\.isFinite) else { return nil }
    let count = Double(samples.count)
    let center = samples.reduce(0.0) { $0 + Double($1) } / count
    let variance =
      samples.reduce(0.0) { sum, x in
        let deviation = Double(x) - center
        return sum + deviation * deviation
      } / count
    mean = Float(center)
    standardDeviation = Float(variance.squareRoot())
  }
}

extension Metric {
  public static let mean = Metric(
    "mean", .samples, "Mean", "The average of the generated numbers.", unit: "unit of the data",
    reference: "The mean of the real ones.")
  public static let std = Metric(
    "std", .samples, "Standard deviation",
    "How far the generated numbers spread; near 0 the generator has collapsed and makes a single "
      + "number.",
    unit: "unit of the data", reference: "The standard deviation of the real ones.")
}
