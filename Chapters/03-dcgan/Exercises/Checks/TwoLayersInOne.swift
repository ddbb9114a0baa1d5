import Tensors

/// 3.3: repeating pixels and convolving after is a transposed convolution of its own.
public protocol TwoLayersInOne: Exercise {
  /// The weight of the one transposed convolution with stride 2 that does what these two do: repeat each
  /// pixel (2 × 2), then a transposed convolution with stride 1 and `weight`. Nothing is padded.
  ///
  /// - Parameter weight: `[k, k, outputs, inputs]`.
  /// - Returns: `[k + 1, k + 1, outputs, inputs]`.
  func combined(_ weight: Tensor) throws -> Tensor
}

extension TwoLayersInOne {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "weights")
    let k = 3 + 2 * variant.whole("kernel", book: 0, below: 2)
    let weight = Tensor.normal([k, k, 2, 3], using: &stream)
    let one = try combined(weight)
    try expect(
      one.shape == [k + 1, k + 1, 2, 3],
      "the one kernel is larger by 1: what reaches a pixel's last copy has to fit in",
      expected: "the shape \([k + 1, k + 1, 2, 3] as Shape)", got: "\(one.shape)")

    let x = Tensor.normal([2, 4, 4, 3], using: &stream)
    func up(_ weight: Tensor) -> Tensor {
      x.transposedConv2D(weight: weight, stride: 2, padding: .valid)
    }
    let both = x.upsampled(by: 2).transposedConv2D(weight: weight, padding: .valid)
    // The kernel, moved down by `row` and to the right by `column`.
    func moved(_ row: Int, _ column: Int) -> Tensor {
      weight.padded(before: row, after: 1 - row, along: 0)
        .padded(before: column, after: 1 - column, along: 1)
    }
    let all = moved(0, 0) + moved(0, 1) + moved(1, 0) + moved(1, 1)
    try expect(
      "the map", up(one), near: both, within: 1e-3,
      mistakes: [
        "this is one copy of each pixel and zeros for the other three": up(moved(0, 0)),
        "copies to the right and below are there, and the one across is missing":
          up(all - moved(1, 1)),
        "two of the four copies are there: the pixel is repeated along the diagonal alone":
          up(moved(0, 0) + moved(1, 1)),
        "pixels are repeated along one direction alone": up(moved(0, 0) + moved(1, 0)),
        "pixels are repeated along the other direction alone": up(moved(0, 0) + moved(0, 1)),
        "repeating gives four whole copies of a pixel, and this gives four quarters": up(all / 4),
      ])
  }
}
