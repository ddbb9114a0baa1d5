import Preconditions

/// Brings every feature to mean 0 and variance 1, then scales and shifts it by parameters:
/// y = γ (x − μ) / √(σ² + ε) + β.
///
/// `[batch, features]`, or `[batch, height, width, channels]`, where μ and σ² are taken over batch,
/// height and width. In the training phase they are those of the batch, and the gradient passes
/// through them; the moving averages follow. In the inference phase they are the moving averages, so
/// a sample's output does not depend on the others.
///
/// Ioffe, Szegedy (2015), Batch Normalization: Accelerating Deep Network Training by Reducing Internal
/// Covariate Shift.
public struct BatchNorm: Layer {
  /// γ, `[features]`, 1 to begin with, and for good if the layer does not scale.
  public private(set) var scale: Tensor
  /// β, `[features]`, 0 to begin with.
  public private(set) var shift: Tensor
  /// The moving average of the mean, `[features]`, 0 to begin with.
  public private(set) var averageMean: Tensor
  /// The moving average of the variance, `[features]`, 1 to begin with.
  public private(set) var averageVariance: Tensor
  /// The share that the averages keep of themselves at each batch.
  public let momentum: Float
  /// Added to the variance, so that the division stays finite.
  public let epsilon: Float
  /// Whether γ is a parameter.
  public let scales: Bool

  /// - Parameters:
  ///   - features: the size of the last axis: features, or channels of images.
  ///   - momentum: the share that the averages keep of themselves at each batch. After
  ///     1 / (1 − momentum) batches they have mostly forgotten where they began.
  ///   - epsilon: keeps the division finite where a feature does not vary.
  ///   - scales: whether γ is a parameter. MXNet's `fix_gamma` keeps it at 1, which loses nothing
  ///     before a ReLU and a layer with weights of its own.
  public init(
    features: Int, momentum: Float = 0.9, epsilon: Float = 1e-5, scales: Bool = true
  ) {
    require(
      momentum >= 0 && momentum < 1 && epsilon > 0,
      "batch norm: a momentum of \(momentum) and an epsilon of \(epsilon)")
    scale = scales ? Tensor.ones([features]).tracked() : .ones([features])
    shift = Tensor.zeros([features]).tracked()
    averageMean = .zeros([features])
    averageVariance = .ones([features])
    self.momentum = momentum
    self.epsilon = epsilon
    self.scales = scales
  }

  /// γ, unless it is fixed, and β.
  public var parameters: [Tensor] {
    get { scales ? [scale, shift] : [shift] }
    set {
      let expected = parameters.map(\.shape)
      require(
        newValue.map(\.shape) == expected,
        "batch norm: parameters of shapes \(newValue.map(\.shape)), not \(expected)")
      let tracked = newValue.map { $0.isTracked ? $0 : $0.tracked() }
      if scales { scale = tracked[0] }
      shift = tracked[tracked.count - 1]
    }
  }

  public var averages: [Tensor] {
    get { [averageMean, averageVariance] }
    set {
      require(
        newValue.map(\.shape) == [averageMean.shape, averageVariance.shape],
        "batch norm: averages of shapes \(newValue.map(\.shape)), not two of \(averageMean.shape)")
      averageMean = newValue[0].detached()
      averageVariance = newValue[1].detached()
    }
  }

  /// In the inference phase.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    checkShape(x)
    return (x - averageMean) * (scale / (averageVariance + epsilon).squareRoot()) + shift
  }

  public mutating func callAsFunction(_ x: Tensor, phase: Phase) -> Tensor {
    guard phase == .training else { return self(x) }
    checkShape(x)
    require(
      x.scalarCount > scale.scalarCount,
      "batch norm: a batch of shape \(x.shape) has one value of a feature, and no variance")
    let (result, mean, variance) = x.batchNormalized(scale: scale, shift: shift, epsilon: epsilon)
    averageMean = moved(averageMean, towards: mean)
    averageVariance = moved(averageVariance, towards: variance)
    return result
  }

  private func moved(_ average: Tensor, towards batch: Tensor) -> Tensor {
    average * momentum + batch.reshaped(to: average.shape) * (1 - momentum)
  }

  private func checkShape(_ x: Tensor) {
    require(
      x.rank >= 2 && x.shape[x.rank - 1] == scale.shape[0],
      "batch norm: \(x.shape) into a layer of \(scale.shape[0]) features")
  }
}
