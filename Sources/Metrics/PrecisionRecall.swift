import Preconditions
import Tensors

/// Quality and variety of samples as two numbers: improved precision and recall.
///
/// Around each point of a set lies a ball that reaches to its k-th nearest neighbour in that set; the
/// union of the balls stands for where the set's distribution has mass.
///
///     precision = share of the generated points within a ball of the real ones
///     recall    = share of the real points within a ball of the generated ones
///
/// The pixels of 2,000 training images of MNIST (precision, recall) against 2,000 others: 0.87, 0.89;
/// against 20 others repeated: 0.9 or 1 (two draws), 0; noise: 0, 0; the mean image: 1, 0, for it
/// lies amid them all. Two samples of one distribution do not reach 1: the balls of n points miss
/// some of the next n. Compare values of one n and one k.
///
/// A point on a sphere is within the ball, and copies of a point count as its neighbours: k + 1
/// copies have balls of radius 0, which cover nothing but further copies. One outlier has a large ball
/// and may cover much that is nowhere real; the numbers are no better than the features.
///
/// T. Kynkäänniemi, T. Karras, S. Laine, J. Lehtinen, T. Aila (2019), "Improved precision and recall
/// metric for assessing generative models".
public struct PrecisionRecall: Equatable, Sendable {
  /// 0…1: how much of what is generated looks real.
  public let precision: Float
  /// 0…1: how much of what is real is generated.
  public let recall: Float

  /// - Parameters:
  ///   - real: `[n, d]` features.
  ///   - fake: `[m, d]` features; as many, or the balls of one set are larger than the other's.
  ///   - neighbours: k; 3 as in the paper. A larger k means larger balls and larger values.
  /// - Returns: nil if a set has at most k points, or one with a NaN or an infinity, or numbers whose
  ///   squares exceed the range of `Float`.
  /// - Complexity: 4n²d multiplications and some direct measurements, like
  ///   ``NearestNeighbourAccuracy``.
  public init?(real: Tensor, fake: Tensor, neighbours: Int = 3) {
    require(neighbours > 0, "PrecisionRecall: \(neighbours) neighbours")
    guard let precision = coveredShare(of: fake, by: real, neighbours),
      let recall = coveredShare(of: real, by: fake, neighbours)
    else { return nil }
    self.precision = precision
    self.recall = recall
  }
}

private func coveredShare(of points: Tensor, by support: Tensor, _ k: Int) -> Float? {
  require(
    points.rank == 2 && support.rank == 2 && points.shape[1] == support.shape[1],
    "PrecisionRecall: points \(points.shape) against \(support.shape)")
  guard support.shape[0] > k,
    let own = Distances(from: support, to: support),
    let across = Distances(from: points, to: support)
  else { return nil }
  let radii = own.nearest(k, leavingOut: true).compactMap { $0.last?.squaredDistance }
  let covered = across.covered(byBallsOf: radii)
  return Float(Double(covered.count { $0 }) / Double(covered.count))
}

extension Metric {
  public static let precision = Metric(
    "precision", .samples, "Precision",
    "The share of generated samples that lie among real ones, by their pixels.",
    reference: "1: every sample could be real. Stray dots alone bring it down.",
    settledBy: ["frechetRatio"])
  public static let recall = Metric(
    "recall", .samples, "Recall",
    "The share of real samples that lie among generated ones, by their pixels.",
    reference: "1: nothing is missing. Near 0 it may mean no more than ragged samples.",
    settledBy: ["digitsCovered"])
}
