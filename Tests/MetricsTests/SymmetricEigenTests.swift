import Foundation
import Tensors
import Testing

@testable import Metrics

@Suite("Symmetric eigenproblem")
struct SymmetricEigenTests {
  /// The largest |V Λ Vᵀ − A| and |VᵀV − I|.
  private func residuals(_ a: [Double], _ eigen: SymmetricEigen) -> (Double, Double) {
    let n = eigen.size
    let gram = productOfTransposed(eigen.vectors, eigen.vectors, n)
    let again = eigen.map { $0 }
    return a.indices.reduce((0, 0)) { worst, i in
      (
        max(worst.0, abs(again[i] - a[i])),
        max(worst.1, abs(gram[i] - (i % (n + 1) == 0 ? 1 : 0)))
      )
    }
  }

  private func symmetric(_ n: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(state: seed)
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        a[i * n + j] = Double.random(in: -1...1, using: &random)
        a[j * n + i] = a[i * n + j]
      }
    }
    return a
  }

  @Test(
    "a 2 × 2 matrix has the roots of its quadratic equation",
    arguments: [(2, 1, 2), (1, 0, -3), (0, 1, 0), (5, -4, -1), (0, 0, 0), (1e-9, 1, 2)]
      as [(Double, Double, Double)])
  func twoByTwo(a: Double, b: Double, c: Double) throws {
    let eigen = try #require(SymmetricEigen([a, b, b, c], size: 2))
    let (middle, radius) = ((a + c) / 2, ((a - c) * (a - c) / 4 + b * b).squareRoot())
    #expect(abs(eigen.values[0] - (middle + radius)) < 1e-14)
    #expect(abs(eigen.values[1] - (middle - radius)) < 1e-14)
    let (product, orthonormal) = residuals([a, b, b, c], eigen)
    #expect(product < 1e-14 && orthonormal < 1e-14)
  }

  @Test(
    "the second difference's eigenvalues are 2 − 2 cos(kπ/(n + 1))", arguments: [1, 2, 3, 10, 100])
  func toeplitz(n: Int) throws {
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      a[i * n + i] = 2
      if i > 0 { (a[i * n + i - 1], a[(i - 1) * n + i]) = (-1, -1) }
    }
    let eigen = try #require(SymmetricEigen(a, size: n))
    for k in 1...n {
      let expected = 2 - 2 * cos(Double(k) * .pi / Double(n + 1))
      #expect(abs(eigen.values[n - k] - expected) < 1e-14 * Double(n))
    }
  }

  @Test("A = V Λ Vᵀ, and V is orthonormal", arguments: [1, 2, 3, 4, 5, 17, 64, 130])
  func reconstruction(n: Int) throws {
    let a = symmetric(n, seed: UInt64(n))
    let eigen = try #require(SymmetricEigen(a, size: n))
    let (product, orthonormal) = residuals(a, eigen)
    #expect(product < 4e-15 * Double(n) && orthonormal < 4e-15 * Double(n))
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("repeated eigenvalues come as often as they occur, with an orthonormal basis")
  func repeated() throws {
    // A reflection of 6 I + 3 (1, …, 1)(1, …, 1)ᵀ/n: 9 once, 6 n − 1 times; and blocks of zeros.
    let n = 12
    var a = [Double](repeating: 3.0 / Double(n), count: n * n)
    for i in 0..<n { a[i * n + i] += 6 }
    let eigen = try #require(SymmetricEigen(a, size: n))
    #expect(abs(eigen.values[0] - 9) < 1e-13)
    #expect(eigen.values.dropFirst().allSatisfy { abs($0 - 6) < 1e-13 })
    let (product, orthonormal) = residuals(a, eigen)
    #expect(product < 1e-13 && orthonormal < 1e-13)
    let zero = try #require(SymmetricEigen([Double](repeating: 0, count: 9), size: 3))
    #expect(zero.values == [0, 0, 0])
  }

  @Test("A v = λ v, the vectors being rows")
  func rows() throws {
    let a = symmetric(5, seed: 2)
    let eigen = try #require(SymmetricEigen(a, size: 5))
    for k in 0..<5 {
      let v = Array(eigen.vector(k))
      for i in 0..<5 {
        let product = (0..<5).reduce(0.0) { $0 + a[i * 5 + $1] * v[$1] }
        #expect(abs(product - eigen.values[k] * v[i]) < 1e-14)
      }
    }
  }

  @Test("a diagonal matrix's eigenvalues are its elements, exactly")
  func diagonal() throws {
    let eigen = try #require(SymmetricEigen([3, 0, 0, 0, -7, 0, 0, 0, 5], size: 3))
    #expect(eigen.values == [5, 3, -7])
    #expect(eigen.vectors.map(abs) == [0, 0, 1, 1, 0, 0, 0, 1, 0])
  }

  @Test("it agrees with numpy.linalg.eigvalsh", arguments: spectrumReferences)
  func reference(_ reference: SpectrumReference) throws {
    let rule = matrixRules[reference.a]
    let eigen = try #require(SymmetricEigen(rule.values.map { Double($0) }, size: rule.rows))
    let largest = reference.values.reduce(0) { max($0, abs($1)) }
    for (got, expected) in zip(eigen.values, reference.values) {
      #expect(abs(got - expected) < 1e-13 * largest)
    }
  }

  // A test of each off-diagonal element against its own neighbours never ends here: where all three
  // are the noise of zeros, none of them is small beside the others.
  @Test(
    "a covariance of few points in many dimensions has zeros for the rest",
    arguments: [(5, 60), (30, 200), (2, 150)])
  func rankDeficient(points: Int, dimensions: Int) throws {
    // Every third column is constant, like a pixel that no digit uses.
    let mask = Tensor((0..<dimensions).map { $0 % 3 == 1 ? 0 : Float($0 % 7) / 8 })
    let fit = try #require(GaussianFit(normalPoints(points, dimensions, seed: 8) * mask))
    let eigen = try #require(SymmetricEigen(fit.covariance, size: dimensions))
    #expect(eigen.values[points - 2] > 0.1)
    #expect(eigen.values.dropFirst(points - 1).allSatisfy { abs($0) < 1e-13 })
    let (product, orthonormal) = residuals(fit.covariance, eigen)
    #expect(product < 1e-12 && orthonormal < 1e-12)
  }

  @Test("eigenvalues of sixteen orders of magnitude, either way round", arguments: [1.0, -1.0])
  func graded(direction: Double) throws {
    let n = 40
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        let (x, y) = (Double(i), Double(j))
        a[i * n + j] = pow(10, -direction * 0.2 * (x + y)) * (i == j ? 2 : 1)
      }
    }
    let eigen = try #require(SymmetricEigen(a, size: n))
    let (product, orthonormal) = residuals(a, eigen)
    #expect(product < 1e-13 * eigen.values[0] && orthonormal < 1e-13)
  }

  @Test("the size of the numbers does not matter", arguments: [0x1p-900, 0x1p-300, 0x1p900])
  func scale(factor: Double) throws {
    let a = symmetric(7, seed: 3)
    let (plain, scaled) = try (
      #require(SymmetricEigen(a, size: 7)),
      #require(SymmetricEigen(a.map { $0 * factor }, size: 7))
    )
    #expect(plain.values.map { $0 * factor } == scaled.values)
    #expect(plain.vectors == scaled.vectors)
  }

  @Test("the square root of a covariance, squared, is the covariance")
  func squareRoot() throws {
    let fit = try #require(GaussianFit(matrixRules[0].tensor))
    let root = try #require(SymmetricEigen(fit.covariance, size: 6)).map { $0.squareRoot() }
    let square = productOfTransposed(root, root, 6)
    #expect(zip(square, fit.covariance).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test(
    "a NaN or an infinity leaves no eigenvalues", arguments: [Double.nan, .infinity, -.infinity])
  func absent(_ value: Double) {
    #expect(SymmetricEigen([1, value, value, 1], size: 2) == nil)
  }
}
