import DenseGANExercises
import Tensors

struct Answer: NormBackwards {
  func pullback(of arriving: Tensor, x: Tensor, scale: Tensor, epsilon: Float) throws -> NormSlopes
  {
    throw NotYetSolved()
  }
}
