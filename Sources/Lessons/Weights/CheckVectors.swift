import Tensors

/// Eight noise vectors and what a generator makes of them, so that whoever builds its network again can
/// tell whether it is the same.
public struct CheckVectors {
  public static let count = 8
  /// The random stream of the noise, and its seed: whoever draws noise can test that too.
  static let stream = "check"
  static let seed = 1

  /// `[8, latent size]`.
  public let noise: Tensor
  /// The classes in turn; none of a generator that cannot be asked.
  public let labels: [Int]
  /// `[8] + a sample's shape`.
  public let output: Tensor

  public init(noise: Tensor, labels: [Int], output: Tensor) {
    (self.noise, self.labels, self.output) = (noise, labels, output)
  }

  /// How far off a network may be. Another order of the sums, as PyTorch has it, made a difference of less
  /// than a third of that in every recipe.
  public static let tolerance: Float = 1e-5

  /// By how much `other` is off at most, as a share of the largest number here. (A generator that has
  /// hardly begun makes small ones, and mistakes as small; below a thousandth nothing is told apart.)
  public func error(of other: Tensor) -> Float {
    guard output.scalarCount == other.scalarCount else { return .infinity }
    let wanted = output.scalars
    let largest = wanted.reduce(1e-3) { max($0, abs($1)) }
    // What is no number is as far off as can be.
    return zip(wanted, other.scalars).reduce(0) {
      let difference = abs($1.0 - $1.1) / largest
      return difference.isNaN ? .infinity : max($0, difference)
    }
  }

  /// That the metadata say of the vectors what is true of them.
  static func check(_ settings: inout Settings, labels: [Int]) throws(Settings.Problem) {
    try settings.expect(stream, as: "stream")
    _ = try settings.whole("seed", in: seed...seed)
    guard try settings.wholes("labels", in: 0...999, count: 0...count) == labels else {
      throw settings.problem("labels", "not the classes in turn, \(labels)")
    }
    try settings.requireEmpty()
  }
}
