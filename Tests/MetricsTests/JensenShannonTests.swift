import Foundation
import Testing

@testable import Metrics

@Suite("Jensen–Shannon")
struct JensenShannonTests {
  /// −12 … 12 in steps of 1/64.
  let grid = (-768...768).map { Float($0) / 64 }

  private func densities(_ normal: Normal, on grid: [Float]) -> [Float] {
    grid.map { Float(normal.density(at: Double($0))) }
  }

  @Test(
    "disjoint densities are log 2 apart, whatever the distance", arguments: [2, 5, 20] as [Float])
  func disjoint(theta: Float) {
    let grid = (0...3000).map { Float($0) / 100 }
    let (p, q) = (
      grid.map { $0 < 1 ? Float(1) : 0 },
      grid.map { $0 >= theta && $0 < theta + 1 ? Float(0.5) : 0 }
    )
    #expect(isClose(jensenShannon(density: p, density: q, on: grid), log(2)))
    #expect(isClose(jensenShannon([0, 0.5, 1], [theta, theta + 1]), log(2)))
  }

  @Test(
    "bricks shifted by a part θ of their width are θ·log 2 apart",
    arguments: [0, 0.25, 0.5, 1] as [Float])
  func overlappingBricks(theta: Float) {
    // Densities at the middle of equal cells, none of them at an end of the grid.
    let grid = (-8..<4096).map { (Float($0) + 0.5) / 1024 }
    func brick(_ start: Float) -> [Float] { grid.map { $0 >= start && $0 < start + 1 ? 1 : 0 } }
    let expected = Double(theta) * log(2)
    #expect(isClose(jensenShannon(density: brick(0), density: brick(theta), on: grid), expected))
  }

  @Test("JS of N(0, 1) and another normal agrees with quadrature", arguments: divergenceReferences)
  func normals(_ reference: DivergenceReference) {
    let p = densities(Normal(), on: grid)
    let q = densities(Normal(mean: reference.mean, std: reference.std), on: grid)
    #expect(isClose(jensenShannon(density: p, density: q, on: grid), Double(reference.js)))
    #expect(isClose(jensenShannon(density: q, density: p, on: grid), Double(reference.js)))
  }

