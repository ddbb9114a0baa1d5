import Foundation
import Runs

/// The values of a chapter's recorded runs: `record.json`.
///
/// What each seed gave is kept, and nothing that is made of it: a ``Spread`` is computed where it is asked
/// for, so that a page cannot say what no seed has given.
struct Record: Codable {
  struct Run: Codable {
    var command: String
    var seeds: [UInt64]
    /// Each seed's value, in the order of `seeds`; null where it could not be measured.
    var values: [String: [Float?]]
    /// Of a run that was recorded before each seed's values were: what was made of them. Nothing can be
    /// equal to these; when the run is recorded again they are gone.
    var stale: [String: Spread]?
    /// The digest of the final parameters, by seed: equal on every machine.
    var digests: [String: String]
    /// Digests of the first seed's pictures: of those that the chapter keeps by the names that it
    /// gives them, and of all pictures of a quick run.
    var pictures: [String: String]?
    /// Of a run at full size, how the first seed's metrics went, thinned.
    var curves: [String: Curve]?
    /// Of a run at full size, what `workbook verify` compares in place of the whole.
    var prefix: Prefix?
    /// Of a run in README's table, how long it took, from its first step to its last picture: of one at full size
    /// each seed, else the first.
    var minutes: [Float]?
    /// The same of the processor, all its threads together.
    var processorMinutes: [Float?]?
    /// The most memory that it held, in millions of bytes.
    var megabytes: [Float]?
    /// What it was recorded on.
    var machine: Machine?
    /// The digest of all of the above: nobody has changed it since.
    var seal: String?
  }

  /// What a run had learnt after its first steps, under the schedules of the whole.
  struct Prefix: Codable, Equatable {
    var step: Int
    /// Of the first seed.
    var digest: String
  }

  var runs: [String: Run]

  /// The value behind a citation: `w1.lesson` is the median of `w1` in the run `lesson`,
  /// `w1.lesson.low` and `.high` the range over the seeds.
  func cited(_ name: String) -> String? {
    let words = name.split(separator: ".").map(String.init)
    guard words.count >= 2 else { return nil }
    let isEnd = words.last == "low" || words.last == "high"
    let run = words.dropFirst().dropLast(isEnd ? 1 : 0).joined(separator: ".")
    guard let spread = runs[run]?.spread(of: words[0]) else { return nil }
    let number =
      words.last == "low" ? spread.low : words.last == "high" ? spread.high : spread.median
    // Three digits are more than the seeds agree on.
    let text = String(format: "%.3g", number)
    return text.replacingOccurrences(of: "-", with: "−")
  }
}

/// Where the values of a run's seeds lie.
struct Spread: Codable, Equatable {
  var median: Float
  var low: Float
  var high: Float
}

extension Spread {
  /// Nil where no seed has a value.
  init?(of values: [Float?]) {
    let measured = values.compactMap { $0 }
    guard let low = measured.min(), let high = measured.max() else { return nil }
    self.init(median: workbook.median(measured), low: low, high: high)
  }

  func contains(_ value: Float) -> Bool { low <= value && value <= high }
}

extension Record.Run {
  /// - Parameters:
  ///   - summaries: what came out, seed by seed; of a command that only draws, nothing.
  ///   - pictures: those of the first seed that are recorded.
  init(
    _ run: WorkbookChapter.Run, of command: String, seeds: [UInt64], _ summaries: [Summary],
    pictures: [String: Picture]
  ) {
    let names = Set(summaries.flatMap(\.metrics.keys))
    self =
      Record.Run(
        command: commandLine([command] + run.arguments), seeds: seeds,
        values: Dictionary(
          uniqueKeysWithValues: names.map { name in (name, summaries.map { $0.metrics[name] }) }),
        digests: Dictionary(uniqueKeysWithValues: summaries.map { ("\($0.seed)", $0.digest) }),
        pictures: pictures.isEmpty ? nil : pictures.mapValues(\.digest), machine: .current
      ).sealed
  }

  func spread(of metric: String) -> Spread? {
    (values[metric] ?? cost(metric)).flatMap(Spread.init) ?? stale?[metric]
  }

  /// What a run took, to be cited as its metrics are: `{{minutes.paper.keras28}}`.
  private func cost(_ name: String) -> [Float?]? {
    switch name {
    case "minutes": minutes
    case "processorMinutes": processorMinutes
    case "megabytes": megabytes
    default: nil
    }
  }
}
