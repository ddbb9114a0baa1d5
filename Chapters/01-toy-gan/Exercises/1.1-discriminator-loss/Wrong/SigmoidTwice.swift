// rejected: "the sigmoid is taken twice"
import Tensors
import ToyGANExercises

struct Answer: DiscriminatorLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
    sigmoidCrossEntropy(logits: realLogits.sigmoid(), label: 1)
      + sigmoidCrossEntropy(logits: fakeLogits.sigmoid(), label: 0)
  }
}
