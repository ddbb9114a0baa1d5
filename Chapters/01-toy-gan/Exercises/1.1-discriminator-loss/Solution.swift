import Tensors
import ToyGANExercises

struct Answer: DiscriminatorLoss {
  func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
    sigmoidCrossEntropy(logits: realLogits, label: 1)
      + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
  }
}
