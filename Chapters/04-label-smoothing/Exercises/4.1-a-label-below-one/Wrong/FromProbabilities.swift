// rejected: "the loss is infinite where D is sure"
import LabelSmoothingExercises
import Tensors

struct Answer: SmoothedLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor {
    let real = realLogits.sigmoid()
    let fake = fakeLogits.sigmoid()
    let realTerm = real.log() * realLabel + (1 - real).log() * (1 - realLabel)
    return -realTerm.mean() - (1 - fake).log().mean()
  }
}
