// rejected: "one third is right only where p and q are equal"
import ToyGANExercises

struct Answer: OptimalDiscriminator {
  /// The d that makes p log d + 2 q log(1 − d) largest.
  func answer(p: Float, q: Float) throws -> Float {
    1 / 3
  }
}
