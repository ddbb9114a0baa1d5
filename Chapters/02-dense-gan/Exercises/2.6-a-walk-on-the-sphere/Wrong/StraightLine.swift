// rejected: "this is the straight line"
import DenseGANExercises
import Foundation
import Tensors

struct Answer: SphericalWalk {
  /// The point at `t` of the arc from a to b.
  func between(_ a: Tensor, _ b: Tensor, at t: Float) throws -> Tensor {
    a * (1 - t) + b * t
  }
}
