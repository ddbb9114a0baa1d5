import Foundation
import Testing

@testable import Datasets

struct PointReference: Sendable {
  let mixture: String
  let x: Double
  let density: Double
  let cumulative: Double
  let meanDistance: Double
}

struct QuantileReference: Sendable {
  let u: Double
  let x: Double
}

struct MixtureQuantileReference: Sendable {
  let mixture: String
  let u: Double
  let x: Double
}

@Suite("Known distributions")
struct DistributionTests {
  static let all: [Distribution] = [
    .normal(mean: -1, standardDeviation: 1),
    .normal(mean: 40, standardDeviation: 0.01),
    .uniform(lower: -1, upper: 3),
    Distribution(mixing: twoModes),
    Distribution(mixing: [lopsided, twoModes[1]]),
  ]
  static let twoModes = [component(0.5, -2, 0.4), component(0.5, 2, 0.4)]
  static let lopsided = component(3, 0.5, 1.5)

  private static func component(_ weight: Double, _ mean: Double, _ spread: Double)
    -> Distribution.Component
  {
    do {
      return try .init(weight: weight, mean: mean, standardDeviation: spread)
    } catch {
      preconditionFailure(error.description)
    }
  }

  @Test(
    "density, cumulative function and mean distance agree with mpmath", arguments: pointReferences)
  func points(_ reference: PointReference) throws {
    let distribution = try Distribution(mixture: reference.mixture)
    #expect(relative(distribution.density(at: reference.x), reference.density) < 1e-13)
    // z = (x − μ)/σ is rounded once, and the tail multiplies that by z².
    #expect(relative(distribution.cumulative(at: reference.x), reference.cumulative) < 1e-13)
    #expect(relative(distribution.meanDistance(to: reference.x), reference.meanDistance) < 1e-14)
  }

  @Test(
    "a normal's quantile is right to 1e-14 from 1e-300 to 1 − 2⁻⁵³", arguments: quantileReferences)
  func normalQuantile(_ reference: QuantileReference) {
    let standard = Distribution.normal(mean: 0, standardDeviation: 1)
    #expect(relative(standard.quantile(at: reference.u), reference.x) < 1e-14)
  }

  @Test(
    "a mixture's quantile is right to 1e-13, also where the density is low",
    arguments: mixtureQuantileReferences)
  func mixtureQuantile(_ reference: MixtureQuantileReference) throws {
    let distribution = try Distribution(mixture: reference.mixture)
    #expect(relative(distribution.quantile(at: reference.u), reference.x) < 1e-13)
  }

  @Test("the quantile undoes the cumulative function", arguments: all)
  func inverse(_ distribution: Distribution) {
    for k in 1..<200 {
      let u = Double(k) / 200
      #expect(abs(distribution.cumulative(at: distribution.quantile(at: u)) - u) < 1e-12)
    }
  }

  @Test("the quantile rises", arguments: all)
  func rising(_ distribution: Distribution) {
    let quantiles = (0...1000).map { distribution.quantile(at: Double($0) / 1000) }
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("the ends of the quantile are the ends of the support")
  func ends() {
    #expect(Self.all[0].quantile(at: 0) == -.infinity)
    #expect(Self.all[0].quantile(at: 1) == .infinity)
    #expect(Self.all[3].quantile(at: 0) == -.infinity)
    #expect(Self.all[3].quantile(at: 1) == .infinity)
    #expect(Self.all[2].quantile(at: 0) == -1)
    #expect(Self.all[2].quantile(at: 1) == 3)
    #expect(Self.all[0].quantile(at: 0.5) == -1)
  }

  @Test(
    "the density is the slope of the cumulative function, and 2F − 1 that of the mean distance",
    arguments: all)
  func slopes(_ distribution: Distribution) {
    let h = 1e-5 * distribution.standardDeviation
    for k in 1..<40 {
      // Off the ends of the uniform distribution, where the density jumps.
      let x = distribution.quantile(at: Double(k) / 40)
      func slope(_ f: (Double) -> Double) -> Double { (f(x + h) - f(x - h)) / (2 * h) }
      let density = distribution.density(at: x)
      #expect(
        abs(slope(distribution.cumulative(at:)) - density) < 1e-6
          * (density + 1 / distribution.standardDeviation))
      let rise = 2 * distribution.cumulative(at: x) - 1
      #expect(abs(slope(distribution.meanDistance(to:)) - rise) < 1e-5)
    }
  }

