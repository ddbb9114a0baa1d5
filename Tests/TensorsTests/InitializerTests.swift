import Testing

@testable import Tensors

/// Bands are four standard errors: left by chance in 6 of 100,000 seeds.
@Suite("Initialisers") struct InitializerTests {
  struct Fans: Sendable, CustomTestStringConvertible {
    let shape: Shape
    let fanIn: Float
    let fanOut: Float
    var testDescription: String { "\(shape)" }
  }
  /// For a convolution `[height, width, inputs, outputs]` the patch of 25 counts in both.
  static let fans = [
    Fans(shape: [100, 256], fanIn: 100, fanOut: 256),
    Fans(shape: [5, 5, 64, 128], fanIn: 1600, fanOut: 3200),
  ]

  @Test("Glorot's weights are uniform in ±√(6 / (fanIn + fanOut))", arguments: fans)
  func glorot(_ fans: Fans) {
    let got = sample(.glorotUniform, fans.shape)
    let limit = (6 / (fans.fanIn + fans.fanOut)).squareRoot()
    let greatest = got.reduce(0) { max($0, abs($1)) }
    #expect(greatest <= limit)
    // 25,600 numbers all miss the last thousandth with a chance of 8e-12.
    #expect(greatest > 0.999 * limit)
    let statistics = SampleStatistics(got)
    let variance = Double(2 / (fans.fanIn + fans.fanOut))
    let root = statistics.count.squareRoot()
    #expect(abs(statistics.mean) < 4 * variance.squareRoot() / root)
    // The kurtosis of a uniform number is 1.8.
    #expect(abs(statistics.variance - variance) < 4 * variance * 0.8.squareRoot() / root)
  }

  @Test("He's weights are normal with variance 2 / fanIn", arguments: fans)
  func he(_ fans: Fans) {
    expectNormal(sample(.heNormal, fans.shape), variance: Double(2 / fans.fanIn))
  }

  @Test("scaled weights have the variance gain / fanIn", arguments: fans)
  func scaled(_ fans: Fans) {
    expectNormal(sample(.varianceScaling(0.5), fans.shape), variance: Double(0.5 / fans.fanIn))
  }

  @Test(
    "a transposed convolution that begins with its true fan-in keeps the variance; with its adjoint's not",
    arguments: [(kernel: 4, stride: 2, factor: Float(0.5)), (kernel: 5, stride: 1, factor: 2)])
  func transposed(kernel: Int, stride: Int, factor: Float) {
    var stream = RandomStream(seed: 3, for: "weights")
    let x = Tensor.normal([16, 12, 12, 32], using: &stream)
    func variance(_ weights: Initializer) -> Float {
      let layer = TransposedConv2D(
        inputs: 32, outputs: 16, kernel: kernel, stride: stride, weights: weights, using: &stream)
      // The border has fewer inputs.
      let inside = 3..<12 * stride - 3
      return layer(x).slice(inside, along: 1).slice(inside, along: 2).squared().mean().scalar
    }
    // Of 800 weights to an output and 16 outputs, the variance itself varies by some 3 %.
    #expect(abs(variance(.transposedVarianceScaling(1, stride: stride)) - 1) < 0.12)
    #expect(abs(variance(.varianceScaling(1)) - factor) < 0.12 * factor)
  }

  @Test("normal weights have the standard deviation that is asked for")
  func normal() {
    expectNormal(sample(.normal(standardDeviation: 0.02), [100, 256]), variance: 0.0004)
  }

  @Test("truncated normal weights end at two standard deviations")
  func truncatedNormal() {
    let got = sample(.truncatedNormal(standardDeviation: 0.02), [100, 256])
    let greatest = got.reduce(0) { max($0, abs($1)) }
    #expect(greatest <= 0.04 && greatest > 0.039)
  }

  @Test("constants are constant, and zero is 0")
  func constants() {
    #expect(sample(.constant(0.25), [3, 2]) == [Float](repeating: 0.25, count: 6))
    #expect(sample(.zeros, [5]) == [Float](repeating: 0, count: 5))
  }

  @Test("a vector of weights has as many inputs as outputs: itself")
  func vectors() {
    let got = sample(.glorotUniform, [4096])
    let limit = (6 / Float(8192)).squareRoot()
    let greatest = got.reduce(0) { max($0, abs($1)) }
    #expect(greatest <= limit && greatest > 0.99 * limit)
  }

  private func expectNormal(
    _ got: [Float], variance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let statistics = SampleStatistics(got)
    let root = statistics.count.squareRoot()
    #expect(
      abs(statistics.mean) < 4 * variance.squareRoot() / root, sourceLocation: sourceLocation)
    #expect(
      abs(statistics.variance - variance) < 4 * variance * 2.0.squareRoot() / root,
      sourceLocation: sourceLocation)
    #expect(
      abs(statistics.kurtosis - 3) < 4 * 24.0.squareRoot() / root, sourceLocation: sourceLocation)
  }

  /// At most 2¹⁶ of the weights: every one of them takes a debug build too long.
  private func sample(_ initializer: Initializer, _ shape: Shape) -> [Float] {
    var stream = RandomStream(seed: 1, for: "weights")
    return initializer(shape, using: &stream).withUnsafeScalars { Array($0.prefix(1 << 16)) }
  }
}
