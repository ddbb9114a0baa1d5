// rejected: "the label of the real samples is still 1"
import LabelSmoothingExercises
import Tensors

struct Answer: SmoothedLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor {
    sigmoidCrossEntropy(logits: realLogits, label: 1)
      + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
  }
}
