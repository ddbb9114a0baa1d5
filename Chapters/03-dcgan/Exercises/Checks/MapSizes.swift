import Tensors

/// 3.1: how large is a map after a convolution, and after a transposed one?
///
/// Sizes are the height of a map, which is as wide as it is high.
public protocol MapSizes: Exercise {
  /// After a convolution with `same` padding.
  func same(_ input: Int, stride: Int) throws -> Int

  /// After a convolution with `padding` zeros on each side.
  func convolved(_ input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int

  /// After a transposed convolution; its padding takes so many pixels away on each side.
  func transposed(_ input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int
}

extension MapSizes {
  /// Puts maps through the operations themselves and looks how large they come out.
  func check(_ variant: Variant) throws {
    let n = 7 + variant.whole("size", book: 0, below: 20)
    func measured(_ operation: (Tensor) -> Tensor, _ input: Int) -> Int {
      operation(.ones([1, input, input, 1])).shape[1]
    }
    func kernel(_ size: Int) -> Tensor { .ones([size, size, 1, 1]) }

    // The way down of keras28, then a size of the variant's own.
    for (input, stride) in [(28, 2), (14, 2), (7, 2), (n, 3)] {
      try expectSize(
        "\(input) after stride \(stride), same", try same(input, stride: stride),
        measured({ $0.conv2D(weight: kernel(5), stride: stride) }, input),
        mistakes: [
          "same padding rounds up: the last step may hang over the edge": input / stride,
          "this is the size without padding": (input - 5) / stride + 1,
        ])
    }

    // First cases in which every mistake gives another number, then the layers of mxnet64.
    for (input, k, stride, padding) in [
      (n, 5, 1, 2), (28, 5, 2, 0), (64, 4, 2, 1), (32, 4, 2, 1), (4, 4, 1, 0), (n, 3, 3, 1),
    ] {
      try expectSize(
        "\(input) after kernel \(k), stride \(stride), padding \(padding)",
        try convolved(input, kernel: k, stride: stride, padding: padding),
        measured(
          { $0.conv2D(weight: kernel(k), stride: stride, padding: .explicit(padding)) }, input),
        mistakes: [
          "there is one place more than steps: add 1": (input + 2 * padding - k) / stride,
          "the padding is missing": (input - k) / stride + 1,
          "the padding is on both sides: it counts twice": (input + padding - k) / stride + 1,
        ])
    }
    for (input, k, stride, padding) in [(n, 6, 3, 1), (1, 4, 1, 0), (4, 4, 2, 1), (n, 5, 1, 2)] {
      let spread = (input - 1) * stride + k
      try expectSize(
        "\(input) after a transposed kernel \(k), stride \(stride), padding \(padding)",
        try transposed(input, kernel: k, stride: stride, padding: padding),
        measured(
          { $0.transposedConv2D(weight: kernel(k), stride: stride, padding: .explicit(padding)) },
          input),
        mistakes: [
          "between the first and the last patch there are input − 1 steps": spread + stride
            - 2 * padding,
          "a transposed convolution's padding takes pixels away": spread + 2 * padding,
          "the padding is missing": spread,
          "the padding is on both sides: it counts twice": spread - padding,
          "input times stride is the size of `same` alone": input * stride,
        ])
    }
  }
}

private func expectSize(
  _ what: String, _ got: Int, _ expected: Int, mistakes: KeyValuePairs<String, Int>
) throws {
  if got == expected { return }
  let mistake = mistakes.first { $0.value == got }
  throw Wrong(
    mistake?.key ?? "the size of \(what) is not right", expected: "\(expected) (\(what))",
    got: "\(got)")
}
