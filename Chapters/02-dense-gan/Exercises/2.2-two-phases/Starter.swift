import DenseGANExercises
import Tensors

struct Answer: TwoPhases {
  /// γ (x − μ) / √(σ² + ε) + β, with μ and σ² of the batch.
  func training(_ x: Tensor, _ norm: Norm) throws -> Tensor {
    throw NotYetSolved()
  }

  /// The same with the moving averages.
  func inference(_ x: Tensor, _ norm: Norm) throws -> Tensor {
    throw NotYetSolved()
  }
}
