import Tensors
import WGANExercises

struct Answer: NoLogarithm {
  /// What the critic makes small, from scores, each `[batch, 1]`.
  func criticLoss(realScores: Tensor, fakeScores: Tensor) throws -> Tensor {
    throw NotYetSolved()
  }

  /// What the generator makes small.
  func generatorLoss(fakeScores: Tensor) throws -> Tensor {
    throw NotYetSolved()
  }
}
