// rejected: "this keeps the length, but not the pace"
import DenseGANExercises
import Foundation
import Tensors

struct Answer: SphericalWalk {
  /// The point at `t` of the arc from a to b.
  func between(_ a: Tensor, _ b: Tensor, at t: Float) throws -> Tensor {
    (a * (1 - t) + b * t) / ((1 - t) * (1 - t) + t * t).squareRoot()
  }
}
