import Tensors

/// The numbers that stand for black and white: the range of the generator's last activation.
public enum PixelRange: Sendable {
  /// −1 … 1, for a generator that ends in tanh: (v − 127.5) / 127.5.
  case symmetric
  /// 0 … 1, for a generator that ends in a sigmoid: v / 255.
  case unit

  /// Writes the numbers for `levels`. Each is rounded once: v − 127.5 is exact.
  func scale(
    _ levels: UnsafeBufferPointer<UInt8>, into scalars: UnsafeMutableBufferPointer<Float>
  ) {
    let (center, scale): (Float, Float) = self == .symmetric ? (127.5, 127.5) : (0, 255)
    guard let source = levels.baseAddress, let target = scalars.baseAddress else { return }
    for index in 0..<levels.count { target[index] = (Float(source[index]) - center) / scale }
  }

  /// The levels for a tensor of numbers in this range, to the nearest, in the order of the tensor.
  ///
  /// What lies beyond the range becomes black or white, and so does what is no number: black.
  public func levels(of tensor: Tensor) -> [UInt8] {
    let (center, scale): (Float, Float) = self == .symmetric ? (127.5, 127.5) : (0, 255)
    return tensor.withUnsafeScalars { scalars in
      scalars.map { scalar in
        let level = center.addingProduct(scalar, scale)
        return level > 0 ? UInt8(min(level, 255).rounded()) : 0
      }
    }
  }
}
