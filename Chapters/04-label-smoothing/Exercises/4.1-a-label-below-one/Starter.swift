import LabelSmoothingExercises
import Tensors

struct Answer: SmoothedLoss {
  /// The mean of −t log D − (1 − t) log(1 − D) over real samples, plus the mean of −log(1 − D) over
  /// generated ones, from the logits, each `[batch, 1]`.
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor {
    // Write the loss here.
    throw NotYetSolved()
  }
}
