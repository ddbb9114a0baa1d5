import Foundation
import Testing

@testable import Runs
@testable import workbook

@Suite("What a record says, and how an edit of it is found")
struct RecordTests {
  /// A run as it is recorded today, and one from before the seeds' values were kept.
  private static let runs: [String: Record.Run] = {
    let sealed = ComparisonTests.recorded
    var old = sealed
    old.stale = ["ks": Spread(median: 0.2, low: 0.1, high: 0.4)]
    old.values["w1"] = nil
    return ["today's": sealed, "the old one": old.sealed]
  }()

  private func problem(_ run: Record.Run) -> String? {
    run.problem(
      as: WorkbookChapter.Run(name: "lesson", arguments: ["--preset", "lesson"]), of: "toy-gan")
  }

  @Test(
    "the median and the range are those of the seeds' values, however many have one",
    arguments: [
      ([3, 1, 2], Spread(median: 2, low: 1, high: 3)),
      ([4, 1], Spread(median: 2.5, low: 1, high: 4)),
      ([nil, 7, nil], Spread(median: 7, low: 7, high: 7)), ([nil], nil), ([], nil),
    ] as [([Float?], Spread?)])
  func spread(values: [Float?], spread: Spread?) {
    #expect(Spread(of: values) == spread)
    let run = Record.Run(command: "", seeds: [], values: ["w1": values], digests: [:])
    #expect(Record(runs: ["lesson": run]).cited("w1.lesson") == spread.map { "\($0.median.short)" })
    #expect(Record(runs: ["lesson": run]).cited("w1.lesson.high") == spread.map { $0.high.short })
  }

  @Test("as recorded, nothing is wrong", arguments: runs.keys)
  func sound(name: String) throws {
    #expect(problem(try #require(Self.runs[name])) == nil)
  }

  @Test(
    "each number, text and entry of a record, changed or taken out, is found", arguments: runs.keys)
  func edits(name: String) throws {
    let data = try JSONEncoder().encode(try #require(Self.runs[name]))
    let whole = try JSONSerialization.jsonObject(with: data)
    let edits = edited(whole, at: name)
    #expect(edits.count > 30)
    for (place, value) in edits {
      let data = try JSONSerialization.data(withJSONObject: value)
      // What is no record is found when it is read.
      guard let run = try? JSONDecoder().decode(Record.Run.self, from: data) else { continue }
      #expect(problem(run) != nil, "\(place)")
    }
  }

  @Test("more seeds stand beside those that are recorded, and nothing of another program does")
  func more() throws {
    let run = WorkbookChapter.Run(name: "lesson", arguments: ["--preset", "lesson"])
    let recorded = ComparisonTests.recorded
    var other = recorded
    other.seeds = recorded.seeds.map { $0 + 10 }
    other.digests = ["11": "another"]
    let joined = try recorded.joined(by: other)
    #expect(joined.seeds == recorded.seeds + other.seeds)
    for (name, values) in joined.values {
      #expect(values == recorded.values[name]! + other.values[name]!)
    }
    #expect(joined.digests.count == recorded.digests.count + 1)
    #expect(problem(joined) == nil)

    try recorded.requireMore(of: run, by: "toy-gan")
    #expect(throws: RunFailure.self) { try recorded.requireMore(of: run, by: "wgan") }
    #expect(throws: RunFailure.self) {
      try #require(Self.runs["the old one"]).requireMore(of: run, by: "toy-gan")
    }
    let name = try #require(recorded.values.keys.min())
    other.values[name] = nil
    let refusal = #expect(throws: RunFailure.self) { try recorded.joined(by: other) }
    #expect(refusal?.description.contains(name) == true)
  }

  @Test("a stale median outside of its range is an error, even in a record that is sealed")
  func impossible() throws {
    for median in [0.0999, 0.4001] as [Float] {
      var run = try #require(Self.runs["the old one"])
      run.stale?["ks"]?.median = median
      let problem = try #require(self.problem(run.sealed))
      #expect(
        problem.contains("the median of ks, \(median), lies outside of its range, 0.1 to 0.4"))
    }
  }

  @Test("a list that is not one value for each seed, and a run of another command, are errors")
  func shape() throws {
    var run = try #require(Self.runs["today's"])
    run.values["w1"] = [0.25, 0.5, 0.75]
    #expect(problem(run.sealed) == "w1 has 3 values for 2 seeds")
    run.values["w1"] = [0.25, 0.5]
    run.command = "toy-gan"
    #expect(
      problem(run.sealed)
        == "recorded of `toy-gan`, and the chapter says `toy-gan --preset lesson`")
  }

  @Test("the value of each seed is compared, when that seed is run", arguments: [1, 2])
  func seeds(seed: Int) throws {
    for name in ["w1", "modesCovered"] {
      var run = ComparisonTests.recorded
      run.values[name]?[seed - 1]? += 1
      let comparison = Comparison(
        chapter: "01-toy-gan", run: "lesson", recorded: run, seed: UInt64(seed),
        summary: ComparisonTests.summaries[seed - 1], pictures: nil, kept: nil)
      #expect(comparison.differences.map(\.name) == [name])
    }
  }

  @Test(
    "the records in Figures/ are as they were recorded",
    arguments: ["toy-gan", "dense-gan", "dcgan", "label-smoothing", "wgan"])
  func figures(command: String) throws {
    let chapters = try WorkbookChapter.all()
    #expect(chapters.count == 5)
    let chapter = try #require(chapters.first { $0.command == command })
    #expect(try Record(believed: chapter).runs.count == chapter.runs.count)
  }
}

extension Float {
  fileprivate var short: String { String(format: "%.3g", self) }
}

/// The same value with one leaf changed or one entry taken out, for each of them, with its place.
private func edited(_ value: Any, at place: String) -> [(place: String, value: Any)] {
  switch value {
  case let object as [String: Any]:
    return object.flatMap { key, inner in
      var without = object
      without[key] = nil
      return [("\(place).\(key), taken out", without as Any)]
        + edited(inner, at: "\(place).\(key)").map { edit in
          var changed = object
          changed[key] = edit.value
          return (edit.place, changed)
        }
    }
  case let array as [Any]:
    return array.indices.flatMap { index in
      var without = array
      without.remove(at: index)
      return [("\(place)[\(index)], taken out", without as Any)]
        + edited(array[index], at: "\(place)[\(index)]").map { edit in
          var changed = array
          changed[index] = edit.value
          return (edit.place, changed)
        }
    }
  case let text as String: return [(place, text + "0")]
  case let number as NSNumber: return [(place, number.doubleValue + 1)]
  default: return [(place, 0.0123)]
  }
}
