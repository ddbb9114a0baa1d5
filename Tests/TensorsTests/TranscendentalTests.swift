import Foundation
import Testing

@testable import Tensors

/// One of our functions, what it approximates, and how far it may be from that.
struct Approximation: Sendable, CustomTestStringConvertible {
  let name: String
  let function: @Sendable (Tensor) -> Tensor
  /// In double precision, whose own errors are 2²⁹ times smaller.
  let exact: @Sendable (Double) -> Double
  /// In units in the last place: the greatest error over all float32 numbers, rounded up.
  let bound: Double
  /// The arguments to which the bound applies.
  var domain: ClosedRange<Float> = -.infinity...(.infinity)

  var testDescription: String { name }

  static let all = [
    Approximation(name: "exp", function: { $0.exp() }, exact: { Foundation.exp($0) }, bound: 1.04),
    Approximation(
      name: "log", function: { $0.log() }, exact: { Foundation.log($0) }, bound: 0.95,
      domain: .leastNormalMagnitude...(.infinity)),
    Approximation(
      name: "tanh", function: { $0.tanh() }, exact: { Foundation.tanh($0) }, bound: 2.57),
    Approximation(
      name: "sigmoid", function: { $0.sigmoid() }, exact: { 1 / (1 + Foundation.exp(-$0)) },
      bound: 2.49),
    Approximation(
      name: "softplus", function: { $0.softplus() },
      exact: { Swift.max($0, 0) + log1p(Foundation.exp(-abs($0))) }, bound: 1.83),
    Approximation(
      name: "square root", function: { $0.squareRoot() }, exact: { $0.squareRoot() }, bound: 0.51,
      domain: 0x1p-102...(.infinity)),
    Approximation(
      name: "square root of the least", function: { $0.squareRoot() },
      exact: { $0.squareRoot() }, bound: 0.75, domain: .leastNormalMagnitude...0x1p-102),
  ]

  /// The distance of `got` from the truth at `x`, in units in the last place of the truth. Below the
  /// normal numbers our functions may round to 0, and the unit there is the least normal number.
  func error(of got: Float, at x: Float) -> Double {
    let truth = exact(Double(x))
    let rounded = Float(truth)
    if !rounded.isFinite || !got.isFinite { return got == rounded ? 0 : .infinity }
    let unit =
      abs(truth) < Double(Float.leastNormalMagnitude)
      ? Float.leastNormalMagnitude : rounded.ulp
    return abs(Double(got) - truth) / Double(unit)
  }
}

@Suite("exp, log and their kin")
struct TranscendentalTests {
  /// Every `step`-th of all float32 numbers in `domain`, ascending.
  static func samples(of domain: ClosedRange<Float>, step: UInt32) -> [Float] {
    let magnitudes = stride(from: UInt32(0), through: Float.infinity.bitPattern, by: Int(step))
      .map { Float(bitPattern: $0) }
    return (magnitudes.reversed().map { -$0 } + magnitudes).filter { domain.contains($0) }
  }

