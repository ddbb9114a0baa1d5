import Testing

@testable import Tensors

@Suite("reductions")
struct ReductionTests {
  static let counts = [1, 2, 15, 16, 17, 33, 1200, 4099, 32_768, 32_769, 100_003]

  static let shapes: [Shape] = [
    [1, 1], [5, 3], [200, 6], [6, 200], [17, 16], [16, 17], [3, 4099], [4099, 3], [7000, 5],
    [2, 3, 4], [5, 16, 7], [3, 1, 9], [64, 4, 4, 3], [2, 3, 2, 3, 2, 3], [5, 3000],
  ]

  /// The sums of `x` along `axes` in double precision, and with `combine` any other reduction.
  static func reference(
    _ x: Tensor, along axes: [Int], from start: Double = 0,
    _ combine: (Double, Double) -> Double = { $0 + $1 }
  ) -> [Double] {
    let shape = x.shape
    let sizes = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
    var results = [Double](repeating: start, count: sizes.reduce(1, *))
    for (flat, scalar) in x.scalars.enumerated() {
      var (rest, target, scale) = (flat, 0, 1)
      for axis in (0..<shape.rank).reversed() {
        let index = rest % shape[axis]
        rest /= shape[axis]
        if sizes[axis] > 1 { target += index * scale }
        scale *= sizes[axis]
      }
      results[target] = combine(results[target], Double(scalar))
    }
    return results
  }

  /// Every set of axes of a shape with so many.
  static func subsets(_ rank: Int) -> [[Int]] {
    (0..<1 << rank).map { bits in (0..<rank).filter { bits >> $0 & 1 == 1 } }
  }

  @Test(
    "sums, means, variances and maxima along any axes agree with double precision",
    arguments: shapes)
  func alongAxes(shape: Shape) {
    let x = ElementwiseTests.normal(shape, "x")
    for axes in Self.subsets(shape.rank) where shape.rank < 6 || axes.count % 3 == 0 {
      let sums = Self.reference(x, along: axes)
      let n = Double(shape.scalarCount / sums.count)
      let means = sums.map { $0 / n }
      let squares = Self.reference(x.squared(), along: axes)
      let maxima = Self.reference(x, along: axes, from: -.infinity, Swift.max)

      var kept = shape
      for axis in axes { kept[axis] = 1 }
      #expect(x.sum(along: axes).shape == kept)
      for (index, got) in x.sum(along: axes).scalars.enumerated() {
        #expect(abs(Double(got) - sums[index]) < 1e-6 * n + 1e-12, "sum \(axes) at \(index)")
      }
      for (index, got) in x.mean(along: axes).scalars.enumerated() {
        #expect(abs(Double(got) - means[index]) < 1e-6, "mean \(axes) at \(index)")
      }
      for (index, got) in x.variance(along: axes).scalars.enumerated() {
        let expected = squares[index] / n - means[index] * means[index]
        #expect(abs(Double(got) - expected) < 2e-5, "variance \(axes) at \(index)")
      }
      #expect(x.max(along: axes).scalars.map(Double.init) == maxima, "max \(axes)")
    }
  }

  @Test("the lanes after the last scalar are in no result", arguments: counts)
  func padding(count: Int) {
    // exp turns the zeros there into ones, and 0 is greater than any of these numbers.
    let ones = Tensor.zeros([count]).exp()
    #expect(ones.sum().scalar == Float(count))
    #expect(ones.reshaped(to: [count, 1]).sum(along: [0]).scalar == Float(count))
    #expect(ones.reshaped(to: [1, count]).sum(along: [1]).scalar == Float(count))
    #expect((ones * -3).max().scalar == -3)
    #expect((ones * -3).reshaped(to: [1, count]).max(along: [1]).scalar == -3)
    #expect(abs(ones.mean().scalar - 1) < 1e-7)
    #expect(ones.variance(along: [0]).scalar < 1e-14)
    let halves = Tensor.zeros([count, 2]).sigmoid()
    #expect(halves.sum(along: [0]).scalars == [Float(count) / 2, Float(count) / 2])
    #expect(halves.sum(along: [1]).scalars.allSatisfy { $0 == 1 })
    let threes = Tensor.zeros([3, count]).exp().sum(along: [0])
    #expect(threes.scalars.allSatisfy { $0 == 3 })
  }

  @Test("the greatest scalar is found wherever it is")
  func maximumAnywhere() {
    for count in [1, 15, 16, 17, 50, 40_000] {
      for place in [0, 1, 7, 14, 15, 16, 31, 32_767, 32_768, count - 1] where place < count {
        var scalars = [Float](repeating: -2, count: count)
        scalars[place] = -1
        let x = Tensor(scalars)
        #expect(x.max().scalar == -1)
        #expect(x.reshaped(to: [1, count]).max(along: [1]).scalar == -1)
      }
    }
  }

  @Test("a long sum is accurate: partial sums keep the rounding errors small")
  func longSum() {
    let x = ElementwiseTests.normal([1_000_003], "long") + 1
    let exact = x.scalars.reduce(0.0) { $0 + Double($1) }
    let naive = x.scalars.reduce(Float(0), +)
    let error = abs(Double(x.sum().scalar) - exact) / exact
    #expect(error < 3e-7)
    #expect(abs(Double(naive) - exact) / exact > 10 * error)
  }

  @Test("an axis that is named twice counts once")
  func axisTwice() {
    let x = Tensor(rows: [[1, 2], [3, 6]])
    #expect(x.sum(along: [0, 0]).scalars == [4, 8])
    #expect(x.mean(along: [0, 0]).scalars == [2, 4])
    #expect(x.variance(along: [0, 0]).scalars == [1, 4])
  }

  @Test("what is not a number does not vanish in a reduction")
  func notANumber() {
    for place in [0, 5, 20, 39] {
      var scalars = [Float](repeating: 1, count: 40)
      scalars[place] = .nan
      let x = Tensor(scalars)
      #expect(x.sum().scalar.isNaN)
      #expect(x.max().scalar.isNaN)
      #expect(!x.isFinite)
    }
  }

  @Test("one, two and three threads give the same bits")
  func threads() {
    let x = ElementwiseTests.normal([1_000_003], "x")
    let wide = ElementwiseTests.normal([1001, 1003], "wide")
    let images = ElementwiseTests.normal([60, 32, 32, 12], "images")
    func results() -> [String] {
      [
        x.sum(), x.max(), wide.sum(along: [0]), wide.sum(along: [1]), wide.max(along: [1]),
        images.sum(along: [0, 1, 2]), images.sum(along: [1, 2]),
      ].map { digest(of: [$0]) }
    }
    let one = withThreads(1, results)
    #expect(withThreads(2, results) == one)
    #expect(withThreads(3, results) == one)
  }
}
