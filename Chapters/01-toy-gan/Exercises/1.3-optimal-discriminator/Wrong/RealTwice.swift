// rejected: "the 2 stands with the wrong density"
import ToyGANExercises

struct Answer: OptimalDiscriminator {
  /// The d that makes p log d + 2 q log(1 − d) largest.
  func answer(p: Float, q: Float) throws -> Float {
    2 * p / (2 * p + q)
  }
}