  @Test(
    "is within its bound of the truth, all over the float32 numbers", arguments: Approximation.all)
  func accuracy(_ approximation: Approximation) {
    let x = Self.samples(of: approximation.domain, step: 1999)
    let y = approximation.function(Tensor(x)).scalars
    var (worst, place) = (0.0, 0)
    for index in x.indices {
      let error = approximation.error(of: y[index], at: x[index])
      if error > worst { (worst, place) = (error, index) }
    }
    #expect(
      worst <= approximation.bound,
      "\(approximation.name)(\(x[place])) is \(y[place]), off by \(worst) ulp")
    // A bound that is far too wide says nothing.
    #expect(worst > 0.5 * approximation.bound)
  }

  @Test("rises with its argument, but for rounding", arguments: Approximation.all)
  func monotone(_ approximation: Approximation) {
    let x = Self.samples(of: approximation.domain, step: 9973)
    let y = approximation.function(Tensor(x)).scalars
    for index in 1..<y.count where y[index] < y[index - 1].nextDown.nextDown {
      Issue.record(
        "\(approximation.name): \(x[index - 1]) → \(y[index - 1]), \(x[index]) → \(y[index])")
      return
    }
  }

  @Test("NaN goes through", arguments: Approximation.all)
  func notANumber(_ approximation: Approximation) {
    let x = Tensor([.nan, 1, -.nan, .signalingNaN])
    #expect(approximation.function(x).scalars.map(\.isNaN) == [true, false, true, true])
  }

  /// The bits of f at each of the arguments.
  private func expectValues(
    _ name: String, _ f: (Tensor) -> Tensor, _ values: KeyValuePairs<Float, Float>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let got = f(Tensor(values.map(\.key))).scalars
    for ((x, expected), y) in zip(values, got) {
      #expect(
        y.bitPattern == expected.bitPattern, "\(name)(\(x)) = \(y), not \(expected)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("at zeros, infinities, subnormal numbers and ±100 the values are these")
  func edges() {
    let least = Float.leastNonzeroMagnitude
    let infinity = Float.infinity
    expectValues(
      "exp", { $0.exp() },
      [
        0: 1, -0.0: 1, infinity: infinity, -infinity: 0, 100: infinity, -100: 0, least: 1,
        88.72284: infinity, -87.33655: 0, 1e38: infinity, -1e38: 0,
      ])
    expectValues(
      "log", { $0.log() },
      [1: 0, 0: -infinity, -0.0: -infinity, infinity: infinity, least: -infinity])
    #expect(Tensor([-1, -least, -infinity]).log().scalars.map(\.isNaN) == [true, true, true])
    expectValues(
      "tanh", { $0.tanh() },
      [
        0: 0, -0.0: -0.0, infinity: 1, -infinity: -1, 100: 1, -100: -1, least: least,
        -0x1p-130: -0x1p-130, 9.02: 1, -9.1: -1,
      ])
    expectValues(
      "sigmoid", { $0.sigmoid() },
      [0: 0.5, -0.0: 0.5, infinity: 1, -infinity: 0, 100: 1, -100: 0, least: 0.5])
    expectValues(
      "softplus", { $0.softplus() },
      [infinity: infinity, -infinity: 0, 100: 100, -100: 0, 1e38: 1e38, -1e38: 0])
  }

  @Test("around the clamps of exp and tanh the values are still right")
  func clamps() {
    for (approximation, center) in [
      (Approximation.all[0], Float(88.72283)), (Approximation.all[0], -87.33654),
      (Approximation.all[2], 9.0199), (Approximation.all[3], 88), (Approximation.all[3], -88),
      (Approximation.all[4], -87.3), (Approximation.all[4], 17),
    ] {
      let bits = center.bitPattern
      let x = (bits - 500..<bits + 500).map { Float(bitPattern: $0) }
      let y = approximation.function(Tensor(x)).scalars
      let worst = x.indices.map { approximation.error(of: y[$0], at: x[$0]) }.max() ?? 0
      #expect(worst <= approximation.bound, "\(approximation.name) near \(center)")
    }
  }

  @Test("beside the least normal number the square root is at its worst")
  func leastRoots() {
    let root = Approximation.all[6]
    let least = Float.leastNormalMagnitude.bitPattern
    let x = (least..<least + 20_000).map { Float(bitPattern: $0) }
    let y = root.function(Tensor(x)).scalars
    let worst = x.indices.map { root.error(of: y[$0], at: x[$0]) }.max() ?? 0
    #expect(worst > 0.74 && worst <= root.bound, "\(worst)")
  }

  @Test("tanh is odd, and sigmoid (x) and sigmoid (−x) make one")
  func symmetry() {
    let x = Tensor(Self.samples(of: -20...20, step: 99_991))
    #expect((-x).tanh().scalars == (-(x.tanh())).scalars)
    let sums = (x.sigmoid() + (-x).sigmoid()).scalars
    #expect(sums.allSatisfy { abs($0 - 1) < 2e-7 })
  }

  @Test("sine and cosine of 2πu are within 6.6e−8 for u in [0, 1)")
  func sineAndCosine() {
    var worst = 0.0
    for start in stride(from: 0, to: 1 << 24, by: 1999) {
      var u = Vector.zero
      for lane in 0..<16 { u[lane] = Float(min(start + 125 * lane, 1 << 24 - 1)) * 0x1p-24 }
      let (sine, cosine) = Vector.sineAndCosine(turns: u)
      for lane in 0..<16 {
        let angle = 2 * Double.pi * Double(u[lane])
        worst = max(worst, abs(Double(sine[lane]) - sin(angle)))
        worst = max(worst, abs(Double(cosine[lane]) - cos(angle)))
      }
    }
    #expect(worst < 6.6e-8)
    let (sine, cosine) = Vector.sineAndCosine(turns: Vector(repeating: 0.25))
    #expect(sine[0] == 1 && cosine[0] == 0)
  }
}
