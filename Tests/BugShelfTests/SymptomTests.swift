import Metrics
import Testing

@testable import BugShelf

/// Every case of the shelf is what it says: the symptom is there, and the repair takes it away.
@Suite struct SymptomTests {
  /// How far from its limit a symptom's metric has to be.
  static let margin: Float = 1.15

  /// The games without a mistake, which cases share.
  static let repaired: [String: Findings] = {
    var findings: [String: Findings] = [:]
    for bug in Shelf.bugs {
      for seed in seeds where findings["\(bug.setup), \(seed)"] == nil {
        findings["\(bug.setup), \(seed)"] = Findings(bug.game(repaired: true, seed: seed))
      }
    }
    return findings
  }()
  static let seeds: [UInt64] = [1, 2]

  @Test(
    "with the mistake its symptom shows, with the line repaired it does not",
    arguments: Shelf.bugs, seeds)
  func symptom(_ bug: BugShelf.Bug, seed: UInt64) throws {
    let metric = bug.symptom.metric
    let findings = Findings(bug.game(repaired: false, seed: seed))
    for telling in bug.telling { #expect(findings[telling] != nil, "\(telling.name)") }
    let broken = try #require(findings[metric])
    let repaired = try #require(Self.repaired["\(bug.setup), \(seed)"]?[metric])
    #expect(
      bug.symptom.shows(in: broken, margin: Self.margin),
      "\(bug.fault), seed \(seed): \(metric.name) \(broken), not \(bug.symptom)")
    #expect(
      bug.symptom.isAbsent(in: repaired, margin: Self.margin),
      "\(bug.fault) repaired, seed \(seed): \(metric.name) \(repaired), still \(bug.symptom)")
  }

  @Test("a symptom has two sides, and a margin keeps away from the limit on both")
  func sides() {
    let high = Symptom(.w1, .above, 2)
    #expect(high.shows(in: 2.1) && !high.shows(in: 2.1, margin: 1.1))
    #expect(high.isAbsent(in: 1.9) && !high.isAbsent(in: 1.9, margin: 1.1))
    let low = Symptom(.w1, .below, 2)
    #expect(low.shows(in: 1.9) && !low.shows(in: 1.9, margin: 1.1) && !low.shows(in: 2.1))
    #expect(low.isAbsent(in: 2.1) && !low.isAbsent(in: 2.1, margin: 1.1))
  }

  @Test("the slope of a norm taken along the batch stays at 1/√200 while the samples are far off")
  func slopeAlongBatch() throws {
    let bug = try #require(Shelf.bugs.first { $0.fault == .normOverBatch })
    for seed in [UInt64(1), 2] {
      let early = { (repaired: Bool) -> Float in
        // The second judgement of the run: the critic has settled, the generator has not arrived.
        Findings(bug.game(repaired: repaired, seed: seed)).log.series(.gradientNormMean).values[1]
      }
      #expect(early(false) < 0.08)
      #expect(early(true) > 0.7)
    }
  }
}
