/// 1 / (1 + exp(−x)), from 0 to 1: a logit as a probability.
struct Sigmoid: ActivationFunction {
  var name: StaticString { "sigmoid" }

  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { 1 / (1 + (-x).exponential) }

  func pullBack(_ v: inout Tensor, _ y: Tensor) {
    if !v.overwrite(with: y, SigmoidPullback(), name: "sigmoidPullback") {
      v = v.sigmoidPullback(y)
    }
  }
}

/// v y (1 − y).
private struct SigmoidPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ y: Vector) -> Vector {
    v * y.addingProduct(-y, y)
  }
}

extension Tensor {
  /// 1 / (1 + exp(−x)); d = y (1 − y) dx.
  public func sigmoid() -> Tensor { Activation.sigmoid(self) }

  /// v y (1 − y), in one pass; linear in v, and v (1 − 2y) dy.
  fileprivate func sigmoidPullback(_ y: Tensor) -> Tensor {
    let result = storage.map(y.storage, count: scalarCount, SigmoidPullback())
    return .recorded(result, shape, self, y, keeping: .inputs) { record, v, index in
      index == 0 ? v.sigmoidPullback(record[1]) : v * record[0] * (1 - 2 * record[1])
    }
  }
}
