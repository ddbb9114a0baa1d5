import Preconditions
import Tensors

/// How alike samples are to one another, beside how alike real ones are.
///
///     spread = mean squared distance of two samples ÷ that of two real points
///     twins  = share of samples that have a near twin in their batch: another sample nearer than all
///              but one in twenty real points have one in theirs
///
/// 1 and 0.05 are those of the real points themselves. A generator that has collapsed to a few pictures
/// has many twins, and one that paints the same picture for every noise has a spread of 0. Neither says
/// that the samples are good: noise has no twins.
public struct Variety: Equatable, Sendable {
  /// 1: as varied as the real points; 0: all the same. The ratio of the traces of the covariances.
  public let spread: Float
  /// 0.05: as many as among the real points; 1: all of them.
  public let twins: Float

  /// - Parameters:
  ///   - real: `[n, d]` pixels or features.
  ///   - fake: `[m, d]`, in an order that knows nothing of their likeness.
  ///   - batch: how many are looked at side by side. 64 is what the sheets of samples show.
  /// - Returns: nil if a set is smaller than a batch, has a NaN or an infinity, or if the real points
  ///   are all the same.
  /// - Complexity: (n + m)·batch·d multiplications.
  public init?(real: Tensor, fake: Tensor, batch: Int = 64) {
    require(
      real.rank == 2 && fake.rank == 2 && real.shape[1] == fake.shape[1] && batch > 1,
      "Variety: real \(real.shape), fake \(fake.shape), batches of \(batch)")
    guard let ofReal = nearestInBatch(real, batch)?.sorted(),
      let ofFake = nearestInBatch(fake, batch)
    else { return nil }
    let limit = ofReal[ofReal.count / 20]
    let (variance, own) = (totalVariance(real), totalVariance(fake))
    guard variance > 0 else { return nil }
    spread = Float(own / variance)
    twins = Float(ofFake.count { $0 < limit }) / Float(ofFake.count)
  }
}

/// The squared distance of each point from the nearest other one of its batch; a last short batch is
/// left out.
private func nearestInBatch(_ points: Tensor, _ batch: Int) -> [Double]? {
  let batches = points.shape[0] / batch
  guard batches > 0 else { return nil }
  var nearest: [Double] = []
  for index in 0..<batches {
    let some = points.slice(index * batch..<(index + 1) * batch)
    guard let distances = Distances(from: some, to: some) else { return nil }
    nearest += distances.nearest(1, leavingOut: true).compactMap(\.first?.squaredDistance)
  }
  return nearest
}

/// The trace of the covariance, in double precision: far from 0 the means of single precision are too far
/// from the points' middle.
private func totalVariance(_ points: Tensor) -> Double {
  let (n, d) = (points.shape[0], points.shape[1])
  let center = columnMeans(points)
  return points.withUnsafeScalars { scalars in
    var sum = 0.0
    for row in 0..<n {
      for j in 0..<d {
        let distance = Double(scalars[row &* d &+ j]) - center[j]
        sum += distance * distance
      }
    }
    return sum / Double(n)
  }
}

extension Metric {
  public static let spread = Metric(
    "spread", .samples, "Spread",
    "How different two samples are, on average, beside two real images: the ratio of the mean "
      + "squared distances.",
    reference: "1: as varied as the real ones. 0: all the same.")
  public static let twins = Metric(
    "twins", .samples, "Twins",
    "The share of samples that have a near twin among the 64 of their batch: nearer than all but one "
      + "in twenty real images have one.",
    reference: "0.05 is that of real images. 1: each sample looks like another.",
    settledBy: ["spread"])
}
