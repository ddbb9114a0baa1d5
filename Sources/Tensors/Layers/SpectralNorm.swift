import Preconditions

/// A layer whose weight is divided by its largest singular value: a dense layer then makes no difference
/// between two inputs longer.
///
/// W̄ = W ÷ σ(W) with σ(W) = max ‖M u‖ over ‖u‖ = 1, where M is the weight as a matrix, `[rest, outputs]`.
/// The u that reaches the maximum is found by power iteration, u ← Mᵀ M u ÷ ‖Mᵀ M u‖: one for each call
/// in the training phase, because the weight moves little between two. The gradient passes through σ.
///
/// Of a convolution M has a row for each place of the kernel and each input. That is not the whole map: an
/// input is seen through several patches, so the output may differ by more, up to
/// kernel ÷ stride times as much.
///
/// Cost: a power iteration is two products of the weight and a vector.
/// Miyato, Kataoka, Koyama, Yoshida (2018), Spectral Normalization for Generative Adversarial Networks.
public struct SpectralNorm: Layer {
  private var layer: any Layer
  /// u, `[outputs, 1]`: what the weight lengthens most, as far as is known. A checkpoint needs it.
  public private(set) var direction: Tensor

  /// - Parameters:
  ///   - layer: its first parameter is the weight, the outputs last: `Dense` or `Conv2D`.
  ///   - stream: where the first u comes from.
  public init(_ layer: any Layer, using stream: inout RandomStream) {
    require(
      layer is Dense || layer is Conv2D, "spectral norm: \(type(of: layer)), not Dense or Conv2D")
    self.layer = layer
    let weight = layer.parameters[0].shape
    direction = SpectralNorm.unit(.normal([weight[weight.rank - 1], 1], using: &stream))
  }

  public var parameters: [Tensor] {
    get { layer.parameters }
    set { layer.parameters = newValue }
  }

  public mutating func forEachParameter(_ body: (inout Tensor) -> Void) {
    layer.forEachParameter(body)
  }

  public var averages: [Tensor] {
    get { [direction] }
    set {
      require(
        newValue.map(\.shape) == [direction.shape],
        "spectral norm: averages of shapes \(newValue.map(\.shape)), not \(direction.shape)")
      direction = newValue[0].detached()
    }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (weight, matrix) = (layer.parameters[0], matrix)
    let singularValue = matrix.matmul(direction).squared().sum().squareRoot()
    var divided = layer
    divided.parameters[0] = weight / (singularValue + 1e-12)
    return divided(x)
  }

  public mutating func callAsFunction(_ x: Tensor, phase: Phase) -> Tensor {
    if phase == .training {
      let matrix = matrix.detached()
      direction = SpectralNorm.unit(matrix.matmul(matrix.matmul(direction), transposed: true))
    }
    return self(x)
  }

  private var matrix: Tensor {
    let weight = layer.parameters[0]
    let outputs = weight.shape[weight.rank - 1]
    return weight.reshaped(to: [weight.scalarCount / outputs, outputs])
  }

  private static func unit(_ vector: Tensor) -> Tensor {
    vector / (vector.squared().sum().squareRoot() + 1e-12)
  }
}
