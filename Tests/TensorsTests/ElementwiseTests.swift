import Testing

@testable import Tensors

@Suite("elementwise operations")
struct ElementwiseTests {
  /// One vector and less, several, more than a small buffer, several parts; few multiples of 16.
  static let counts = [1, 5, 15, 16, 17, 1200, 4099, 100_003]

  static func normal(_ shape: Shape, _ name: String) -> Tensor {
    var stream = RandomStream(seed: 8, for: name)
    return .normal(shape, using: &stream)
  }

  /// Expects the bits of `expected`, and says where they differ.
  static func expectBits(
    _ got: Tensor, _ expected: [Float], _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let scalars = got.scalars
    guard scalars.count == expected.count else {
      Issue.record(
        "\(name): \(scalars.count) scalars, not \(expected.count)", sourceLocation: sourceLocation)
      return
    }
    for index in scalars.indices where scalars[index].bitPattern != expected[index].bitPattern {
      Issue.record(
        "\(name) \(got.shape) at \(index): expected \(expected[index]), got \(scalars[index])",
        sourceLocation: sourceLocation)
      return
    }
  }

  @Test("binary operations are those of Float, scalar by scalar", arguments: counts)
  func binary(count: Int) {
    let (a, b) = (Self.normal([count], "a"), Self.normal([count], "b"))
    let (x, y) = (a.scalars, b.scalars)
    Self.expectBits(a + b, zip(x, y).map(+), "+")
    Self.expectBits(a - b, zip(x, y).map(-), "−")
    Self.expectBits(a * b, zip(x, y).map(*), "×")
    Self.expectBits(a / b, zip(x, y).map(/), "÷")
    var c = a
    c += b
    c *= b
    c -= a
    Self.expectBits(c, zip(x, y).map { ($0 + $1) * $1 - $0 }, "assignments")
  }

  @Test("operations with one number are those of Float", arguments: counts)
  func withNumber(count: Int) {
    let a = Self.normal([count], "a")
    let x = a.scalars
    Self.expectBits(a + 0.3, x.map { $0 + 0.3 }, "x + c")
    Self.expectBits(0.3 + a, x.map { $0 + 0.3 }, "c + x")
    Self.expectBits(a - 0.3, x.map { $0 - 0.3 }, "x − c")
    Self.expectBits(0.3 - a, x.map { 0.3 - $0 }, "c − x")
    Self.expectBits(a * 0.3, x.map { $0 * 0.3 }, "x × c")
    Self.expectBits(0.3 * a, x.map { $0 * 0.3 }, "c × x")
    Self.expectBits(a / 0.3, x.map { $0 / 0.3 }, "x ÷ c")
    Self.expectBits(0.3 / a, x.map { 0.3 / $0 }, "c ÷ x")
    Self.expectBits(-a, x.map { -$0 }, "−x")
  }

  @Test("functions that need no polynomial are exact", arguments: counts)
  func unary(count: Int) {
    let a = Self.normal([count], "a")
    let x = a.scalars
    Self.expectBits(a.squared(), x.map { $0 * $0 }, "squared")
    Self.expectBits(a.absoluteValue(), x.map(\.magnitude), "absoluteValue")
    Self.expectBits(a.absoluteValue().squareRoot(), x.map { abs($0).squareRoot() }, "squareRoot")
    Self.expectBits(a.relu(), x.map { $0 > 0 ? $0 : 0 }, "relu")
    Self.expectBits(a.leakyReLU(slope: 0.1), x.map { $0 > 0 ? $0 : $0 * 0.1 }, "leakyReLU")
    Self.expectBits(a.clipped(to: -0.5...1), x.map { min(max($0, -0.5), 1) }, "clipped")
  }

  @Test("at the edges of the numbers")
  func edges() {
    let edges: [Float] = [-.infinity, -1, -0.0, 0, 1, .infinity, .nan]
    let x = Tensor(edges)
    Self.expectBits(x.relu(), [0, 0, 0, 0, 1, .infinity, .nan], "relu")
    Self.expectBits(
      x.leakyReLU(slope: 0.5), [-.infinity, -0.5, -0.0, 0, 1, .infinity, .nan], "leakyReLU")
    Self.expectBits(x.clipped(to: -2...2), [-2, -1, -0.0, 0, 1, 2, .nan], "clipped")
    Self.expectBits(x.absoluteValue(), [.infinity, 1, 0, 0, 1, .infinity, .nan], "absoluteValue")
    let point = x.tracked()
    let slope = gradients(of: point.absoluteValue().sum(), withRespectTo: [point])[0]
    Self.expectBits(slope, [-1, -1, 0, 0, 1, 1, .nan], "the slope of absoluteValue")
    #expect((-x).scalars[..<6] == [.infinity, 1, 0, 0, -1, -.infinity])
  }

  @Test(
    "operands stretch along the axes where they have the size 1, or none",
    arguments: [
      ([200, 6], [6]), ([200, 6], [1, 6]), ([6], [200, 6]), ([200, 6], []), ([], [200, 6]),
      ([200, 6], [200, 1]), ([1, 6], [200, 1]), ([4, 5, 6], [5, 6]), ([4, 5, 6], [6]),
      ([4, 5, 6], [4, 1, 6]), ([4, 5, 6], [4, 1, 1]), ([4, 1, 6], [5, 1]), ([9, 24], [24]),
      ([64, 48], [48]), ([3, 5], [5]), ([40, 17], [17]), ([1], [1, 1]), ([33, 1], [1]),
      ([500, 7, 16], [7, 16]), ([2, 3, 2, 3, 2, 3], [3, 1, 3, 1, 3]), ([700, 100], [100]),
    ] as [(Shape, Shape)])
  func broadcasting(_ left: Shape, _ right: Shape) throws {
    let (a, b) = (Self.normal(left, "a"), Self.normal(right, "b"))
    let shape = try #require(left.broadcast(with: right))
    let (x, y) = (Self.stretched(a, to: shape), Self.stretched(b, to: shape))
    #expect((a - b).shape == shape)
    Self.expectBits(a + b, zip(x, y).map(+), "+")
    Self.expectBits(a - b, zip(x, y).map(-), "−")
    Self.expectBits(a * b, zip(x, y).map(*), "×")
    Self.expectBits(a / b, zip(x, y).map(/), "÷")
    Self.expectBits(a.broadcast(to: shape), x, "broadcast")
  }

  /// The scalars of `tensor` stretched to `shape`, an index at a time.
  static func stretched(_ tensor: Tensor, to shape: Shape) -> [Float] {
    let scalars = tensor.scalars
    let sizes = Array(repeating: 1, count: shape.rank - tensor.rank) + Array(tensor.shape)
    return (0..<shape.scalarCount).map { flat in
      var (rest, source, scale) = (flat, 0, 1)
      for axis in (0..<shape.rank).reversed() {
        let index = rest % shape[axis]
        rest /= shape[axis]
        if sizes[axis] > 1 { source += index * scale }
        scale *= sizes[axis]
      }
      return scalars[source]
    }
  }

  @Test("one, two and three threads give the same bits")
  func threads() {
    let a = Self.normal([1_000_003], "a")
    let row = Self.normal([1000, 1000], "row")
    func results() -> [String] {
      [digest(of: [a.exp()]), digest(of: [a * a]), digest(of: [row + row.slice(0..<1)])]
    }
    let one = withThreads(1, results)
    #expect(withThreads(2, results) == one)
    #expect(withThreads(3, results) == one)
  }
}
