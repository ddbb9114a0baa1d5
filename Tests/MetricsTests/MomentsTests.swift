import Testing

@testable import Metrics

@Suite("Moments and the report")
struct MomentsTests {
  @Test("the divisor of the variance is n")
  func divisor() {
    #expect(Moments([-1, 1])?.standardDeviation == 1)
    #expect(Moments([3])?.standardDeviation == 0)
    #expect(Moments([2, 4, 9])?.mean == 5)
  }

  @Test("a small spread round a large mean is not lost")
  func collapsed() {
    let moments = Moments(
      (0..<1000).map { 10_000 + ($0.isMultiple(of: 2) ? 0.0078125 : -0.0078125) })
    #expect(moments?.mean == 10_000)
    #expect(moments?.standardDeviation == 0.0078125)
  }

  @Test("they agree with numpy", arguments: momentReferences)
  func reference(_ reference: MomentReference) {
    let moments = Moments(sampleRules[reference.a].values)
    #expect(isClose(moments?.mean, Double(reference.mean)))
    #expect(isClose(moments?.standardDeviation, Double(reference.std)))
  }

  @Test("an empty sample, a NaN or an infinity has no moments and no report", arguments: unusable)
  func absent(_ sample: [Float]) {
    #expect(Moments(sample) == nil)
    #expect(report(of: sample) == nil)
  }

  @Test("the report holds what its functions say, under the summary's names")
  func gathered() throws {
    let samples = sampleRules[5].values
    let target = Normal(mean: -1)
    let metrics = try #require(report(of: samples)).measurements
    #expect(metrics.finite.keys.sorted() == ["js", "ks", "mean", "std", "w1"])
    #expect(
      metrics[.w1]
        == wasserstein1(
          samples, cumulative: target.cumulative(at:), meanDistance: target.meanDistance(to:)))
    #expect(metrics[.ks] == kolmogorovSmirnov(samples, cumulative: target.cumulative(at:)))
    #expect(
      metrics[.js] == jensenShannon(samples, cumulative: target.cumulative(at:), over: -5...3))
    #expect(metrics[.mean] == Moments(samples)?.mean)
    #expect(metrics[.std] == Moments(samples)?.standardDeviation)
  }

  @Test("a generator collapsed to the mean has a perfect mean, and is found out by all the rest")
  func collapseIsSeen() throws {
    let collapsed = try #require(report(of: [Float](repeating: -1, count: 1000)))
    #expect(collapsed.mean == -1)
    #expect(collapsed.std == 0)
    #expect(isClose(collapsed.w1, 0.7978846))
    #expect(collapsed.ks == 0.5)
    #expect(collapsed.js > 0.5)
  }

  private func report(of samples: [Float]) -> OneDimensionalReport? {
    let target = Normal(mean: -1)
    return OneDimensionalReport(
      of: samples, cumulative: target.cumulative(at:), meanDistance: target.meanDistance(to:),
      over: -5...3)
  }
}
