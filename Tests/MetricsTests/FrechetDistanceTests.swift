import Tensors
import Testing

@testable import Metrics

@Suite("Fréchet distance")
struct FrechetDistanceTests {
  @Test("mean and covariance are those of the definition, with the divisor n − 1")
  func fit() throws {
    let fit = try #require(GaussianFit(Tensor(rows: [[1, 0], [3, 4], [5, 2]])))
    #expect(fit.mean == [3, 2])
    #expect(fit.covariance == [4, 2, 2, 4])
    #expect(fit.trace == 8)
  }

  @Test("a set is no distance from itself, singular or not", arguments: [0, 1, 2, 3, 4])
  func same(rule: Int) throws {
    let fit = try #require(GaussianFit(matrixRules[rule].tensor))
    let distance = try #require(frechetDistance(fit, fit))
    #expect(distance >= 0 && Double(distance) < 1e-13 * fit.trace)
  }

  @Test("a shift costs its square")
  func shifted() throws {
    let fit = try #require(GaussianFit(matrixRules[0].tensor))
    let moved = GaussianFit(
      mean: fit.mean.enumerated().map { $1 + Double($0) }, covariance: fit.covariance)
    // 0 + 1 + 4 + 9 + 16 + 25
    #expect(isClose(frechetDistance(fit, moved), 55))
    #expect(isClose(frechetRatio(moved, reference: fit), 55 / fit.trace))
  }

  @Test(
    "diagonal covariances are Σ (√a − √b)² apart",
    arguments: [
      ([1, 4, 9], [4, 4, 1]), ([0, 0, 2], [8, 0, 0]), ([0, 0, 0], [1, 2, 3]),
      ([1e6, 1, 1], [1, 1e6, 1]),
    ] as [([Double], [Double])])
  func diagonal(a: [Double], b: [Double]) {
    func gaussian(_ variances: [Double]) -> GaussianFit {
      var covariance = [Double](repeating: 0, count: 9)
      for i in 0..<3 { covariance[i * 4] = variances[i] }
      return GaussianFit(mean: [0, 0, 0], covariance: covariance)
    }
    let expected = zip(a, b).reduce(0.0) {
      let difference = $1.0.squareRoot() - $1.1.squareRoot()
      return $0 + difference * difference
    }
    #expect(isClose(frechetDistance(gaussian(a), gaussian(b)), expected))
    #expect(isClose(frechetDistance(gaussian(b), gaussian(a)), expected))
  }

  @Test("one point repeated is one trace away from a set around it")
  func collapsed() throws {
    let real = try #require(GaussianFit(matrixRules[4].tensor))
    let mean = Tensor(real.mean.map { Float($0) }).reshaped(to: [1, 24])
    let fake = try #require(GaussianFit(Tensor.concatenation([mean, mean, mean])))
    #expect(fake.trace == 0)
    #expect(isClose(frechetRatio(fake, reference: real), 1))
    #expect(frechetRatio(real, reference: fake) == nil)
  }

  // Taken for eigenvalues, the noise of 197 zeros would take 10⁻⁷ off for each.
  @Test("twice as wide is one trace away, also for 4 points in 200 dimensions")
  func singular() throws {
    let fit = try #require(GaussianFit(normalPoints(4, 200, seed: 3)))
    let wide = GaussianFit(mean: fit.mean, covariance: fit.covariance.map { $0 * 4 })
    let distance = try #require(frechet(fit, wide))
    #expect(abs(distance - fit.trace) < 1e-12 * fit.trace)
  }

  @Test("two lines in the plane at an angle: only what is common counts")
  func lines() {
    // Variance 1 along (1, 0) and along (cos, sin) = (0.6, 0.8): tr(Σ₁Σ₂)^½ = |cos|.
    let (a, b) = (
      GaussianFit(mean: [0, 0], covariance: [1, 0, 0, 0]),
      GaussianFit(mean: [0, 0], covariance: [0.36, 0.48, 0.48, 0.64])
    )
    #expect(isClose(frechetDistance(a, b), 2 - 2 * 0.6))
  }

  @Test("it agrees with scipy.linalg.sqrtm, and is symmetric", arguments: setReferences)
  func reference(_ reference: SetReference) throws {
    let (a, b) = try (
      #require(GaussianFit(matrixRules[reference.a].tensor)),
      #require(GaussianFit(matrixRules[reference.b].tensor))
    )
    #expect(isClose(frechetDistance(a, b), reference.frechet))
    #expect(isClose(frechetDistance(b, a), reference.frechet))
    #expect(isClose(frechetRatio(a, reference: b), reference.ratio))
  }

  // 0.016 to 0.050 over 200 draws (numpy), median 0.026.
  @Test("two samples of one distribution are near, but not at 0")
  func noise() throws {
    let (a, b) = try (
      #require(GaussianFit(normalPoints(2000, 8, seed: 1))),
      #require(GaussianFit(normalPoints(2000, 8, seed: 2)))
    )
    let distance = try #require(frechetDistance(a, b))
    #expect(distance > 0.012 && distance < 0.06)
  }

  @Test("one point, a NaN or an infinity leaves no fit")
  func absent() {
    for points in unusablePoints() { #expect(GaussianFit(points) == nil) }
    let nan = GaussianFit(mean: [0], covariance: [.nan])
    let unit = GaussianFit(mean: [0], covariance: [1])
    #expect(frechetDistance(nan, unit) == nil && frechetDistance(unit, nan) == nil)
    #expect(frechetDistance(unit, GaussianFit(mean: [.infinity], covariance: [1])) == nil)
    #expect(frechetDistance(unit, GaussianFit(mean: [1e30], covariance: [1])) == nil)
  }
}
