/// The hyperbolic tangent, from −1 to 1.
struct Tanh: ActivationFunction {
  var name: StaticString { "tanh" }

  /// tanh x = e / (e + 2), where e = exp(2x) − 1, for x ≥ 0; beyond 9.02 it rounds to 1.
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    let a = x.magnitude.atMost(0x1.20a3d8p3)
    let e = (a + a).smallExpm1
    return (e / (e + 2)).withSign(of: x).replacing(with: x, where: x .!= x)
  }

  func pullBack(_ v: inout Tensor, _ y: Tensor) {
    if !v.overwrite(with: y, TanhPullback(), name: "tanhPullback") { v = v.tanhPullback(y) }
  }
}

/// v (1 − y²).
private struct TanhPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ y: Vector) -> Vector {
    v * Vector(repeating: 1).addingProduct(-y, y)
  }
}

extension Tensor {
  /// The hyperbolic tangent; d = (1 − tanh² x) dx.
  public func tanh() -> Tensor { Activation.tanh(self) }

  /// v (1 − y²), in one pass; linear in v, and −2 v y dy.
  fileprivate func tanhPullback(_ y: Tensor) -> Tensor {
    let result = storage.map(y.storage, count: scalarCount, TanhPullback())
    return .recorded(result, shape, self, y, keeping: .inputs) { record, v, index in
      index == 0 ? v.tanhPullback(record[1]) : v * record[0] * record[1] * -2
    }
  }
}
