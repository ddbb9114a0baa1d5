// rejected: "a walk from a to a"
import DenseGANExercises
import Foundation
import Tensors

struct Answer: SphericalWalk {
  /// The point at `t` of the arc from a to b.
  func between(_ a: Tensor, _ b: Tensor, at t: Float) throws -> Tensor {
    let lengths = (a.squared().sum() * b.squared().sum()).squareRoot().scalar
    let angle = acos((a * b).sum().scalar / lengths)
    return (a * sin((1 - t) * angle) + b * sin(t * angle)) / sin(angle)
  }
}
