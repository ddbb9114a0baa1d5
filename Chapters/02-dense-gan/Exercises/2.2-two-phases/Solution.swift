import DenseGANExercises
import Tensors

struct Answer: TwoPhases {
  /// γ (x − μ) / √(σ² + ε) + β, with μ and σ² of the batch.
  func training(_ x: Tensor, _ norm: Norm) throws -> Tensor {
    let mean = x.mean(along: [0])
    let deviation = (x.variance(along: [0]) + norm.epsilon).squareRoot()
    return (x - mean) / deviation * norm.scale + norm.shift
  }

  /// The same with the moving averages.
  func inference(_ x: Tensor, _ norm: Norm) throws -> Tensor {
    let deviation = (norm.averageVariance + norm.epsilon).squareRoot()
    return (x - norm.averageMean) / deviation * norm.scale + norm.shift
  }
}
