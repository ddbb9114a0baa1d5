/// The mean of each square of 2 × 2 pixels: `[batch, height, width, channels]`, half as high and wide.
public struct MeanPooling: Layer {
  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.sumPooled(by: 2) * 0.25 }
}
