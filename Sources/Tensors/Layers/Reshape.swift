import Preconditions

// Layers without parameters that give their input another shape.

/// `[batch, …]` to `[batch, features]`: between convolutions and a dense layer.
public struct Flatten: Layer {
  public init() {}

  public var parameters: [Tensor] {
    get { [] }
    set { checkNoParameters(newValue, "flatten") }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor { x.flattened() }
}

/// `[batch, …]` to `[batch] + shape`: between a dense layer and convolutions.
public struct Reshape: Layer {
  /// The shape of one sample.
  public let shape: Shape

  public init(to shape: Shape) { self.shape = shape }

  public var parameters: [Tensor] {
    get { [] }
    set { checkNoParameters(newValue, "reshape") }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.reshaped(to: Shape([x.shape[0]] + shape))
  }
}

/// Images made larger by repeating each pixel `factor` times in both directions:
/// `[batch, height, width, channels]` to `[batch, factor · height, factor · width, channels]`.
public struct Upsampling2D: Layer {
  public let factor: Int

  public init(by factor: Int = 2) { self.factor = factor }

  public var parameters: [Tensor] {
    get { [] }
    set { checkNoParameters(newValue, "upsampling") }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor { x.upsampled(by: factor) }
}

func checkNoParameters(_ parameters: [Tensor], _ name: String) {
  require(parameters.isEmpty, "\(name): \(parameters.count) parameters for a layer that has none")
}
