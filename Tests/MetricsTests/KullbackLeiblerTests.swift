import Foundation
import Testing

@testable import Metrics

@Suite("Kullback–Leibler")
struct KullbackLeiblerTests {
  @Test(
    "a sure outcome against n equally likely ones costs log n, and the other way round too much")
  func sure() {
    for n in [2, 5, 10] {
      let sure = [Float](repeating: 0, count: n - 1) + [1]
      let even = [Float](repeating: 1, count: n)
      #expect(isClose(kullbackLeibler(probabilities: sure, even), log(Double(n))))
      #expect(kullbackLeibler(probabilities: even, sure) == .infinity)
    }
  }

  @Test("of two coins it is p log(p/q) + (1 − p) log((1 − p)/(1 − q)), and not symmetric")
  func coins() {
    let expected = 0.25 * log(0.5) + 0.75 * log(1.5)
    #expect(isClose(kullbackLeibler(probabilities: [0.25, 0.75], [0.5, 0.5]), expected))
    let other = 0.5 * log(2) + 0.5 * log(2.0 / 3)
    #expect(isClose(kullbackLeibler(probabilities: [2, 2], [1, 3]), other))
  }

  @Test("the Jensen–Shannon divergence is the mean of two of them against the mixture")
  func mixture() throws {
    let (p, q): ([Float], [Float]) = ([0.5, 0.25, 0.25, 0], [0.125, 0.125, 0.25, 0.5])
    let m = zip(p, q).map { ($0 + $1) / 2 }
    let halves = try [p, q].map { Double(try #require(kullbackLeibler(probabilities: $0, m))) }
    #expect(isClose(jensenShannon(probabilities: p, q), (halves[0] + halves[1]) / 2))
  }

  @Test("what is no distribution has no divergence")
  func absent() {
    for bad in [[0, 0], [-1, 2], [.nan, 1], [.infinity, 1]] as [[Float]] {
      #expect(kullbackLeibler(probabilities: bad, [1, 1]) == nil)
      #expect(kullbackLeibler(probabilities: [1, 1], bad) == nil)
    }
  }
}
