import Preconditions

/// A convolutional layer: y = activation(x ∗ w + b), `[batch, height, width, inputs]` to
/// `[batch, height′, width′, outputs]`, where height′ is ⌈height ÷ stride⌉ with `same` padding,
/// ⌊(height − kernel) ÷ stride⌋ + 1 with `valid`, and with `explicit` padding p that of an input 2p
/// larger. See ``Tensor/conv2D(weight:bias:stride:padding:)``.
///
/// LeCun et al. (1989), Backpropagation Applied to Handwritten Zip Code Recognition.
public struct Conv2D: Layer {
  /// `[kernel, kernel, inputs, outputs]`.
  public private(set) var weight: Tensor
  /// `[outputs]`; `nil` in a layer without.
  public private(set) var bias: Tensor?
  /// How far the kernel moves from one output to the next, in both directions.
  public let stride: Int
  /// The zeros around the input.
  public let padding: Padding
  /// What is applied to each sum.
  public let activation: Activation

  /// - Parameters:
  ///   - inputs: the channels of an image that comes in.
  ///   - outputs: and of the one that goes out.
  ///   - kernel: the height and the width of the patch that an output sees.
  ///   - stride: how far the kernel moves from one output to the next.
  ///   - padding: the zeros around the input; the default keeps the size at stride 1.
  ///   - activation: what is applied to each sum; nothing by default.
  ///   - weights: how the weights begin; Glorot's uniform by default, as in Keras.
  ///   - bias: how the bias begins; `nil` for a layer without one, which batch norm after it would
  ///     take away again.
  ///   - stream: where the random numbers come from, the weight's before the bias's.
  public init(
    inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Padding = .same,
    activation: Activation = .identity, weights: Initializer = .glorotUniform,
    bias: Initializer? = .zeros, using stream: inout RandomStream
  ) {
    weight = weights([kernel, kernel, inputs, outputs], using: &stream).tracked()
    self.bias = bias?([outputs], using: &stream).tracked()
    (self.stride, self.padding, self.activation) = (stride, padding, activation)
  }

  /// The weight and, if there is one, the bias.
  public var parameters: [Tensor] {
    get { [weight] + (bias.map { [$0] } ?? []) }
    set { (weight, bias) = kernelAndBias("conv2D", newValue, in: parameters.map(\.shape)) }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.conv2D(weight: weight, bias: bias, stride: stride, padding: padding)
      .followed(by: activation)
  }
}

/// A layer's new weight and bias, tracked; they must have the shapes of the old ones.
func kernelAndBias(_ name: String, _ parameters: [Tensor], in shapes: [Shape]) -> (Tensor, Tensor?)
{
  require(
    parameters.map(\.shape) == shapes,
    "\(name): parameters of shapes \(parameters.map(\.shape)), not \(shapes)")
  let tracked = parameters.map { $0.isTracked ? $0 : $0.tracked() }
  return (tracked[0], tracked.count > 1 ? tracked[1] : nil)
}
