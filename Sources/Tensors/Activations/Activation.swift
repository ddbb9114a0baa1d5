// A layer's sum is nobody's but the layer's. Its activation is therefore written over it, and recorded in
// the same node: one tensor and one node less for each layer, and one pass over new memory.

extension Tensor {
  /// `activation(self)`, in place where nothing else holds the numbers of `self`.
  consuming func followed(by activation: Activation) -> Tensor {
    guard activation.showsInResult, isUnique() else { return activation(self) }
    switch activation {
    case .identity: return self
    case .tanh: overwrite(HyperbolicTangent(), "tanh")
    case .sigmoid: overwrite(Logistic(), "sigmoid")
    case .relu: overwrite(ReLU(), "relu")
    case .leakyReLU(let slope): overwrite(LeakyReLU(slope: slope), "leakyReLU")
    }
    node?.follow(with: activation, output: storage)
    return self
  }

  @inline(__always)
  private func overwrite(_ function: some UnaryFunction, _ name: StaticString) {
    storage.overwrite(count: scalarCount, function)
    OperationLog.note(name, shape, self)
  }
}

extension Activation {
  /// Whether the derivative can be told from the result. With a negative slope the sign is lost.
  fileprivate var showsInResult: Bool {
    if case .leakyReLU(let slope) = self { slope >= 0 } else { true }
  }

  /// The cotangent `v` of the result `y` carried back to what it was computed from.
  @inline(__always)
  func pullback(_ v: Tensor, _ y: @autoclosure () -> Tensor) -> Tensor {
    switch self {
    case .identity: v
    case .tanh: v.tanhPullback(y())
    case .sigmoid: v.sigmoidPullback(y())
    case .relu: v.masked(by: y().detached(), ReLUPullback())
    case .leakyReLU(let slope): v.masked(by: y().detached(), LeakyReLUPullback(slope: slope))
    }
  }
}
