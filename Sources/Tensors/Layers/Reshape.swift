// Layers that give their input another shape.

/// `[batch, …]` to `[batch, features]`: between convolutions and a dense layer.
public struct Flatten: Layer {
  /// It has no settings, and nothing to learn.
  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.flattened() }
}

/// `[batch, …]` to `[batch] + shape`: between a dense layer and convolutions.
public struct Reshape: Layer {
  /// The shape of one sample.
  public let shape: Shape

  /// - Parameter shape: that of one sample, without the batch: `[7, 7, 64]`.
  public init(to shape: Shape) { self.shape = shape }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.reshaped(to: Shape([x.shape[0]] + shape))
  }
}