  @Test("mean and standard deviation are those of its quantiles", arguments: all)
  func moments(_ distribution: Distribution) {
    let count = 20_000
    let values = (0..<count).map { distribution.quantile(at: (Double($0) + 0.5) / Double(count)) }
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    let scale = distribution.standardDeviation
    #expect(abs(mean - distribution.mean) < 1e-4 * scale)
    #expect(abs(variance.squareRoot() - scale) < 1e-3 * scale)
  }

  @Test("the moments of a mixture have a closed form")
  func closedForm() throws {
    let distribution = try Distribution(mixture: "0.5:-2:0.4,0.5:2:0.4")
    #expect(distribution.mean == 0)
    #expect(relative(distribution.standardDeviation, 4.16.squareRoot()) < 1e-15)
    #expect(
      relative(Distribution.uniform(lower: 0, upper: 6).standardDeviation, 3.0.squareRoot()) < 1e-15
    )
  }

  @Test(
    "the mean distance from the mean is √(2/π) σ for a normal, a quarter of the width for a uniform"
  )
  func collapse() {
    let normal = Distribution.normal(mean: -1, standardDeviation: 3)
    #expect(relative(normal.meanDistance(to: -1), 3 * (2 / Double.pi).squareRoot()) < 1e-15)
    let uniform = Distribution.uniform(lower: -1, upper: 3)
    #expect(uniform.meanDistance(to: 1) == 1)
    #expect(uniform.meanDistance(to: 3) == 2)
    #expect(uniform.meanDistance(to: -9) == 10)
  }

  @Test("a picture shows all but 1e-4 of the mass", arguments: all)
  func plotRange(_ distribution: Distribution) {
    let range = distribution.plotRange
    let shown =
      distribution.cumulative(at: range.upperBound) - distribution.cumulative(at: range.lowerBound)
    #expect(shown > 1 - 1.01e-4)
    let width = (range.upperBound - range.lowerBound) / distribution.standardDeviation
    #expect(width > 3 && width < 8)
  }

  @Test("a mixture of one is the normal itself, whatever its weight")
  func single() throws {
    #expect(try Distribution(mixture: "7:-1:1") == .normal(mean: -1, standardDeviation: 1))
    #expect(
      try Distribution(mixture: "1:-2:0.4,3:2:0.4")
        == Distribution(mixture: "0.25:-2:0.4,0.75:2:0.4"))
    #expect(
      try Distribution(mixture: "1:-2:0.4,3:2:0.4") != Distribution(mixture: "3:-2:0.4,1:2:0.4"))
  }

  @Test("its description is as mathematics writes it")
  func description() throws {
    #expect(Distribution.normal(mean: -1, standardDeviation: 1).description == "N(−1, 1)")
    #expect(Distribution.uniform(lower: -1, upper: 1).description == "U(−1, 1)")
    #expect(
      try Distribution(mixture: "1:-2:0.4,2:2:0.4").description
        == "0.333333 N(−2, 0.4) + 0.666667 N(2, 0.4)")
  }

  @Test("values at the edge of Float give no NaN and no infinity", arguments: [-3e38, 0, 3e38])
  func extremes(x: Double) throws {
    for text in ["1:3e38:2e-38", "1:-3e38:3e38,2e-38:3e38:2e-38"] {
      let distribution = try Distribution(mixture: text)
      #expect(distribution.density(at: x).isFinite)
      #expect(distribution.cumulative(at: x).isFinite)
      #expect(distribution.meanDistance(to: x).isFinite)
      #expect(distribution.standardDeviation.isFinite)
      #expect(distribution.quantile(at: 0.3).isFinite)
    }
  }

  private func relative(_ got: Double, _ expected: Double) -> Double {
    abs(got - expected) / abs(expected)
  }
}
