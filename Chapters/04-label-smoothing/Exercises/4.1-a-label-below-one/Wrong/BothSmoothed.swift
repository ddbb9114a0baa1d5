// rejected: "the generated samples' label is smoothed too"
import LabelSmoothingExercises
import Tensors

struct Answer: SmoothedLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor {
    sigmoidCrossEntropy(logits: realLogits, label: realLabel)
      + sigmoidCrossEntropy(logits: fakeLogits, label: 1 - realLabel)
  }
}
