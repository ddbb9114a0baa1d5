import Foundation
import Metrics
import Runs
import Testing

@testable import Lessons

@Suite("What a run says went wrong with it")
struct FailureTests {
  /// What is said of a run with these numbers at the end, and these on the way.
  private func failure(
    _ metrics: [String: Float], log series: [String: [Float]] = [:], generatorsWay: Float? = 0.4,
    opponentsWay: Float? = 0.4
  ) -> Failure? {
    var log = MetricLog()
    for step in 0..<(series.values.map(\.count).max() ?? 0) {
      for (name, values) in series { log.append([Metric(name): values[step]], at: step + 1) }
    }
    var measured: Measurements = [:]
    for (name, value) in metrics { measured[Metric(name)] = value }
    return .likeliest(
      by: Evidence(
        metrics: measured, log: log, generatorsWay: generatorsWay, opponentsWay: opponentsWay,
        opponent: "discriminator", steps: 1_000))
  }

  private static let good: [String: Float] = [
    "dReal": 0.6, "dFake": 0.42, "frechetRatio": 0.03, "digitsCovered": 10, "lossD": 1.2,
    "lossG": 1,
  ]

  private func changed(_ changes: [String: Float]) -> [String: Float] {
    Self.good.merging(changes) { $1 }
  }

  // The numbers are those of runs: controls of chapters 1 and 2, and cases of the bug shelf.
  @Test("each failure is told by its numbers")
  func kinds() {
    #expect(failure(Self.good) == nil)
    #expect(failure(Self.good, generatorsWay: 0, opponentsWay: 0)?.name == "nobody learnt")
    #expect(failure(Self.good, opponentsWay: 0)?.name == "the discriminator never moved")
    #expect(failure(Self.good, generatorsWay: 0)?.name == "the generator never moved")
    #expect(failure(changed(["dFake": 0.02, "lossG": 0.02, "generatorSteps": 5])) == nil)
    #expect(failure(changed(["lossD": 0.3, "lossG": 0.1, "generatorSteps": 5])) == nil)
    let names: [(numbers: [String: Float], name: String)] = [
      (["dReal": 0.58, "dFake": 1, "lossD": 58.8], "D is the wrong way round"),
      (["dReal": 0.97, "dFake": 0.98, "lossD": 4.2], "D calls everything real"),
      (["dFake": 0.02, "lossG": 0.02], "G is paid for being recognised"),
      (["lossD": 0.3, "lossG": 0.1], "the two do not play against each other"),
      (["dReal": 0.65, "dFake": 0.56, "lossD": 98_354], "a learning rate is far too high"),
      (["dReal": 1, "dFake": 2e-12, "lossG": 26.8, "frechetRatio": 8], "D won"),
      (["std": 0.0088, "w1": 1.2, "dFake": 0.4998], "G has collapsed"),
      (["digitsCovered": 1], "G has collapsed"),
      (["spread": 0.0006], "G has collapsed"),
      (["digitsCovered": 7], "G has forgotten some of the classes"),
      (["modesCovered": 12, "clusterCount": 25], "G leaves out some of the clusters"),
      (["frechetRatio": 1.4], "the samples are no better than noise"),
      (["frechetRatio": 1.4, "dReal": 0.5, "dFake": 0.5], "D cannot tell what the judge can"),
      (["criticEstimate": -2, "gradientNormMean": 0.6], "the critic is the wrong way round"),
      (
        ["criticEstimate": 0.8, "gradientNormMean": 20, "penaltyWeight": 10],
        "nothing holds the critic's slope"
      ),
    ]
    for (numbers, name) in names {
      #expect(failure(changed(numbers))?.name == name, "\(numbers)")
    }
  }

  @Test("D that wins after steps of more than its own size had a rate that is far too high")
  func rate() {
    let won = changed(["dReal": 0.9996, "dFake": 0.0003, "lossD": 0.0007, "lossG": 8])
    #expect(failure(won, opponentsWay: 2.4)?.name == "a learning rate is far too high")
    #expect(failure(won, opponentsWay: 0.7)?.name == "D won")
    // Far is no failure by itself: chapter 1 with Adam from small weights goes twelve times its size.
    #expect(failure(Self.good, generatorsWay: 3.3, opponentsWay: 12.2) == nil)
  }

  @Test("a run that was still getting better was too short; one that got worse was not")
  func short() {
    let poor = changed(["frechetRatio": 0.53, "digitsCovered": 5])
    let falling = failure(poor, log: ["frechetRatio": [3.75, 0.7, 0.53]])
    #expect(falling?.name == "the run was too short")
    #expect(falling?.sentence.contains("3.750 at first, 0.700 half-way and 0.530") == true)
    let rising = failure(poor, log: ["frechetRatio": [3.75, 0.2, 0.53]])
    #expect(rising?.name == "G has forgotten some of the classes")
    // One step.
    let untrained = failure(poor, generatorsWay: 0.016, opponentsWay: 0.011)
    #expect(untrained?.name == "the run was too short")
    // A generator that is frozen on purpose is none: chapter 4 studies D alone.
    #expect(failure(Self.good, generatorsWay: nil) == nil)
  }

