// rejected: "the gradient is not finite where all numbers are equal"
import Tensors
import ToyGANExercises

struct Answer: BatchStatistics {
  /// [batch, 1] to [batch, 3]: the number, the batch's mean, its standard deviation.
  func withStatistics(_ x: Tensor) throws -> Tensor {
    let mean = x.mean(along: [0]).broadcast(to: x.shape)
    let spread = (x.variance(along: [0])).squareRoot().broadcast(to: x.shape)
    return .concatenation([x, mean, spread], along: 1)
  }
}
