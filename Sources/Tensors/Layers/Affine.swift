/// The same straight line for every number: y = scale · x + shift. Nothing in it is learnt.
///
/// A generator of numbers that ends in tanh reaches ±1; behind it a scale of 5 makes that ±5.
public struct Affine: Layer {
  /// The factor.
  public let scale: Float
  /// What is added.
  public let shift: Float

  /// By default it changes nothing.
  public init(scale: Float = 1, shift: Float = 0) {
    (self.scale, self.shift) = (scale, shift)
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    let scaled = scale == 1 ? x : scale * x
    return shift == 0 ? scaled : scaled + shift
  }
}
