// rejected: "there is a logarithm of a negative number in it"
import LabelSmoothingExercises
import Tensors

struct Answer: SmoothedLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor {
    -(realLabel - realLogits.sigmoid()).log().mean() + fakeLogits.softplus().mean()
  }
}
