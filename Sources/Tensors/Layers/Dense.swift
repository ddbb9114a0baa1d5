import Preconditions

/// A fully connected layer: y = activation(x W + b), `[batch, inputs]` to `[batch, outputs]`.
public struct Dense: Layer {
  /// `[inputs, outputs]`.
  public private(set) var weight: Tensor
  /// `[outputs]`.
  public private(set) var bias: Tensor
  /// What is applied to each sum.
  public let activation: Activation

  /// - Parameters:
  ///   - inputs: the numbers of a sample that come in.
  ///   - outputs: and those that go out.
  ///   - activation: what is applied to each sum; nothing by default.
  ///   - weights: how the weights begin; Glorot's uniform by default, as in Keras.
  ///   - bias: how the bias begins; zero by default, for nothing is known of it.
  ///   - stream: where the random numbers come from, the weight's before the bias's.
  public init(
    inputs: Int, outputs: Int, activation: Activation = .identity,
    weights: Initializer = .glorotUniform, bias: Initializer = .zeros,
    using stream: inout RandomStream
  ) {
    weight = weights([inputs, outputs], using: &stream).tracked()
    self.bias = bias([outputs], using: &stream).tracked()
    self.activation = activation
  }

  public var parameters: [Tensor] {
    get { [weight, bias] }
    set {
      require(
        newValue.count == 2 && newValue[0].shape == weight.shape
          && newValue[1].shape == bias.shape,
        "dense: parameters of shapes \(newValue.map(\.shape)), not \([weight.shape, bias.shape])")
      weight = newValue[0].isTracked ? newValue[0] : newValue[0].tracked()
      bias = newValue[1].isTracked ? newValue[1] : newValue[1].tracked()
    }
  }

  public func appendParameters(to all: inout [Tensor]) {
    all.append(weight)
    all.append(bias)
  }

  public mutating func forEachParameter(_ body: (inout Tensor) -> Void) {
    body(&weight)
    body(&bias)
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.dense(weight: weight, bias: bias).followed(by: activation)
  }
}
