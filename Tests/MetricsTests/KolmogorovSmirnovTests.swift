import Foundation
import Testing

@testable import Metrics

@Suite("Kolmogorov–Smirnov")
struct KolmogorovSmirnovTests {
  @Test("disjoint samples are 1 apart, equal ones 0, whatever their sizes")
  func bounds() {
    #expect(kolmogorovSmirnov([1, 2, 3], [4, 5]) == 1)
    #expect(kolmogorovSmirnov([4, 5], [1, 2, 3]) == 1)
    #expect(kolmogorovSmirnov([1, 2, 2], [2, 1, 2, 2, 2, 1]) == 0)
    #expect(kolmogorovSmirnov([7], [7]) == 0)
  }

  @Test("shared values are one step of both staircases")
  func ties() {
    // After 0: 1/2 against 1/4. A walk that took one value at a time would see 1/2 against 0.
    #expect(kolmogorovSmirnov([0, 1], [0, 1, 1, 1]) == 0.25)
  }

  @Test("stretching and shifting both samples changes nothing")
  func invariance() throws {
    let (a, b) = (sampleRules[3].values, sampleRules[4].values)
    let statistic = try #require(kolmogorovSmirnov(a, b))
    #expect(kolmogorovSmirnov(a.map { $0 * 8 + 1 }, b.map { $0 * 8 + 1 }) == statistic)
    #expect(kolmogorovSmirnov(b, a) == statistic)
    #expect(statistic > 0.1)
  }

  @Test("one value at the median is ½ away from its distribution, n even ones 1/(2n)")
  func againstUniform() {
    let uniform = Uniform()
    #expect(kolmogorovSmirnov([0.5], cumulative: uniform.cumulative(at:)) == 0.5)
    #expect(kolmogorovSmirnov([0.5, 0.5, 0.5], cumulative: uniform.cumulative(at:)) == 0.5)
    #expect(
      kolmogorovSmirnov([0.125, 0.375, 0.625, 0.875], cumulative: uniform.cumulative(at:)) == 0.125)
    #expect(kolmogorovSmirnov([0, 0.25], cumulative: uniform.cumulative(at:)) == 0.75)
    #expect(kolmogorovSmirnov([0.75, 1], cumulative: uniform.cumulative(at:)) == 0.75)
  }

  @Test("N(0, 1) and N(m, 1) are 2Φ(m/2) − 1 apart", arguments: [0.2, 1, 4])
  func shiftedNormals(mean: Double) {
    let expected = 2 * Normal().cumulative(at: mean / 2) - 1
    let (a, b) = (Normal().quantiles(2000), Normal(mean: mean).quantiles(2000))
    #expect(isClose(kolmogorovSmirnov(a, b), expected, 1e-3))
    #expect(isClose(kolmogorovSmirnov(b, cumulative: Normal().cumulative(at:)), expected, 1e-3))
  }

  @Test("it agrees with scipy.stats.ks_2samp", arguments: pairReferences)
  func pairs(_ pair: PairReference) {
    #expect(
      isClose(
        kolmogorovSmirnov(sampleRules[pair.a].values, sampleRules[pair.b].values), Double(pair.ks)))
  }

  @Test("it agrees with scipy.stats.kstest", arguments: normalReferences)
  func known(_ reference: NormalReference) {
    let normal = Normal(mean: reference.mean, std: reference.std)
    #expect(
      isClose(
        kolmogorovSmirnov(sampleRules[reference.a].values, cumulative: normal.cumulative(at:)),
        Double(reference.ks)))
  }

  // Exact 5 % points of scipy.stats.kstwo: 0.40925 at n = 10, 0.13403 at n = 100. Of 4,000 draws 200 ± 14
  // exceed them; the band is four deviations wide, so another seed would leave it once in 16,000.
  @Test(
    "a true sample exceeds the 5 % critical value in 5 % of draws",
    arguments: [(10, 0.40925), (100, 0.13403)])
  func criticalValue(count: Int, critical: Float) throws {
    var random = SplitMix64(state: 5)
    var exceeded = 0
    for _ in 0..<4000 {
      let samples = random.normals(count, mean: -1)
      let statistic = try #require(
        kolmogorovSmirnov(samples, cumulative: Normal(mean: -1).cumulative(at:)))
      if statistic > critical { exceeded += 1 }
    }
    #expect((144...256).contains(exceeded))
  }

  @Test("two samples of one distribution exceed 1.358·√(1/n + 1/m) in 5 % of draws")
  func twoSampleCriticalValue() throws {
    var random = SplitMix64(state: 6)
    let critical = Float(1.358 * (1.0 / 200 + 1.0 / 300).squareRoot())
    var exceeded = 0
    for _ in 0..<1000 {
      let statistic = try #require(kolmogorovSmirnov(random.normals(200), random.normals(300)))
      if statistic > critical { exceeded += 1 }
    }
    #expect((20...80).contains(exceeded))
  }

  @Test("an empty sample, a NaN or an infinity leaves no statistic", arguments: unusable)
  func absent(_ sample: [Float]) {
    #expect(kolmogorovSmirnov(sample, [1]) == nil)
    #expect(kolmogorovSmirnov([1], sample) == nil)
    #expect(kolmogorovSmirnov(sample, cumulative: { _ in 0 }) == nil)
  }
}
