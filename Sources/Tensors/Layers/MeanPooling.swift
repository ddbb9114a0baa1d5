/// The mean of each square of 2 × 2 pixels: `[batch, height, width, channels]`, half as high and wide. Height and
/// width must be even.
public struct MeanPooling: Layer {
  /// It has no settings, and nothing to learn.
  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.sumPooled(by: 2) * 0.25 }
}
