import LabelSmoothingExercises
import Tensors

struct Answer: SmoothedLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor {
    (-realLogits).softplus().mean() * realLabel
      + realLogits.softplus().mean() * (1 - realLabel)
      + fakeLogits.softplus().mean()
  }
}
