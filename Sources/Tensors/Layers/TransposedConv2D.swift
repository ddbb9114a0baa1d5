import Preconditions

/// A transposed convolutional layer: y = activation(x ∗ᵀ w + b), `[batch, height, width, inputs]` to
/// `[batch, height′, width′, outputs]`, where height′ is height · stride with `same` padding,
/// (height − 1) · stride + kernel with `valid`, and 2p less with `explicit` padding p. See
/// ``Tensor/transposedConv2D(weight:bias:stride:padding:)``.
///
/// Also called fractionally strided convolution, and, misleadingly, deconvolution.
/// Dumoulin, Visin (2016), A guide to convolution arithmetic for deep learning.
public struct TransposedConv2D: Layer {
  /// `[kernel, kernel, outputs, inputs]`: the weight of the convolution whose adjoint this is.
  public private(set) var weight: Tensor
  /// `[outputs]`; `nil` in a layer without.
  public private(set) var bias: Tensor?
  /// How far apart neighbouring inputs reach, in both directions.
  public let stride: Int
  /// The padding of the convolution whose adjoint this is: it takes from the edges of the output.
  public let padding: Padding
  /// How many times each pixel is repeated in both directions before the convolution; 1: it is not.
  public let upsampling: Int
  /// What is applied to each sum.
  public let activation: Activation

  /// - Parameters:
  ///   - inputs: the channels of an image that comes in.
  ///   - outputs: and of the one that goes out.
  ///   - kernel: the height and the width of the patch that an input reaches.
  ///   - stride: how far apart neighbouring inputs reach: height and width grow by it with `same` padding.
  ///   - padding: that of the convolution whose adjoint this is.
  ///   - upsampling: if not 1, each pixel is repeated so many times in both directions first; the
  ///     stride must be 1. See ``Tensor/upsampledTransposedConv2D(weight:bias:factor:padding:)``.
  ///   - activation: what is applied to each sum; nothing by default.
  ///   - weights: how the weights begin; Glorot's uniform by default, as in Keras. Where an
  ///     initialiser asks for the number of inputs, it gets the adjoint's, also as in Keras.
  ///   - bias: how the bias begins; `nil` for a layer without one.
  ///   - stream: where the random numbers come from, the weight's before the bias's.
  public init(
    inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Padding = .same,
    upsampling: Int = 1, activation: Activation = .identity,
    weights: Initializer = .glorotUniform, bias: Initializer? = .zeros,
    using stream: inout RandomStream
  ) {
    require(
      upsampling == 1 || stride == 1,
      "transposedConv2D: an upsampling of \(upsampling) with a stride of \(stride), not 1")
    weight = weights([kernel, kernel, outputs, inputs], using: &stream).tracked()
    self.bias = bias?([outputs], using: &stream).tracked()
    (self.stride, self.padding, self.upsampling) = (stride, padding, upsampling)
    self.activation = activation
  }

  /// The weight and, if there is one, the bias.
  public var parameters: [Tensor] {
    get { [weight] + (bias.map { [$0] } ?? []) }
    set {
      (weight, bias) = kernelAndBias("transposedConv2D", newValue, in: parameters.map(\.shape))
    }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    let sum =
      upsampling == 1
      ? x.transposedConv2D(weight: weight, bias: bias, stride: stride, padding: padding)
      : x.upsampledTransposedConv2D(
        weight: weight, bias: bias, factor: upsampling, padding: padding)
    return sum.followed(by: activation)
  }
}
