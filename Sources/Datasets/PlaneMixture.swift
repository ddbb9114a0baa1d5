import Tensors

/// Equal round normals in the plane: data whose clusters can be counted.
///
/// A generator that learns only some of the clusters is said to drop modes. Here every sample shows to
/// which of them it belongs, so dropped modes are a count and no matter of taste.
public struct PlaneMixture: Equatable, Sendable, CustomStringConvertible {
  public let description: String
  /// The middle of each cluster.
  public let centers: [(x: Float, y: Float)]
  /// Of both coordinates around the middle.
  public let standardDeviation: Float
  /// Both coordinates of nearly all samples, with room around them for a picture.
  public let plotRange: ClosedRange<Double>

  /// Eight clusters on the circle of radius 1, σ = 0.01.
  ///
  /// As in Metz, Poole, Pfau, Sohl-Dickstein (2017), Unrolled Generative Adversarial Networks, with the
  /// numbers of Lin, Khetan, Fanti, Oh (2018), PacGAN.
  public static let ring: PlaneMixture = {
    let diagonal = Float(0.5).squareRoot()
    let quarter: [(x: Float, y: Float)] = [(1, 0), (diagonal, diagonal)]
    // A quarter turn takes (x, y) to (−y, x).
    let centers = (0..<4).flatMap { turn in
      quarter.map { point in
        (0..<turn).reduce(point) { turned, _ in (x: -turned.y, y: turned.x) }
      }
    }
    return PlaneMixture(
      description: "a ring of 8 clusters", centers: centers, standardDeviation: 0.01,
      plotRange: -1.5...1.5)
  }()

  /// Twenty-five clusters at {−4, −2, 0, 2, 4}², σ = 0.05.
  ///
  /// Dumoulin et al. (2017), Adversarially Learned Inference; numbers as in PacGAN.
  public static let grid: PlaneMixture = {
    let places: [Float] = [-4, -2, 0, 2, 4]
    return PlaneMixture(
      description: "a grid of 25 clusters",
      centers: places.flatMap { y in places.map { (x: $0, y: y) } }, standardDeviation: 0.05,
      plotRange: -5...5)
  }()

  /// `count` independent points, `[count, 2]`.
  public func sample(_ count: Int, using stream: inout RandomStream) -> Tensor {
    let middles = Tensor(
      shape: [centers.count, 2], scalars: centers.flatMap { [$0.x, $0.y] })
    let chosen = (0..<count).map { _ in stream.next(below: centers.count) }
    let around = Tensor.normal(
      [count, 2], standardDeviation: standardDeviation, using: &stream)
    return middles.rows(at: chosen) + around
  }

  public static func == (a: PlaneMixture, b: PlaneMixture) -> Bool {
    a.standardDeviation == b.standardDeviation && a.centers.elementsEqual(b.centers, by: ==)
  }
}
