// rejected: "acos of a number beyond −1 and 1"
import DenseGANExercises
import Foundation
import Tensors

struct Answer: SphericalWalk {
  /// The point at `t` of the arc from a to b.
  func between(_ a: Tensor, _ b: Tensor, at t: Float) throws -> Tensor {
    let angle = acos((a * b).sum().scalar)
    return (a * sin((1 - t) * angle) + b * sin(t * angle)) / sin(angle)
  }
}
