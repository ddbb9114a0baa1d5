import DCGANExercises

struct Answer: MapSizes {
  /// A convolution with `same` padding.
  func same(_ input: Int, stride: Int) throws -> Int {
    (input + stride - 1) / stride
  }

  /// A convolution with `padding` zeros on each side.
  func convolved(_ input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
    (input + 2 * padding - kernel) / stride + 1
  }

  /// A transposed convolution, whose padding takes pixels away.
  func transposed(_ input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
    (input - 1) * stride + kernel - 2 * padding
  }
}
