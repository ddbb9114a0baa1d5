import Tensors

/// 3.2: one knob of a transposed convolution, and a pattern that must not be there.
public protocol EvenOverlap: Exercise {
  /// The kernel's height and width, for a stride from 2 on.
  func kernel(stride: Int) throws -> Int
}

extension EvenOverlap {
  /// Puts a map of ones through a transposed convolution whose weights are all 1: each pixel then counts
  /// the weights that reach it.
  func check(_ variant: Variant) throws {
    for stride in [3, 4 + variant.whole("stride", book: 0, below: 4)] {
      try check(stride: stride)
    }
  }

  private func check(stride: Int) throws {
    let kernel = try kernel(stride: stride)
    try expect(
      kernel >= 1 && kernel <= 4 * stride, "the kernel's size has to be from 1 to four strides",
      got: "\(kernel), with a stride of \(stride)")

    // Along one row: what the other direction does is the same.
    let counts = Tensor.ones([1, 1, 16, 1])
      .transposedConv2D(weight: .ones([1, kernel, 1, 1]), stride: stride, padding: .valid).scalars
    // The neighbours of a stride in the middle, far from the border.
    let inner = counts[8 * stride..<9 * stride].map { Int($0) }
    let shownCounts =
      inner.map(String.init).joined(separator: ", ")
      + ", and so on along a row, with a stride of \(stride)"
    let (most, least) = (inner.max() ?? 0, inner.min() ?? 0)
    try expect(
      least > 0, "there are gaps: no weight reaches some pixels, which stay what the bias is",
      expected: "as many weights for each pixel", got: shownCounts)
    try expect(
      most == least,
      "the overlap is uneven: in both directions together \(most * most) to \(least * least)",
      expected: "as many weights for each pixel", got: shownCounts)
    try expect(
      most > 1, "the patches only touch: at their edges nobody sees to it that they fit",
      expected: "two patches at each pixel, in one direction", got: shownCounts)
    try expect(
      most == 2, "it is even, but a smaller kernel would do: this one has more weights than needed",
      expected: "two patches at each pixel, in one direction", got: shownCounts)
  }
}
