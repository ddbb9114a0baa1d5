// rejected: "the mean is taken along the wrong axis"
import Tensors
import ToyGANExercises

struct Answer: BatchStatistics {
  /// [batch, 1] to [batch, 3]: the number, the batch's mean, its standard deviation.
  func withStatistics(_ x: Tensor) throws -> Tensor {
    let mean = x.mean(along: [1]).broadcast(to: x.shape)
    let spread = (x.variance(along: [1]) + 1e-8).squareRoot().broadcast(to: x.shape)
    return .concatenation([x, mean, spread], along: 1)
  }
}
