import Preconditions

/// In the training phase, sets each number to zero with probability `rate`, and divides the others by
/// 1 − rate so that the mean stays; in the inference phase, does nothing.
///
/// Each call draws anew from the layer's own stream, which is part of its state: a checkpoint keeps
/// its position (see ``Layer/streams``), and a resumed run drops the same numbers.
///
/// Srivastava et al. (2014), Dropout: A Simple Way to Prevent Neural Networks from Overfitting.
public struct Dropout: Layer {
  /// The share of numbers that is dropped, from 0 up to, but not including, 1.
  public var rate: Float {
    willSet { require(newValue >= 0 && newValue < 1, "dropout: a rate of \(newValue), not in 0 ..< 1") }
  }
  private var stream: RandomStream

  /// - Parameters:
  ///   - rate: the share of numbers that is dropped, from 0 up to, but not including, 1.
  ///   - stream: where the layer draws from; give each dropout layer one with a name of its own.
  public init(rate: Float, from stream: RandomStream) {
    require(rate >= 0 && rate < 1, "dropout: a rate of \(rate), not in 0 ..< 1")
    self.rate = rate
    self.stream = stream
  }

  public var streams: [RandomStream] {
    get { [stream] }
    set {
      require(newValue.count == 1, "dropout: \(newValue.count) streams, not 1")
      stream = newValue[0]
    }
  }

  public func callAsFunction(_ x: Tensor) -> Tensor { x }

  public mutating func callAsFunction(_ x: Tensor, phase: Phase) -> Tensor {
    if phase == .inference || rate == 0 { return x }
    let drawn = Tensor.uniform(x.shape, using: &stream)
    let mask = drawn.storage.map(
      count: drawn.scalarCount, Mask(threshold: rate, kept: 1 / (1 - rate)))
    return x * Tensor(mask, x.shape)
  }
}

/// 0 below the threshold, else `kept`.
private struct Mask: UnaryFunction {
  let threshold: Float
  let kept: Float

  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    Vector(repeating: kept).replacing(with: Vector.zero, where: x .< Vector(repeating: threshold))
  }
}
