import Tensors
import ToyGANExercises

struct Answer: DiscriminatorLoss {
  /// −mean log D(x) − mean log(1 − D(G(z))), from the logits, each `[batch, 1]`.
  func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
    // Write the loss here.
    throw NotYetSolved()
  }
}
