import Foundation
import Runs

/// The values of a chapter's recorded runs: `record.json`.
struct Record: Codable {
  struct Value: Codable, Equatable {
    let median: Float
    let low: Float
    let high: Float
    /// The value of each seed, in the order of the run's `seeds`; null where it could not be
    /// measured. Absent with a single seed, and from records that are older than this.
    var each: [Float?]?
  }

  struct Run: Codable {
    let command: String
    let seeds: [UInt64]
    let values: [String: Value]
    /// The digest of the final parameters, by seed: equal on every machine.
    let digests: [String: String]
    /// Digests of the first seed's pictures: of those that the chapter keeps by the names that it
    /// gives them, and of all pictures of a quick run.
    var pictures: [String: String]?
    /// What it was recorded on.
    var machine: Machine?
  }

  var runs: [String: Run]

  /// The value behind a citation: `w1.lesson` is the median of `w1` in the run `lesson`,
  /// `w1.lesson.low` and `.high` the range over the seeds.
  func cited(_ name: String) -> String? {
    let words = name.split(separator: ".").map(String.init)
    guard words.count >= 2 else { return nil }
    let isEnd = words.last == "low" || words.last == "high"
    let run = words.dropFirst().dropLast(isEnd ? 1 : 0).joined(separator: ".")
    guard let value = runs[run]?.values[words[0]] else { return nil }
    let number = words.last == "low" ? value.low : words.last == "high" ? value.high : value.median
    // Three digits are more than the seeds agree on.
    let text = String(format: "%.3g", number)
    return text.replacingOccurrences(of: "-", with: "−")
  }
}

// MARK: - The file

extension Record {
  /// What is recorded of a chapter so far, without runs that it has no more; of a chapter that has
  /// no record, nothing.
  ///
  /// - Throws: ``RunFailure`` (65) when the file is no record.
  init(of recording: Recording) throws {
    guard let data = FileManager.default.contents(atPath: recording.recordPath) else {
      self.init(runs: [:])
      return
    }
    let names = recording.runs.map(\.name)
    do {
      let all = try JSONDecoder().decode(Record.self, from: data).runs
      self.init(runs: all.filter { names.contains($0.key) })
    } catch {
      throw RunFailure(
        .badData,
        "\(recording.recordPath): no record, or not a whole one; restore it, or delete it and "
          + "record again with `workbook record --chapter \(recording.command)`")
    }
  }

  /// Writes the file, whole or not at all.
  func write(for recording: Recording) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(
      to: URL(fileURLWithPath: recording.recordPath), options: .atomic)
  }
}

extension Record.Run {
  /// - Parameters:
  ///   - summaries: what came out, seed by seed; of a command that only draws, nothing.
  ///   - pictures: those of the first seed that are recorded.
  init(
    _ run: Recording.Run, of command: String, seeds: [UInt64], _ summaries: [Summary],
    pictures: [String: Picture]
  ) {
    self.command = commandLine([command] + run.arguments)
    self.seeds = seeds
    digests = Dictionary(uniqueKeysWithValues: summaries.map { ("\($0.seed)", $0.digest) })
    let names = Set(summaries.flatMap(\.metrics.keys))
    values = Dictionary(
      uniqueKeysWithValues: names.map { name in
        let each = summaries.map { $0.metrics[name] }
        let measured = each.compactMap { $0 }
        let value = Record.Value(
          median: median(measured), low: measured.min() ?? .nan, high: measured.max() ?? .nan,
          each: seeds.count > 1 ? each : nil)
        return (name, value)
      })
    self.pictures = pictures.isEmpty ? nil : pictures.mapValues(\.digest)
    machine = .current
  }
}
