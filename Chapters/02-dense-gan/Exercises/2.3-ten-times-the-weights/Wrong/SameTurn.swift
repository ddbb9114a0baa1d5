// rejected: "the weights that it turns are longer"
import DenseGANExercises

struct Answer: LargeWeights {
  /// By what the output of the batch norm is multiplied.
  func output(factor: Float) throws -> Float {
    1
  }

  /// By what the gradient with respect to the weights is multiplied.
  func gradient(factor: Float) throws -> Float {
    1 / factor
  }

  /// By what the angle is multiplied through which a step of Adam turns the weights.
  func turn(factor: Float) throws -> Float {
    1
  }
}
