import Foundation
@testable import Runs
import Testing

@testable import workbook

@Suite("workbook runs --where")
struct ConditionTests {
  private func holds(_ text: String, _ run: KeptRun = RunsFixture.run()) throws -> Bool {
    try Condition(text).holds(for: run)
  }

  @Test(
    "metrics compare as numbers, settings as text and, where both are numbers, as numbers",
    arguments: [
      ("w1 < 0.5", true), ("w1<0.1", false), ("w1 = 0.1", true), ("w1 != 0.1", false),
      ("w1 >= 0.1 and w1 <= 0.1", true), ("w1 < 0.5 and seed = 2", false), ("seed == 1", true),
      ("steps > 49", true), ("seconds < 61", true), ("minutes <= 1", true), ("lossD > 1", true),
      ("recipe = reliable", true), ("recipe != reliable", false), ("preset = lesson", true),
      ("hidden = 16", true), ("hidden = 16.0", true), ("hidden < 6", false),
      ("'batch norm' = \"yes, both\"", true), ("optimizer > 3", false),
      // What was not measured is neither.
      ("ks < 1", false), ("ks >= 1", false), ("ks != 1", false),
    ])
  func chooses(text: String, expected: Bool) throws {
    #expect(try holds(text) == expected, "\(text)")
  }

  @Test(
    "a mistake is named with its place",
    arguments: [
      ("", 1, "the name of a metric"), ("w1", 3, "= != <"), ("w1 <", 5, "a number or a word"),
      ("w1 < 1 and", 11, "the name of a metric"), ("w1 << 1", 4, "<< is none of"),
      ("w1 < 1 or ks < 1", 8, "and should stand here, not or"), ("< 1", 1, "not <"),
      ("w1 < small", 6, "a number should stand, not small"), ("recipe = 'the", 10, "does not end"),
      ("w1 < and", 6, "not and"),
    ])
  func mistakes(text: String, place: Int, words: String) throws {
    let mistake = #expect(throws: Condition.Mistake.self) { try Condition(text) }
    let sentence = try #require(mistake?.description)
    #expect(sentence.hasPrefix("--where '\(text)': character \(place): "), "\(sentence)")
    #expect(sentence.contains(words), "\(sentence)")
  }

  @Test("a name that no run has is a mistake; one that a run has not is none")
  func unknown() throws {
    let runs = [RunsFixture.run(), RunsFixture.run(metrics: ["ks": 0.2])]
    #expect(try Condition("ks < 1").unknownName(in: runs) == nil)
    let mistake = try #require(try Condition("w1 < 1 and legble < 1").unknownName(in: runs))
    #expect(mistake.description.contains("character 12: no run here has"))
    #expect(mistake.description.contains("ks") && mistake.description.contains("hidden"))
  }
}

/// Runs as they lie in folders.
enum RunsFixture {
  static func summary(
    chapter: String = "toy-gan", recipe: String = "reliable", seed: UInt64 = 1,
    metrics: [String: Float] = ["w1": 0.1],
    settings: [String: String]? = [
      "hidden": "16", "batch norm": "yes, both", "optimizer": "adam",
    ]
  ) -> Summary {
    Summary(
      chapter: chapter, recipe: recipe, preset: .lesson, seed: seed, dataset: "N(−1, 1)",
      steps: 50, batchSize: 8, threads: 1, seconds: 60, stepsPerSecond: 1, peakMemoryBytes: 1,
      losses: ["lossD": 1.4], metrics: metrics, parameters: ["generator": 3],
      digest: "00000000000000\(seed)0", settings: settings)
  }

  static func run(seed: UInt64 = 1, metrics: [String: Float] = ["w1": 0.1]) -> KeptRun {
    KeptRun(
      folder: URL(fileURLWithPath: "/nowhere"), path: "toy-gan-reliable-lesson-seed\(seed)",
      summary: summary(seed: seed, metrics: metrics))
  }

  /// Puts a finished run into a folder of runs, with curves and a picture.
  static func put(_ summary: Summary, in runs: URL, _ name: String) throws {
    let folder = runs.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ text: String, _ file: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(file))
    }
    try write("step,lossD,w1\n1,1.4,0.9\n20,,0.5\n50,1.38,0.1\n", "metrics.csv")
    try write("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "training.svg")
    try write("<p>report</p>", "report.html")
    try summary.json().write(to: folder.appendingPathComponent("summary.json"))
  }
}