  @Test("the spacing of the grid may vary, and the scale of the densities does not matter")
  func unevenGrid() throws {
    // Twice as fine left of 0 as right of it.
    let uneven = grid.filter { $0 < 0 || ($0 * 32).rounded() == $0 * 32 }
    let (p, q) = (Normal(mean: -1), Normal(mean: 0.5, std: 2))
    let even = try #require(
      jensenShannon(density: densities(p, on: grid), density: densities(q, on: grid), on: grid))
    let scaled = densities(q, on: uneven).map { $0 * 3 }
    #expect(
      isClose(
        jensenShannon(density: densities(p, on: uneven), density: scaled, on: uneven), Double(even))
    )
  }

  @Test(
    "of probabilities it is the sum over outcomes, the first and the last as whole as the others")
  func probabilities() {
    // p = (1, 0), q = (½, ½): m = (¾, ¼).
    let half = log(4.0 / 3) / 2 + log(2.0 / 3) / 4 + log(2.0) / 4
    #expect(isClose(jensenShannon(probabilities: [1, 0], [0.5, 0.5]), half))
    #expect(isClose(jensenShannon(probabilities: [0.5, 0.5], [1, 0]), half))
    #expect(isClose(jensenShannon(probabilities: [0, 7, 0], [0, 0, 3]), log(2)))
    #expect(jensenShannon(probabilities: [1, 2, 3], [2, 4, 6]) == 0)
    // Two of three outcomes shared: m = (¼, ½, ¼).
    #expect(isClose(jensenShannon(probabilities: [1, 1, 0], [0, 1, 1]), log(2) / 2))
    for bad in [[0, 0], [-1, 2], [.nan, 1], [.infinity, 1]] as [[Float]] {
      #expect(jensenShannon(probabilities: bad, [1, 1]) == nil)
      #expect(jensenShannon(probabilities: [1, 1], bad) == nil)
    }
  }

  @Test("the optimal discriminator's value of the game is 2 JS − 2 log 2")
  func minimaxValue() throws {
    let (p, q) = (densities(Normal(), on: grid), densities(Normal(mean: 1.5), on: grid))
    let value = zip(p, q).reduce(0.0) { sum, density in
      let (p, q) = (Double(density.0), Double(density.1))
      let d = p + q > 0 ? p / (p + q) : 0.5
      return sum + ((p > 0 ? p * log(d) : 0) + (q > 0 ? q * log(1 - d) : 0)) / 64
    }
    let js = try #require(jensenShannon(density: p, density: q, on: grid))
    #expect(abs(value - (2 * Double(js) - 2 * log(2))) < 1e-5)
  }

  @Test("two halves in common leave half of log 2")
  func halfOverlap() {
    // Bins [0, 1), [1, 2), [2, 3]: shares ½ ½ 0 against 0 ½ ½.
    #expect(isClose(jensenShannon([0, 0.5, 1, 1.5], [1.25, 1.75, 2.5, 3], bins: 3), log(2) / 2))
  }

  @Test("the smallest and the largest value belong to the outermost bins")
  func outermostBins() {
    #expect(jensenShannon([0, 3], [0.5, 2.5], bins: 3) == 0)
  }

  @Test("a sample is no distance from itself, and one value none from its copy")
  func same() {
    let a = sampleRules[5].values
    #expect(jensenShannon(a, a.reversed()) == 0)
    #expect(jensenShannon([2], [2, 2]) == 0)
  }

  @Test("a histogram against exact shares agrees with scipy", arguments: normalReferences)
  func known(_ reference: NormalReference) {
    let normal = Normal(mean: reference.mean, std: reference.std)
    let got = jensenShannon(
      sampleRules[reference.a].values, cumulative: normal.cumulative(at:), over: -4...4, bins: 16)
    #expect(isClose(got, Double(reference.js)))
  }

  @Test("values outside of the range count as a mistake", arguments: [-100, 100] as [Float])
  func outside(x: Float) {
    let uniform = Uniform()
    #expect(isClose(jensenShannon([x], cumulative: uniform.cumulative(at:), over: 0...1), log(2)))
  }

  // Stated for n = 10,000 and 50 bins: 51/(8n) = 0.00064 and 49/(4n) = 0.00123. Against the known
  // distribution it lay in 0.00037 … 0.00113 over 400 seeds, median 0.00067; between two samples in
  // 0.00070 … 0.00194 over 100 seeds, median 0.00127.
  @Test("the noise of 10,000 values is what the documentation says")
  func noise() throws {
    var random = SplitMix64(state: 3)
    let (a, b) = (random.normals(10_000), random.normals(10_000))
    let known = try #require(
      jensenShannon(a, cumulative: Normal().cumulative(at:), over: -3.9...3.9))
    let pair = try #require(jensenShannon(a, b))
    #expect(known > 0.0003 && known < 0.0013)
    #expect(pair > 0.0006 && pair < 0.0022)
  }

  @Test("an empty sample, a NaN or an infinity leaves no divergence", arguments: unusable)
  func absent(_ sample: [Float]) {
    #expect(jensenShannon(sample, [1]) == nil)
    #expect(jensenShannon([1], sample) == nil)
    #expect(jensenShannon(sample, cumulative: { _ in 0 }, over: 0...1) == nil)
  }

  @Test(
    "a density that is negative, not finite or nowhere positive leaves no divergence",
    arguments: [[0, -1, 2], [1, .nan, 1], [1, .infinity, 1], [0, 0, 0]] as [[Float]])
  func absentDensity(_ density: [Float]) {
    #expect(jensenShannon(density: density, density: [1, 1, 1], on: [0, 1, 2]) == nil)
    #expect(jensenShannon(density: [1, 1, 1], density: density, on: [0, 1, 2]) == nil)
  }
}
