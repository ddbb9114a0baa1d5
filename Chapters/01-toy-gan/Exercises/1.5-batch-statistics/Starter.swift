import Tensors
import ToyGANExercises

struct Answer: BatchStatistics {
  /// [batch, 1] to [batch, 3]: the number, the batch's mean, its standard deviation.
  func withStatistics(_ x: Tensor) throws -> Tensor {
    // Mean and standard deviation of the batch, as two more columns.
    throw NotYetSolved()
  }
}
