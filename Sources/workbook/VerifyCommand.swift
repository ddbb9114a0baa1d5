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
      the rounding of a system's logarithm: a share of 1e-6. Prints a line for each run and each \
      difference. If there are any, writes them side by side to Runs/verify/index.html and ends with \
      status 1. A run on a data set that is not there is skipped.
      """)

  @Argument(help: "Only the chapter of this folder or command.")
  var chapter: String?

  @Option(
    help: "Which runs: quick, a minute or two for all chapters, or lesson, which takes hours.")
  var preset = Preset.lesson

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
    if preset == .paper { throw ValidationError("--preset paper: give quick or lesson") }
    _ = try choice()
  }

  private func choice() throws -> [Recording.Choice] {
    try Recording.choose(
      chapter: chapter, named: "The chapter", runs: only?.split(separator: ",").map(String.init),
      preset: preset)
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
      throw ExitCode(1)
    }
  }

  /// What is to be run. Everything that is missing is known before the first run takes its time.
  private func tasks() throws -> [VerifyTask] {
    try choice().flatMap { choice in
      let (recording, record) = (choice.recording, try Record(of: choice.recording))
      let missing = choice.runs.map(\.name).filter { record.runs[$0] == nil }
      guard missing.isEmpty else {
        throw RunFailure(
          .inputNotFound,
          "\(recording.recordPath): nothing is recorded of \(missing.joined(separator: ", ")); "
            + "record it with `\(recording.commandToRecord(missing))`")
      }
      return choice.runs.flatMap { run in
        (record.runs[run.name]?.seeds.prefix(seeds) ?? []).map {
          VerifyTask(recording: recording, run: run, record: record, seed: $0)
        }
      }
    }
  }
}

/// One run from one seed.
struct VerifyTask {
  let recording: Recording
  let run: Recording.Run
  let record: Record
  let seed: UInt64

  var title: String { "\(recording.chapter): \(run.name)" }

  func compare() throws -> Comparison {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "verify-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let summary = try ChapterProcess.run(run, of: recording, seed: seed, out: folder)
    guard let recorded = record.runs[run.name] else {
      throw RunFailure(.inputNotFound, "\(recording.recordPath): no run \(run.name)")
    }
    let isDrawn = seed == recorded.seeds.first
    return Comparison(
      chapter: recording.chapter, run: run.name, recorded: recorded, seed: seed, summary: summary,
      pictures: isDrawn ? try drawn(in: folder) : nil,
      kept: run.preset == .quick ? nil : try kept())
  }

  /// The pictures that came out; one that did not is absent.
  private func drawn(in folder: URL) throws -> [String: Picture] {
    if run.preset == .quick { return try Picture.all(in: folder) }
    return try pictures { folder.appendingPathComponent($0.name) }
  }

  private func kept() throws -> [String: Picture] {
    try pictures { recording.figure($0.kept) }
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
