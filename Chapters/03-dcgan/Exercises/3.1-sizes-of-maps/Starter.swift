import DCGANExercises

struct Answer: MapSizes {
  /// A convolution with `same` padding.
  func same(_ input: Int, stride: Int) throws -> Int {
    throw NotYetSolved()
  }

  /// A convolution with `padding` zeros on each side.
  func convolved(_ input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
    throw NotYetSolved()
  }

  /// A transposed convolution, whose padding takes pixels away.
  func transposed(_ input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
    throw NotYetSolved()
  }
}
