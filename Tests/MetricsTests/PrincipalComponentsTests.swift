import Tensors
import Testing

@testable import Metrics

@Suite("Principal components")
struct PrincipalComponentsTests {
  @Test("they agree with numpy", arguments: componentReferences)
  func reference(_ reference: ComponentReference) throws {
    let pixels = matrixRules[reference.a].tensor
    let components = try #require(
      PrincipalComponents(pixels, count: reference.variances.count))
    for (got, expected) in zip(components.variances, reference.variances) {
      #expect(abs(got - expected) < 2e-6 * reference.variances[0])
    }
    #expect(abs(components.totalVariance - reference.total) < 1e-6 * reference.total)
    let first = components.project(pixels).scalars.prefix(reference.first.count)
    for (got, expected) in zip(first, reference.first) {
      #expect(abs(abs(Double(got)) - expected) < 1e-4)
    }
  }

  @Test("points on a line have one component, along it")
  func line() throws {
    let pixels = Tensor(rows: (-3...3).map { [1 + 3 * Float($0), 5, 2 - 4 * Float($0)] })
    let components = try #require(PrincipalComponents(pixels, count: 2))
    #expect(components.mean == [1, 5, 2])
    // Σ t² / 6 · 5² for t = −3…3
    #expect(abs(components.variances[0] - 28.0 / 6 * 25) < 1e-4)
    #expect(components.variances[1] < 1e-4)
    let sign: Float = components.directions[0] > 0 ? 1 : -1
    let expected: [Float] = [0.6, 0, -0.8]
    #expect(zip(components.directions, expected).allSatisfy { abs(sign * $0 - $1) < 1e-6 })
    let places = components.project(pixels).slice(0..<1, along: 1).scalars
    #expect(zip(places, -3...3).allSatisfy { abs(sign * $0 - 5 * Float($1)) < 1e-4 })
  }

  @Test("projections of the set itself are uncorrelated, with the components' variances")
  func uncorrelated() throws {
    // More rows than one block takes, far from 0: without centring first, 8 bits would be lost.
    let pixels = normalPoints(5000, 12, seed: 4) * Tensor((1...12).map { Float($0) }) + 300
    let components = try #require(PrincipalComponents(pixels, count: 5))
    let fit = try #require(components.fit(pixels))
    #expect(fit.mean.allSatisfy { abs($0) < 1e-4 })
    for i in 0..<5 {
      for j in 0..<5 {
        let expected = i == j ? components.variances[i] : 0
        #expect(abs(fit.covariance[i * 5 + j] - expected) < 2e-6 * components.variances[0])
      }
    }
    let all = try #require(PrincipalComponents(pixels, count: 12))
    #expect(abs(all.variances.reduce(0, +) - all.totalVariance) < 1e-9 * all.totalVariance)
  }

  @Test("with every component kept, the Fréchet distance is that of the pixels")
  func allComponents() throws {
    let (a, b) = (matrixRules[4].tensor, matrixRules[5].tensor)
    let (fitA, fitB) = try (#require(GaussianFit(a)), #require(GaussianFit(b)))
    let expected = try #require(frechetDistance(fitA, fitB))
    #expect(isClose(pca50Frechet(a, reference: b), Double(expected), 1e-4))
    #expect(isClose(pca50Frechet(b, reference: a), Double(expected), 1e-4))
    let few = try #require(PrincipalComponents(b, count: 4))
    let less = try #require(pca50Frechet(a, reference: b, components: few))
    #expect(less < expected)
  }

  @Test("no more directions are kept than exist, and the order of the images does not matter")
  func fewImages() throws {
    let few = normalPoints(20, 100, seed: 6)
    let samples = normalPoints(300, 100, seed: 7)
    let components = try #require(PrincipalComponents(few))
    #expect(components.count == 19)
    #expect(components.directions.count == 19 * 100)
    #expect(components.project(samples).shape == [300, 19])
    let variance = components.variances.reduce(0, +)
    #expect(abs(variance - components.totalVariance) < 1e-5 * variance)
    #expect(try #require(PrincipalComponents(samples)).count == 50)
    #expect(try #require(PrincipalComponents(normalPoints(90, 7, seed: 8))).count == 7)
    // Directions that do not exist were noise, and their share of the samples' variance came and went.
    let distance = try #require(pca50Frechet(samples, reference: few))
    let reversed = few.rows(at: (0..<20).reversed())
    #expect(isClose(pca50Frechet(samples, reference: reversed), Double(distance), 1e-4))
  }

  @Test("one image, a NaN or an infinity leaves no components and no distance")
  func absent() {
    let good = Tensor(rows: [[0, 1], [1, 0], [2, 2]])
    for pixels in unusablePoints() {
      #expect(PrincipalComponents(pixels, count: 1) == nil)
      #expect(pca50Frechet(pixels, reference: good) == nil)
      #expect(pca50Frechet(good, reference: pixels) == nil)
    }
  }
}
