/// max(x, 0), the rectified linear unit.
struct ReLU: ActivationFunction {
  var name: StaticString { "relu" }
  var title: String { "ReLU" }

  // Not 0 · x, which is −0 below zero and NaN at −∞.
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    x.replacing(with: Vector.zero, where: x .<= Vector.zero)
  }

  /// The result is positive where x is, and the next operation keeps it anyway.
  func pullBack(_ v: inout Tensor, _ y: Tensor) { v.mask(by: y.detached(), ReLUPullback()) }
}

/// v where x > 0, 0 elsewhere.
private struct ReLUPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    v.replacing(with: Vector.zero, where: x .<= Vector.zero)
  }
}

extension Tensor {
  /// max(x, 0); d = dx where x > 0, else 0.
  public func relu() -> Tensor { Activation.relu(self) }
}