  @Test("losses are taken from the end of the log, not from its beginning")
  func late() {
    #expect(failure([:], log: ["dReal": [0.5, 0.5], "lossD": [98, 1.3]]) == nil)
  }

  // MARK: - What was recorded

  private static let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What each seed of a recorded run gave; of an old record, all the lowest, middle and highest values.
  private static func recorded(in folder: String) throws -> [String: [[String: Float]]] {
    struct Spread: Decodable { let low, median, high: Float }
    struct Run: Decodable {
      let values: [String: [Float?]]
      let stale: [String: Spread]?
    }
    struct Record: Decodable { let runs: [String: Run] }
    let file = top.appendingPathComponent("Figures/\(folder)/record.json")
    let record = try JSONDecoder().decode(Record.self, from: Data(contentsOf: file))
    return record.runs.mapValues { run in
      let old = run.stale?.mapValues { [$0.low, $0.median, $0.high] as [Float?] } ?? [:]
      let all = run.values.merging(old) { $1 }
      return (0..<(all.values.map(\.count).max() ?? 0)).map { seed in
        all.compactMapValues { $0.indices.contains(seed) ? $0[seed] : nil }
      }
    }
  }

  /// Runs whose chapters show them as failures, and what is said of at least one of their seeds.
  private static let failures = [
    "01-toy-gan/lesson.published-small": "G has collapsed",
    "01-toy-gan/lesson.small-penalty": "G has collapsed",
    "01-toy-gan/lesson.small-wide": "G has collapsed",
    "01-toy-gan/lesson.published-unit": "G has collapsed",
    "01-toy-gan/lesson.unit-wide": "G has collapsed",
    "02-dense-gan/lesson.eager": "G has forgotten some of the classes",
    "03-dcgan/lesson.mxnet64-norm": "G has collapsed",
    "03-dcgan/lesson.no-norm": "D won",
    "03-dcgan/lesson.published": "D won",
    "03-dcgan/lesson.published-eager": "D won",
    "03-dcgan/lesson.published-fresh": "D won",
    "03-dcgan/lesson.published-lazy": "G has collapsed",
    "03-dcgan/lesson.published-uniform": "D won",
    "05-wgan/lesson.gan": "G has forgotten some of the classes",
    "05-wgan/lesson.grid-gan": "G leaves out some of the clusters",
    "05-wgan/lesson.ring-gan": "G leaves out some of the clusters",
    "05-wgan/lesson.grid-lsgan": "G leaves out some of the clusters",
    "05-wgan/lesson.ring-lsgan": "G leaves out some of the clusters",
    "05-wgan/lesson.modern-grid-unpenalised": "G leaves out some of the clusters",
    "05-wgan/lesson.line-frozen": "the critic is the wrong way round",
  ]

  @Test(
    "of the recorded runs, those that their chapters show as failures are named, and no other",
    arguments: ["01-toy-gan", "02-dense-gan", "03-dcgan", "04-label-smoothing", "05-wgan"])
  func records(folder: String) throws {
    // The quick runs of images are too short to draw anything, and say so by their logs.
    let runs = try Self.recorded(in: folder).filter {
      folder == "01-toy-gan" || !$0.key.hasPrefix("quick")
    }
    #expect(runs.count >= 5)
    for (run, seeds) in runs {
      // What a chapter adds to its numbers, and no record has.
      let repeats = ["faces64-published", "faces32-uniform-long", "faces32-normal-long"]
      let aside: [String: Float] =
        if run.contains("grid") {
          ["clusterCount": 25]
        } else if run.contains("ring") {
          ["clusterCount": 8]
        } else {
          repeats.contains(where: run.hasSuffix) ? ["generatorSteps": 5] : [:]
        }
      let names = Set(seeds.compactMap { failure($0.merging(aside) { $1 })?.name })
      if let expected = Self.failures["\(folder)/\(run)"] {
        #expect(names.contains(expected), "\(run): \(names)")
      } else {
        #expect(names == [], "\(run)")
      }
    }
  }

  @Test("what explains a failure is there: the page, and its heading")
  func headings() throws {
    for kind in KindOfFailure.all {
      let page = Self.top.appendingPathComponent(kind.page)
      let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
      let heading = lines.first { $0.hasPrefix("#") && $0.hasSuffix("# \(kind.heading)") }
      #expect(heading != nil, "\(kind.page): \(kind.heading)")
    }
    // The table there has all of them.
    let table = try String(
      contentsOf: Self.top.appendingPathComponent("Chapters/01-toy-gan/README.md"), encoding: .utf8)
    for kind in KindOfFailure.all { #expect(table.contains("| \(kind.name) |"), "\(kind.name)") }
  }
}
