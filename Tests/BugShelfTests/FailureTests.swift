import Metrics
import Runs
import Testing

@testable import BugShelf
@testable import Lessons

/// What a chapter's run would say of the shelf's mistakes, by what it measures. The shelf itself keeps
/// silent: there the learner says it.
@Suite struct FailureTests {
  private static let names: [Fault: String] = [
    .softmaxOfOne: "nobody learnt",
    .labelsSwapped: "D is the wrong way round",
    .lossSummed: "a learning rate is far too high",
    .missingDetach: "D won",
    .generatorSign: "G is paid for being recognised",
    .wrongParameters: "the discriminator never moved",
    .discriminatorNotFrozen: "D calls everything real",
    // By these numbers alone it is the same: G's loss is small, on noise that D has never seen.
    .sameNoise: "G is paid for being recognised",
  ]

  private func failure(_ findings: Findings) -> Failure? {
    // A player that moved in no step has not moved.
    func way(_ metric: Metric) -> Float? {
      findings.log.series(metric).values.max().map { $0 == 0 ? 0 : 0.4 }
    }
    return .likeliest(
      by: Evidence(
        metrics: findings.log.averages(findings.log.columns, overLast: Findings.part),
        log: findings.log, generatorsWay: way(.moveG), opponentsWay: way(.moveD), steps: 1_000))
  }

  @Test("a mistake that leads to a failure is named by it", arguments: Shelf.bugs)
  func named(_ bug: BugShelf.Bug) throws {
    guard let name = Self.names[bug.fault] else { return }
    let failure = failure(Findings(bug.game(repaired: false, seed: 1)))
    #expect(failure?.name == name, "\(bug.fault): \(failure?.words ?? "silence")")
  }

  @Test("the repaired games of the same kind are silent", arguments: Shelf.bugs)
  func silent(_ bug: BugShelf.Bug) throws {
    guard Self.names[bug.fault] != nil else { return }
    let repaired = try #require(SymptomTests.repaired["\(bug.setup), 1"])
    #expect(failure(repaired)?.words == nil)
  }
}
