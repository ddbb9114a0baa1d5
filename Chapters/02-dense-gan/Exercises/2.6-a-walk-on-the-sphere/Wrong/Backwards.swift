// rejected: "the walk begins at b"
import DenseGANExercises
import Foundation
import Tensors

struct Answer: SphericalWalk {
  /// The point at `t` of the arc from a to b.
  func between(_ a: Tensor, _ b: Tensor, at t: Float) throws -> Tensor {
    let lengths = (a.squared().sum() * b.squared().sum()).squareRoot().scalar
    let angle = acos(min((a * b).sum().scalar / lengths, 1))
    if sin(angle) < 1e-3 { return a * (1 - t) + b * t }
    return (a * sin(t * angle) + b * sin((1 - t) * angle)) / sin(angle)
  }
}
