import Foundation
import Testing

@testable import Metrics

@Suite("Correlation")
struct RankCorrelationTests {
  @Test("both agree with scipy, ties and all", arguments: correlationReferences)
  func reference(_ reference: CorrelationReference) {
    let (a, b) = (matrixRules[reference.a].values, matrixRules[reference.b].values)
    let n = min(a.count, b.count)
    let (x, y) = (Array(a.prefix(n)), Array(b.prefix(n)))
    #expect(isClose(pearson(x, y), reference.pearson))
    #expect(isClose(spearman(x, y), reference.spearman))
    #expect(isClose(spearman(y, x), reference.spearman))
  }

  @Test("a line is ±1 for Pearson, any rising curve for Spearman")
  func monotone() throws {
    let x = (0..<20).map { Float($0) }
    #expect(isClose(pearson(x, x.map { 3 - 2 * $0 }), -1))
    #expect(spearman(x, x.map { exp($0) }) == 1)
    #expect(spearman(x, x.map { -exp($0) }) == -1)
    #expect(try #require(pearson(x, x.map { exp($0) })) < 0.7)
  }

  @Test("equal values share the mean of their ranks")
  func ties() {
    #expect(ranks([3, 1, 3, 2, 3]) == [4, 1, 4, 2, 4])
    #expect(ranks([5, 5]) == [1.5, 1.5])
    #expect(ranks([]) == [])
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5/√(4.5·5).
    #expect(isClose(spearman([1, 2, 2, 3], [1, 2, 3, 4]), 4.5 / (4.5 * 5).squareRoot()))
  }

  @Test("a series that never changes, a single pair or a NaN correlates with nothing")
  func absent() {
    for bad in [[], [1], [2, 2, 2], [0.1, 0.1, 0.1], [1, .nan, 2], [1, .infinity, 2]] as [[Float]] {
      let other = bad.indices.map { Float($0) }
      #expect(pearson(bad, other) == nil && pearson(other, bad) == nil)
      #expect(spearman(bad, other) == nil && spearman(other, bad) == nil)
    }
  }
}
