import Tensors
import Testing

@testable import Metrics

@Suite("Density and coverage")
struct DensityCoverageTests {
  // Broken once by counting points on the sphere as inside: tied sets and a set against itself differ.
  @Test("they agree with brute force, k = 5 or 3", arguments: densityReferences)
  func reference(_ reference: DensityReference) throws {
    let (real, fake) = (matrixRules[reference.a].tensor, matrixRules[reference.b].tensor)
    let got = try #require(DensityCoverage(real: real, fake: fake, neighbours: reference.k))
    #expect(isClose(got.density, reference.density))
    #expect(isClose(got.coverage, reference.coverage))
  }

  @Test("a set against itself has 1 and 1, and one far away has 0 and 0")
  func extremes() throws {
    let real = normalPoints(300, 6, seed: 1)
    let same = try #require(DensityCoverage(real: real, fake: real))
    #expect(same.density == 1 && same.coverage == 1)
    let far = try #require(DensityCoverage(real: real, fake: real + 100))
    #expect(far.density == 0 && far.coverage == 0)
  }

  // Over 60 pairs of sets (numpy): density 1.00 ± 0.03, coverage 0.969 ± 0.006.
  @Test("a second sample of the distribution has a density of 1, and covers 1 − 2⁻⁵ of the first")
  func expectation() throws {
    let got = try #require(
      DensityCoverage(real: normalPoints(1000, 6, seed: 1), fake: normalPoints(1000, 6, seed: 2)))
    #expect(abs(got.density - 1) < 0.1, "\(got)")
    #expect(abs(got.coverage - 0.969) < 0.03, "\(got)")
  }

  @Test("one of ten modes is as dense as all of them, and covers a tenth")
  func modes() throws {
    let side = Tensor([20, 0, 0])
    func mode(_ index: Int, _ n: Int, seed: UInt64) -> Tensor {
      normalPoints(n, 3, seed: seed) + side * Float(index)
    }
    let real = Tensor.concatenation((0..<10).map { mode($0, 100, seed: UInt64($0)) })
    let got = try #require(DensityCoverage(real: real, fake: mode(3, 1000, seed: 77)))
    #expect(got.density > 0.8, "\(got)")
    #expect(got.coverage > 0.08 && got.coverage <= 0.1, "\(got)")
    // Twenty good points repeated: dense, and nearly all of the real ones stand alone.
    let few = real.rows(at: (0..<1000).map { $0 % 20 * 50 })
    let repeated = try #require(DensityCoverage(real: real, fake: few))
    #expect(repeated.density > 0.8 && repeated.coverage < 0.2, "\(repeated)")
  }

  @Test("one odd real point buys precision, and neither density nor coverage")
  func outlier() throws {
    let real = Tensor.concatenation([normalPoints(199, 2, seed: 5), Tensor(rows: [[50, 0]])])
    let fake = normalPoints(200, 2, seed: 6) + Tensor([30, 0])
    let (bought, got) = try (
      #require(PrecisionRecall(real: real, fake: fake)),
      #require(DensityCoverage(real: real, fake: fake))
    )
    #expect(bought.precision == 1)
    #expect(isClose(got.density, 0.2) && isClose(got.coverage, 1.0 / 200))
  }

  @Test("at most k real points, a NaN or an infinity leaves nothing")
  func absent() {
    let good = normalPoints(8, 2, seed: 1)
    for points in unusablePoints() + [good.slice(0..<5)] {
      #expect(DensityCoverage(real: points, fake: good) == nil)
    }
    for points in unusablePoints().dropFirst() {
      #expect(DensityCoverage(real: good, fake: points) == nil)
    }
    #expect(DensityCoverage(real: good.slice(0..<6), fake: good.slice(0..<1)) != nil)
  }
}
