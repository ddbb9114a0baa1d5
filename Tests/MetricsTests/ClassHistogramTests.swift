import Foundation
import Tensors
import Testing

@testable import Metrics

@Suite("Class histogram")
struct ClassHistogramTests {
  /// A histogram with these counts.
  private func histogram(_ counts: [Int]) throws -> ClassHistogram {
    let classes = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    return try #require(ClassHistogram(classes, classCount: counts.count))
  }

  @Test("samples of m digits out of ten cover m and are log(10/m) away", arguments: 1...10)
  func missing(m: Int) throws {
    let got = try histogram((0..<10).map { $0 < m ? 100 : 0 })
    let even = try histogram([Int](repeating: 7, count: 10))
    #expect(got.counts.reduce(0, +) == got.total)
    #expect(got.covered() == m)
    #expect(isClose(got.divergence(from: even), log(10 / Double(m))))
    #expect(isClose(got.divergenceFromUniform, log(10 / Double(m))))
  }

  @Test("a class with exactly 2 % is covered, one with less is not")
  func threshold() throws {
    #expect(try histogram([40, 39, 1921]).covered() == 2)
    #expect(try histogram([1, 49]).covered() == 2)
    #expect(try histogram([1, 50]).covered() == 1)
    #expect(try histogram([1, 3]).covered(share: 0.5) == 1)
  }

  @Test("it agrees with scipy.stats.entropy", arguments: histogramReferences)
  func reference(_ reference: HistogramReference) throws {
    let (p, q) = (try histogram(reference.p), try histogram(reference.q))
    #expect(isClose(p.divergence(from: q), reference.kl))
    #expect(p.divergence(from: p) == 0)
  }

  @Test("a class that the reference has not makes the divergence infinite, and so absent")
  func infinite() throws {
    #expect(try histogram([1, 1]).divergence(from: histogram([2, 0])) == nil)
    #expect(try isClose(histogram([2, 0]).divergence(from: histogram([1, 1])), log(2)))
  }

  @Test("a row's class is that of its largest score, the first of equal ones")
  func predicted() {
    let scores = Tensor(rows: [[0, 1, 2], [5, -1, 5], [-3, -2, -9], [0, 0, 0]])
    #expect(predictedClasses(scores) == [2, 0, 1, 0])
    #expect(predictedClasses(Tensor(rows: [[3], [4]])) == [0, 0])
  }

  @Test("no samples leave no histogram, and a NaN no class")
  func absent() {
    #expect(ClassHistogram([]) == nil)
    #expect(predictedClasses(Tensor(rows: [[0, .nan]])) == nil)
    #expect(predictedClasses(Tensor(rows: [[.infinity, 0]])) == nil)
  }
}
