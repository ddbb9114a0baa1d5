import Preconditions
import Tensors

/// How many of the data's clusters a generator makes, and how many of its samples belong to any.
///
/// A sample is good if it lies within three standard deviations of the middle of a cluster; a cluster
/// counts if it has a good sample. Of real samples 1 − exp(−9/2) = 98.9 % are good.
///
/// Lin, Khetan, Fanti, Oh (2018), PacGAN: The Power of Two Samples in Generative Adversarial Networks,
/// who judge by 2,500 samples.
public struct ModeCoverage: Equatable, Sendable {
  /// The good samples of each cluster.
  public let counts: [Int]
  /// The share of samples that are good.
  public let highQuality: Float

  /// Clusters with a good sample.
  public var modesCovered: Int { counts.count { $0 > 0 } }

  /// - Parameters:
  ///   - samples: points, `[n, 2]`; one that is no number is not good.
  ///   - centers: the middle of each cluster.
  /// - Returns: nil without samples.
  public init?(_ samples: Tensor, centers: [(x: Float, y: Float)], standardDeviation: Float) {
    require(
      samples.rank == 2 && samples.shape[1] == 2,
      "mode coverage: samples of shape \(samples.shape), not [n, 2]")
    let points = samples.scalars
    guard !points.isEmpty, !centers.isEmpty else { return nil }
    let limit = 9 * standardDeviation * standardDeviation
    var counts = [Int](repeating: 0, count: centers.count)
    for start in stride(from: 0, to: points.count, by: 2) {
      let distances = centers.map { center in
        let (dx, dy) = (points[start] - center.x, points[start + 1] - center.y)
        return dx * dx + dy * dy
      }
      let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      if distances[nearest] <= limit { counts[nearest] += 1 }
    }
    self.counts = counts
    highQuality = Float(counts.reduce(0, +)) / Float(points.count / 2)
  }

  public var measurements: Measurements {
    [.modesCovered: Float(modesCovered), .highQuality: highQuality]
  }
}

/// The sliced Wasserstein-1 distance between two sets of points in the plane: the mean of W₁ between
/// their shadows on lines in 16 directions, evenly spread.
///
/// In the plane W₁ itself is an assignment problem that takes n³ operations; a shadow is sorted in
/// n log n. A shift by a vector of length s moves it by about 2s/π, the mean of |cos|: with 16 directions
/// by 0.6346 s, along one of them, to 0.6376 s, half-way between two.
///
/// Rabin, Peyré, Delon, Bernot (2011), Wasserstein Barycenter and Its Application to Texture Mixing.
///
/// - Parameters: points, `[n, 2]` and `[m, 2]`.
/// - Returns: nil if a set is empty or holds a number that is not finite.
public func slicedWasserstein1(_ a: Tensor, _ b: Tensor) -> Float? {
  require(
    a.rank == 2 && a.shape[1] == 2 && b.rank == 2 && b.shape[1] == 2,
    "sliced Wasserstein: points of shapes \(a.shape) and \(b.shape), not [n, 2]")
  var sum: Float = 0
  for direction in sixteenDirections {
    let along = Tensor(shape: [2, 1], scalars: [direction.x, direction.y])
    guard let distance = wasserstein1(a.matmul(along).scalars, b.matmul(along).scalars) else {
      return nil
    }
    sum += distance
  }
  return sum / Float(sixteenDirections.count)
}

/// Unit vectors at 0, 1/16, … 15/16 of a half turn.
private let sixteenDirections: [(x: Float, y: Float)] = {
  // Turned step by step by π/16, in double precision: no library's cosine decides a bit.
  let (cosine, sine) = (0.980785280403230449, 0.195090322016128268)
  var (x, y) = (1.0, 0.0)
  return (0..<16).map { _ in
    defer { (x, y) = (x * cosine - y * sine, x * sine + y * cosine) }
    return (Float(x), Float(y))
  }
}()

extension Metric {
  public static let modesCovered = Metric(
    "modesCovered", .samples, "Modes covered",
    "How many of the data's clusters have at least one good sample, within 3σ of the middle.",
    unit: "clusters", reference: "All: 8 on the ring, 25 on the grid.")
  public static let highQuality = Metric(
    "highQuality", .samples, "Samples of high quality",
    "The share of samples within 3σ of the middle of a cluster.",
    reference: "Real samples reach 0.989.")
}

extension Metric {
  public static let slicedW1 = Metric(
    "slicedW1", .samples, "Sliced Wasserstein-1 distance",
    "How far, on average over 16 directions, the shadows of the generated points would have to be "
      + "moved to become those of the real ones.",
    unit: "unit of the data", reference: "0 is perfect.")
}
