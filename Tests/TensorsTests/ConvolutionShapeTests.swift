import Testing

@testable import Tensors

@Suite("sizes and small cases of convolutions")
struct ConvolutionShapeTests {
  /// From the definition in TensorFlow's documentation: the output's size, and the zeros before and
  /// after the input.
  static let same: [(input: Int, kernel: Int, stride: Int, output: Int, before: Int, after: Int)] =
    [
      (28, 5, 1, 28, 2, 2), (28, 5, 2, 14, 1, 2), (14, 5, 2, 7, 1, 2), (7, 5, 2, 4, 2, 2),
      (64, 4, 2, 32, 1, 1), (4, 5, 1, 4, 2, 2), (7, 4, 1, 7, 1, 2), (5, 2, 2, 3, 0, 1),
      (6, 3, 2, 3, 0, 1), (5, 3, 2, 3, 1, 1), (10, 3, 3, 4, 1, 1), (7, 1, 2, 4, 0, 0),
      (9, 2, 3, 3, 0, 0), (2, 5, 2, 1, 1, 2), (1, 4, 2, 1, 1, 2),
    ]

  @Test("same padding is TensorFlow's: the odd zero comes after the input", arguments: same.indices)
  func samePadding(index: Int) throws {
    let row = Self.same[index]
    let axis = try #require(
      ConvolutionAxis(input: row.input, kernel: row.kernel, stride: row.stride, padding: .same))
    #expect(axis.output == row.output)
    #expect(axis.before == row.before)
    #expect((axis.output - 1) * row.stride + row.kernel - row.input - axis.before <= row.after)
    // A kernel of ones counts the pixels under it: zeros on either side are missing.
    let x = Tensor.ones([1, row.input, 1, 1])
    let counts = x.conv2D(weight: .ones([row.kernel, 1, 1, 1]), stride: row.stride).scalars
    let padded = x.padded(before: row.before, after: row.after, along: 1)
    let expected = padded.conv2D(
      weight: .ones([row.kernel, 1, 1, 1]), stride: row.stride, padding: .valid)
    #expect(counts == expected.scalars)
  }

  @Test("valid and explicit padding give the textbook's sizes, and transposed ones undo them")
  func sizes() {
    func size(_ input: Int, _ kernel: Int, _ stride: Int, _ padding: Padding) -> [Int] {
      let x = Tensor.zeros([1, input, input, 1])
      let w = Tensor.zeros([kernel, kernel, 1, 1])
      return [
        x.conv2D(weight: w, stride: stride, padding: padding).shape[1],
        x.transposedConv2D(weight: w, stride: stride, padding: padding).shape[2],
      ]
    }
    #expect(size(64, 4, 2, .explicit(1)) == [32, 128])
    #expect(size(4, 4, 1, .valid) == [1, 7])
    #expect(size(7, 3, 2, .valid) == [3, 15])
    #expect(size(8, 3, 2, .valid) == [3, 17])
    #expect(size(8, 5, 1, .explicit(2)) == [8, 8])
    #expect(size(7, 4, 2, .same) == [4, 14])
    #expect(size(5, 2, 3, .same) == [2, 15])
    #expect(size(2, 1, 1, .explicit(0)) == [2, 2])
  }

  /// A case small enough to check with a pencil. Digits show where each number came from.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let image: (Shape, [Float])
    let weight: (Shape, [Float])
    var bias: [Float] = []
    var stride = 1
    var padding = Padding.same
    var isTransposed = false
    let expected: (Shape, [Float])
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a kernel of two looks at a pixel and the next, and the last has none",
      image: ([1, 1, 4, 1], [1, 2, 3, 4]), weight: ([1, 2, 1, 1], [1, 10]),
      expected: ([1, 1, 4, 1], [21, 32, 43, 4])),
    Case(
      name: "the kernel is not flipped",
      image: ([1, 1, 3, 1], [1, 2, 3]), weight: ([1, 3, 1, 1], [100, 10, 1]),
      expected: ([1, 1, 3, 1], [12, 123, 230])),
    Case(
      name: "with stride 2 the one zero is on the right",
      image: ([1, 1, 4, 1], [1, 2, 3, 4]), weight: ([1, 3, 1, 1], [100, 10, 1]), stride: 2,
      expected: ([1, 1, 2, 1], [123, 340])),
    Case(
      name: "rows, then columns, and no padding",
      image: ([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      weight: ([2, 2, 1, 1], [1, 10, 100, 1000]), padding: .valid,
      expected: ([1, 2, 2, 1], [5421, 6532, 8754, 9865])),
    Case(
      name: "zeros on all four sides leave a corner each",
      image: ([1, 2, 2, 1], [1, 2, 3, 4]), weight: ([2, 2, 1, 1], [1, 10, 100, 1000]), stride: 2,
      padding: .explicit(1), expected: ([1, 2, 2, 1], [1000, 200, 30, 4])),
    Case(
      name: "two channels to two, and a bias",
      image: ([1, 1, 1, 2], [3, 5]), weight: ([1, 1, 2, 2], [1, 2, 10, 20]), bias: [0.5, -1],
      expected: ([1, 1, 1, 2], [53.5, 105])),
    Case(
      name: "two images keep apart",
      image: ([2, 1, 2, 1], [1, 2, 3, 4]), weight: ([1, 2, 1, 1], [1, 10]),
      expected: ([2, 1, 2, 1], [21, 2, 43, 4])),
    Case(
      name: "transposed with stride 2, every pixel becomes the kernel; row 2 is reached by none",
      image: ([1, 1, 3, 1], [1, 2, 3]), weight: ([1, 2, 1, 1], [1, 10]), stride: 2,
      isTransposed: true,
      expected: ([1, 2, 6, 1], [1, 10, 2, 20, 3, 30, 0, 0, 0, 0, 0, 0])),
    Case(
      name: "transposed kernels that overlap are added",
      image: ([1, 1, 2, 1], [1, 2]), weight: ([1, 2, 1, 1], [1, 10]), padding: .valid,
      isTransposed: true, expected: ([1, 1, 3, 1], [1, 12, 20])),
    Case(
      name: "transposed, what falls on the zeros on the right is lost",
      image: ([1, 1, 2, 1], [1, 2]), weight: ([1, 3, 1, 1], [1, 10, 100]), bias: [0.5], stride: 2,
      isTransposed: true,
      expected: ([1, 2, 4, 1], [1.5, 10.5, 102.5, 20.5, 0.5, 0.5, 0.5, 0.5])),
    Case(
      name: "transposed, explicit zeros take the border away",
      image: ([1, 1, 1, 1], [2]), weight: ([3, 3, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      padding: .explicit(1), isTransposed: true, expected: ([1, 1, 1, 1], [10])),
    Case(
      name: "a transposed weight has its outputs before its inputs",
      image: ([1, 1, 1, 2], [3, 5]), weight: ([1, 1, 3, 2], [1, 10, 2, 20, 4, 40]),
      isTransposed: true, expected: ([1, 1, 1, 3], [53, 106, 212])),
  ]

  @Test("cases worked out by hand", arguments: cases)
  func byHand(_ row: Case) {
    let x = Tensor(shape: row.image.0, scalars: row.image.1)
    let w = Tensor(shape: row.weight.0, scalars: row.weight.1)
    let bias = row.bias.isEmpty ? nil : Tensor(row.bias)
    let y =
      row.isTransposed
      ? x.transposedConv2D(weight: w, bias: bias, stride: row.stride, padding: row.padding)
      : x.conv2D(weight: w, bias: bias, stride: row.stride, padding: row.padding)
    #expect(y.shape == row.expected.0)
    #expect(y.scalars == row.expected.1)
  }
}
