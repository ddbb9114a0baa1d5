import ArgumentParser
import Foundation
import Runs

/// Runs again what is recorded, and compares.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run again what is recorded in Figures/, and compare.",
    discussion: """
      Parameters, charts and pixels have to be the same to the last bit. So have the metrics, but for \
      the rounding of a system's logarithm: a share of 1e-6. A metric that was recorded without the \
      values of its seeds is stale, which is not equal. Of a run at full size the first steps are run, \
      and compared with what had been learnt then. Prints a line for each run and each \
      difference. If there are any, writes them side by side to Runs/verify/index.html and ends with \
      status 1. A run on a data set that is not there is skipped.
      """)

  @Argument(help: "Only the chapter of this folder or command.")
  var chapter: String?

  @Option(
    help: """
      Which runs: quick, a minute or two for all chapters; lesson, which takes hours; paper, the first \
      steps of those at full size. (default: lesson, and of paper what is recorded)
      """)
  var preset: Preset?

  @Option(help: "How many of the recorded seeds.")
  var seeds = 1

  @Option(
    name: .customLong("run"),
    help: "Only the runs of these names, such as lesson,quick.clip, whatever their preset.")
  var only: String?

  @Flag(help: "Print every value.")
  var verbose = false

  func validate() throws {
    if seeds < 1 || seeds > 100 { throw ValidationError("--seeds \(seeds): give 1 to 100") }
  }

  private func choice() throws -> [WorkbookChapter.Choice] {
    try WorkbookChapter.choose(
      chapter: chapter, named: "The chapter", runs: only?.split(separator: ",").map(String.init),
      presets: preset.map { [$0] } ?? [.lesson, .paper])
  }

  func run() throws {
    let tasks = try tasks()
    let page = VerifyPage(folder: URL(fileURLWithPath: "Runs/verify", isDirectory: true))
    try page.clear()
    let clock = ContinuousClock.now
    var table = VerifyTable(isVerbose: verbose)
    do {
      for task in tasks {
        let start = ContinuousClock.now
        do {
          let comparison = try task.compare()
          table.add(comparison, seconds: start.duration(to: .now) / .seconds(1))
        } catch let missing as ChapterProcess.DatasetMissing {
          table.skip(task.title, "no \(missing.title)")
        }
      }
    } catch {
      // What was found until then is not lost.
      if table.differs { try page.write(table.comparisons) }
      throw error
    }
    print(table.summary(seconds: clock.duration(to: .now) / .seconds(1)))
    if table.differs {
      try page.write(table.comparisons)
      print("side by side: \(page.path)")
      for command in try stale(table.comparisons) { print("stale: record it with `\(command)`") }
      throw ExitCode(1)
    }
  }

  /// How to record what was found to be stale, chapter by chapter.
  private func stale(_ comparisons: [Comparison]) throws -> [String] {
    try WorkbookChapter.all().compactMap { chapter in
      let runs = chapter.runs.map(\.name).filter { name in
        comparisons.contains {
          $0.chapter == chapter.folder && $0.run == name
            && $0.items.contains { $0.verdict == .stale }
        }
      }
      return runs.isEmpty ? nil : chapter.commandToRecord(runs)
    }
  }

  /// What is to be run. Everything that is missing is known before the first run takes its time.
  private func tasks() throws -> [VerifyTask] {
    try choice().flatMap { choice in
      let (chapter, record) = (choice.chapter, try Record(believed: choice.chapter))
      // Nobody who types `verify` has asked for runs that take hours to record.
      let runs = choice.runs.filter { run in
        !run.isLong || preset != nil || only != nil || record.runs[run.name] != nil
      }
      let missing = runs.map(\.name).filter { record.runs[$0] == nil }
      guard missing.isEmpty else {
        throw RunFailure(
          .inputNotFound,
          "\(chapter.recordPath): nothing is recorded of \(missing.joined(separator: ", ")); "
            + "record it with `\(chapter.commandToRecord(missing))`")
      }
      return runs.flatMap { run in
        // Of what takes hours, one seed has a prefix.
        let most = record.runs[run.name]?.prefix == nil ? seeds : 1
        return (record.runs[run.name]?.seeds.prefix(most) ?? []).map {
          VerifyTask(chapter: chapter, run: run, record: record, seed: $0)
        }
      }
    }
  }
}

/// One run from one seed.
struct VerifyTask {
  let chapter: WorkbookChapter
  let run: WorkbookChapter.Run
  let record: Record
  let seed: UInt64

  var title: String { "\(chapter.folder): \(run.name)" }

  func compare() throws -> Comparison {
    let folder = try temporaryFolder("verify")
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let recorded = record.runs[run.name] else {
      throw RunFailure(.inputNotFound, "\(chapter.recordPath): no run \(run.name)")
    }
    if let prefix = recorded.prefix, seed == recorded.seeds.first {
      return try compare(prefix, of: recorded, in: folder)
    }
    let summary = try ChapterProcess.run(run, of: chapter, seed: seed, out: folder)
    let isDrawn = seed == recorded.seeds.first
    return Comparison(
      chapter: chapter.folder, run: run.name, recorded: recorded, seed: seed, summary: summary,
      pictures: isDrawn ? try drawn(in: folder) : nil,
      kept: run.preset == .quick ? nil : try kept())
  }

  /// The first steps of a run at full size, under the schedules of the whole.
  private func compare(
    _ prefix: Record.Prefix, of recorded: Record.Run, in folder: URL
  ) throws -> Comparison {
    var manner = ChapterProcess.Manner()
    manner.arguments = ["--stop-after", "\(prefix.step)", "--digest-at", "\(prefix.step)"]
    manner.stopsEarly = true
    _ = try ChapterProcess.run(run, of: chapter, seed: seed, out: folder, manner: manner)
    return Comparison(
      chapter: chapter.folder, run: run.name, recorded: recorded, prefix: prefix,
      digest: try digestFile(in: folder, at: prefix.step),
      course: try MeasuredCourse(folder: folder), kept: try kept())
  }

  /// The pictures that came out; one that did not is absent.
  private func drawn(in folder: URL) throws -> [String: Picture] {
    if run.preset == .quick { return try Picture.all(in: folder) }
    return try pictures { folder.appendingPathComponent($0.name) }
  }

  private func kept() throws -> [String: Picture] {
    try pictures { chapter.figure($0.kept) }
  }

  private func pictures(
    _ file: ((name: String, kept: String)) -> URL
  ) throws -> [String: Picture] {
    var pictures: [String: Picture] = [:]
    for figure in run.figures
    where FileManager.default.fileExists(atPath: file(figure).path) {
      pictures[figure.kept] = try Picture(contentsOf: file(figure))
    }
    return pictures
  }
}
