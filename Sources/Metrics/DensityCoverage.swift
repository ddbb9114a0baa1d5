import Preconditions
import Tensors

/// Quality and variety of samples as two numbers that one outlier cannot buy: density and coverage.
///
/// Around each real point lies a ball that reaches to its k-th nearest real neighbour.
///
///     density  = how many generated points lie in a real ball, on average over the real balls, ÷ k
///     coverage = share of the real balls with a generated point in them
///
/// (The balls of n real points and m generated ones: the average is multiplied by n/m.) For samples of
/// the real distribution the expected density is 1, and the expected coverage 1 − ((n − 1)⋯(n − k)) ÷
/// ((n + m − 1)⋯(n + m − k)), which is 1 − 2⁻ᵏ for many and as many: 0.969 for k = 5. A set against
/// itself scores 1 and 1.
///
/// Where ``PrecisionRecall`` asks whether a sample lies in any ball, so that the large ball of one odd
/// real point is enough, density counts the balls; and coverage takes its balls around real points
/// alone, so that no odd sample can cover much. Density may exceed 1: samples that keep to where
/// the real points are densest, each of them ordinary.
///
/// Both are no better than the space they are taken in. In the features of a classifier of digits they
/// know nothing of what no digit needs: beside MNIST uniform noise has a density of 0.27, and covers 0.01.
///
/// M. F. Naeem, S. J. Oh, Y. Uh, Y. Choi, J. Yoo (2020), "Reliable Fidelity and Diversity Metrics for
/// Generative Models". As in the authors' code, a point on the sphere is outside.
public struct DensityCoverage: Equatable, Sendable {
  /// 0 …: 1 is that of real points.
  public let density: Float
  /// 0…1: how much of what is real has a sample nearby.
  public let coverage: Float

  /// - Parameters:
  ///   - real: `[n, d]` features.
  ///   - fake: `[m, d]` features. Coverage grows with m: compare values of one n and one m.
  ///   - neighbours: k; 5 as in the paper.
  /// - Returns: nil if there are at most k real points or no samples, or a point has a NaN or an
  ///   infinity, or numbers whose squares exceed the range of `Float`.
  /// - Complexity: (n + m)·n·d multiplications and some direct measurements.
  public init?(real: Tensor, fake: Tensor, neighbours k: Int = 5) {
    require(k > 0, "DensityCoverage: \(k) neighbours")
    require(
      real.rank == 2 && fake.rank == 2 && real.shape[1] == fake.shape[1],
      "DensityCoverage: real \(real.shape), fake \(fake.shape)")
    guard real.shape[0] > k, fake.shape[0] > 0,
      let own = Distances(from: real, to: real), let across = Distances(from: real, to: fake)
    else { return nil }
    let radii = own.nearest(k, leavingOut: true).compactMap { $0.last?.squaredDistance }
    let inside = across.counts(withinBallsOf: radii)
    density = Float(Double(inside.reduce(0, +)) / Double(k * fake.shape[0]))
    coverage = Float(Double(inside.count { $0 > 0 }) / Double(inside.count))
  }

  public var measurements: Measurements { [.density: density, .coverage: coverage] }
}

extension Metric {
  public static let density = Metric(
    "density", .samples, "Density",
    "How many samples lie where real images do: in the ball around a real one that reaches to its "
      + "fifth neighbour, as a share of the five real ones.",
    reference: "1 is that of real images; more plays safer. Copies of a few good ones have it too.",
    settledBy: ["coverage"])
  public static let coverage = Metric(
    "coverage", .samples, "Coverage",
    "The share of real images with a sample nearer than their fifth real neighbour.",
    reference: "0.97 is that of as many real images; less means that something is missing.",
    settledBy: ["density"])
}
