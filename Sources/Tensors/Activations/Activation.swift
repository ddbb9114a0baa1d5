/// What stands behind a layer's sum, so that a network is more than one matrix. A layer of its own where
/// something else stands between.
///
/// To add one, write its function in a file beside this one, and add its case and its line here.
public enum Activation: Layer, Sendable, Equatable {
  /// x itself: nothing is computed.
  case identity
  /// The hyperbolic tangent, from −1 to 1.
  case tanh
  /// 1 / (1 + exp(−x)), from 0 to 1.
  case sigmoid
  /// max(x, 0).
  case relu
  /// x, or `slope` · x where x is negative.
  case leakyReLU(slope: Float = 0.2)

  /// What computes it: nothing computes the identity.
  fileprivate var function: (any ActivationFunction)? {
    switch self {
    case .identity: nil
    case .tanh: Tanh()
    case .sigmoid: Sigmoid()
    case .relu: ReLU()
    // Not 0 · x, which is NaN at −∞.
    case .leakyReLU(slope: 0): ReLU()
    case .leakyReLU(let slope): LeakyReLU(slope: slope)
    }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard let function else { return x }
    let y = function.applied(to: x)
    let shows = function.showsInResult
    let result = Tensor.recorded(
      y, x.shape, x, keeping: shows ? .nothing : .inputs, name: function.name
    ) { record, v, _ in
      var v = v
      if !shows { function.pullBack(&v, record[0]) }
      return v
    }
    if shows { result.node?.follow(with: self, output: y) }
    return result
  }

  /// Carries the cotangent `v` of the result `y` back to what it was computed from.
  @inline(__always)
  func pullBack(_ v: inout Tensor, _ y: @autoclosure () -> Tensor) {
    if case .identity = self { return }
    function?.pullBack(&v, y())
  }
}

extension Activation: CustomStringConvertible {
  /// As in the drawing of a network: `leaky ReLU`.
  public var description: String { function?.title ?? "identity" }
}

// A layer's sum is nobody's but the layer's. Its activation is therefore written over it, and recorded in
// the same node: one tensor and one node less for each layer, and one pass over new memory.

extension Tensor {
  /// `activation(self)`, in place where nothing else holds the numbers of `self`.
  consuming func followed(by activation: Activation) -> Tensor {
    guard let function = activation.function else { return self }
    guard function.showsInResult, isUnique() else { return activation(self) }
    function.overwrite(self)
    node?.follow(with: activation, output: storage)
    return self
  }
}
