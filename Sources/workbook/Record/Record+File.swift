import Foundation
import Runs

extension Record {
  /// What is recorded of a chapter so far, without runs that it has no more; of a chapter that has
  /// no record, nothing.
  ///
  /// - Throws: ``RunFailure`` (65) when the file is no record.
  init(of chapter: WorkbookChapter) throws {
    guard let data = FileManager.default.contents(atPath: chapter.recordPath) else {
      self.init(runs: [:])
      return
    }
    let names = chapter.runs.map(\.name)
    do {
      let all = try JSONDecoder().decode(Record.self, from: data).runs
      self.init(runs: all.filter { names.contains($0.key) })
    } catch {
      throw RunFailure(
        .badData,
        "\(chapter.recordPath): no record, or not a whole one; restore it, or delete it and "
          + "record again with `workbook record --chapter \(chapter.command)`")
    }
  }

  /// What is recorded of a chapter, to be believed: as `workbook record` left it.
  ///
  /// - Throws: ``RunFailure`` (65), with the run and how to record it again.
  init(believed chapter: WorkbookChapter) throws {
    try self.init(of: chapter)
    for run in chapter.runs {
      guard let problem = runs[run.name]?.problem(as: run, of: chapter.command) else { continue }
      throw RunFailure(
        .badData,
        "\(chapter.recordPath): \(run.name): \(problem); restore it, or record it again with "
          + "`\(chapter.commandToRecord([run.name]))`")
    }
  }

  /// Writes the file, whole or not at all.
  func write(for chapter: WorkbookChapter) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(
      to: URL(fileURLWithPath: chapter.recordPath), options: .atomic)
  }

  /// The runs that have no value of a seed, in the chapter's order.
  func staleRuns(of chapter: WorkbookChapter) -> [String] {
    chapter.runs.map(\.name).filter { runs[$0]?.stale != nil }
  }
}

extension Record.Run {
  /// As `workbook record` leaves it.
  var sealed: Record.Run {
    var run = self
    run.seal = content
    return run
  }

  /// The ``seal`` that belongs to what stands here.
  var content: String {
    var unsealed = self
    unsealed.seal = nil
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // A number that JSON cannot hold has no place in a record either.
    return (try? encoder.encode(unsealed)).map(fnv1a) ?? "none"
  }

  /// Why this is not to be believed; nil if it is.
  ///
  /// - Parameter run: what the chapter says today.
  func problem(as run: WorkbookChapter.Run, of chapterCommand: String) -> String? {
    for (name, spread) in (stale ?? [:]).sorted(by: { $0.key < $1.key })
    where !spread.contains(spread.median) {
      return "the median of \(name), \(spread.median), lies outside of its range, "
        + "\(spread.low) to \(spread.high)"
    }
    for (name, each) in values.sorted(by: { $0.key < $1.key }) where each.count != seeds.count {
      return "\(name) has \(each.count) values for \(seeds.count) seeds"
    }
    if seal != content { return "it is not what was recorded, or has been changed since" }
    let typed = commandLine([chapterCommand] + run.arguments)
    return command == typed ? nil : "recorded of `\(command)`, and the chapter says `\(typed)`"
  }
}
