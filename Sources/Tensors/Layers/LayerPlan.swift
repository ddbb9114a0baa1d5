/// What a layer is, without its numbers: enough to build it again, here or in another library.
///
/// A network that can say its plan is written down once, in the code that builds it: whatever needs a
/// list of its layers, a file of weights, say, has it from there.
public enum LayerPlan: Equatable, Sendable {
  /// A ``Dense``: `[batch, inputs]` to `[batch, outputs]`.
  case dense(inputs: Int, outputs: Int, activation: Activation)
  /// A ``Conv2D``.
  case conv2D(Convolution)
  /// A ``TransposedConv2D``.
  case transposedConv2D(Convolution)
  /// A ``BatchNorm``.
  ///
  /// - Parameter scales: whether it learns a factor, or the factor is 1 for ever.
  case batchNorm(features: Int, momentum: Float, epsilon: Float, scales: Bool)
  /// An ``Activation`` that stands by itself.
  case activation(Activation)
  /// A ``Dropout``; `rate` is the share that is dropped.
  case dropout(rate: Float)
  /// To samples of this shape.
  case reshape([Int])
  /// To one row for each sample.
  case flatten
  /// A ``MeanPooling``: means over 2 × 2 places.
  case meanPooling
  /// An ``Affine``: scale · x + shift.
  case affine(scale: Float, shift: Float)

  /// A convolution, or a transposed one.
  public struct Convolution: Equatable, Sendable {
    /// Channels that come in.
    public var inputs: Int
    /// Channels that come out.
    public var outputs: Int
    /// Height and width of the kernel.
    public var kernel: Int
    /// Pixels from one place of the kernel to the next; of a transposed one, how many pixels come out for one.
    public var stride: Int
    /// What stands around a map; see ``Padding``.
    public var padding: Padding
    /// How many times each pixel is repeated in both directions first; 1 of a plain convolution.
    public var upsampling: Int
    /// Whether a number of its own is added to each channel that comes out.
    public var hasBias: Bool
    /// What follows in the same layer.
    public var activation: Activation

    /// By default one pixel at a time, as many pixels as come in, a bias, and no activation.
    public init(
      inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Padding = .same,
      upsampling: Int = 1, hasBias: Bool = true, activation: Activation = .identity
    ) {
      (self.inputs, self.outputs, self.kernel) = (inputs, outputs, kernel)
      (self.stride, self.padding, self.upsampling) = (stride, padding, upsampling)
      (self.hasBias, self.activation) = (hasBias, activation)
    }
  }

  /// A tensor of a layer: what it is for, and its shape.
  public typealias Part = (role: String, shape: [Int])

  /// ``Layer/parameters`` in their order.
  public var parameters: [Part] {
    switch self {
    case .dense(let inputs, let outputs, _): [("weight", [inputs, outputs]), ("bias", [outputs])]
    case .conv2D(let plan):
      [("weight", [plan.kernel, plan.kernel, plan.inputs, plan.outputs])] + plan.bias
    case .transposedConv2D(let plan):
      [("weight", [plan.kernel, plan.kernel, plan.outputs, plan.inputs])] + plan.bias
    case .batchNorm(let features, _, _, let scales):
      (scales ? [("scale", [features])] : []) + [("shift", [features])]
    case .activation, .dropout, .reshape, .flatten, .meanPooling, .affine: []
    }
  }

  /// ``Layer/averages`` in their order.
  public var averages: [Part] {
    guard case .batchNorm(let features, _, _, _) = self else { return [] }
    return [("mean", [features]), ("variance", [features])]
  }

  /// The layer; every weight is 0, and batch norm as it begins.
  public var layer: any Layer {
    var unused = RandomStream(seed: 0, for: "weights")
    switch self {
    case .dense(let inputs, let outputs, let activation):
      return Dense(
        inputs: inputs, outputs: outputs, activation: activation, weights: .zeros, using: &unused)
    case .conv2D(let plan):
      return Conv2D(
        inputs: plan.inputs, outputs: plan.outputs, kernel: plan.kernel, stride: plan.stride,
        padding: plan.padding, activation: plan.activation, weights: .zeros,
        bias: plan.hasBias ? .zeros : nil, using: &unused)
    case .transposedConv2D(let plan):
      return TransposedConv2D(
        inputs: plan.inputs, outputs: plan.outputs, kernel: plan.kernel, stride: plan.stride,
        padding: plan.padding, upsampling: plan.upsampling, activation: plan.activation,
        weights: .zeros, bias: plan.hasBias ? .zeros : nil, using: &unused)
    case .batchNorm(let features, let momentum, let epsilon, let scales):
      return BatchNorm(features: features, momentum: momentum, epsilon: epsilon, scales: scales)
    case .activation(let activation): return activation
    case .dropout(let rate):
      return Dropout(rate: rate, from: RandomStream(seed: 0, for: "dropout"))
    case .reshape(let shape): return Reshape(to: Shape(shape))
    case .flatten: return Flatten()
    case .meanPooling: return MeanPooling()
    case .affine(let scale, let shift): return Affine(scale: scale, shift: shift)
    }
  }
}

extension LayerPlan.Convolution {
  fileprivate var bias: [LayerPlan.Part] { hasBias ? [("bias", [outputs])] : [] }
}
