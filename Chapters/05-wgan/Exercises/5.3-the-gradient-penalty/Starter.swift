import Tensors
import WGANExercises

struct Answer: GradientPenalty {
  /// A place for each pair of a real and a generated image, `[batch, height, width, channels]`, at a
  /// share of the way between the two that is drawn for it.
  func between(real: Tensor, fake: Tensor, using stream: inout RandomStream) throws -> Tensor {
    throw NotYetSolved()
  }

  /// The mean of (‖∇C‖ − 1)², or, one-sided, of max(0, ‖∇C‖ − 1)².
  func penalty(of critic: (Tensor) -> Tensor, at places: Tensor, oneSided: Bool) throws -> Tensor {
    let x = places.detached().tracked()
    // The gradient of the scores at x, its norm for each sample, the penalty.
    throw NotYetSolved()
  }
}
