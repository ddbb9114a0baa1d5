import ArgumentParser
import Foundation
import Runs

/// Runs the chapters at the presets that their prose cites, over several seeds.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Run the chapters over several seeds; write Figures/<chapter>/record.json, pictures.",
    discussion: """
      A run is recorded as the median and the range of what it measured and the values of each seed; \
      the digests of its parameters and of its pictures; and the machine. The quick runs take one \
      seed, and their pictures are recorded as digests alone.

      Runs at full size take hours, and are left out unless --paper or --run asks for them. Each has a \
      folder in Runs/paper/, where it goes on from its checkpoint when it was stopped: type the same \
      again. Recorded of them are also the course of their metrics, their time and memory, and what was \
      learnt after the first steps, which is what `workbook verify` compares.
      """)

  @Option(help: "How many seeds, from 1.")
  var seeds = 5

  @Option(help: "Only the chapter of this folder or command.")
  var chapter: String?

  @Option(
    name: .customLong("run"),
    help: "Only the runs of these names, such as lesson,lesson.mnist; the others stay as they are.")
  var only: String?

  @Flag(help: "Run only the seeds that a record lacks, and keep those that it has.")
  var more = false

  @Flag(help: "The runs at full size that are not recorded yet. One that is: name it with --run.")
  var paper = false

  @Flag(
    help: """
      Only time and memory of the runs in README's table, of seed 1: for a machine that does nothing else.
      """)
  var costs = false

  func validate() throws {
    if costs && (more || paper) {
      throw ValidationError(
        "--costs runs what is recorded already; give it without --more and --paper")
    }
    if seeds < 1 || seeds > 100 { throw ValidationError("--seeds \(seeds): give 1 to 100") }
    if paper && only != nil {
      throw ValidationError("--paper takes all runs at full size, --run those named: give one")
    }
  }

  private func choice() throws -> [WorkbookChapter.Choice] {
    try WorkbookChapter.choose(
      chapter: chapter, named: "--chapter", runs: only?.split(separator: ",").map(String.init),
      presets: paper ? [.paper] : [.quick, .lesson])
  }

  func run() throws {
    let choices = try choice()
    if costs { return try recordCosts(of: choices) }
    let long = try longRuns(of: choices)
    if paper && long.isEmpty {
      print("all runs at full size are recorded; `workbook record --run …` records one again")
    }
    tellTime(of: long)
    var missing: [String] = []
    for choice in choices {
      try FileManager.default.createDirectory(
        atPath: choice.chapter.figuresPath, withIntermediateDirectories: true)
      for run in choice.runs {
        if !run.isLong {
          try record(run, of: choice.chapter)
        } else if long.contains(where: {
          $0.chapter.folder == choice.chapter.folder && $0.run.name == run.name
        }) {
          do {
            try recordLong(run, of: choice.chapter)
          } catch let error as ChapterProcess.DatasetMissing {
            // The others are recorded all the same.
            missing.append("\(choice.chapter.folder): \(run.name), no \(error.title)")
          }
        }
      }
    }
    if !missing.isEmpty {
      throw RunFailure(
        .inputNotFound,
        "not recorded: \(missing.joined(separator: "; ")); `make data` and `make emoji` bring what is "
          + "missing")
    }
  }

  private func record(_ run: WorkbookChapter.Run, of chapter: WorkbookChapter) throws {
    let folder = try temporaryFolder("record")
    defer { try? FileManager.default.removeItem(at: folder) }
    let kept = more ? try Record(of: chapter).runs[run.name] : nil
    try kept?.requireMore(of: run, by: chapter.command)
    let seeds = seeds(of: run).filter { kept?.seeds.contains($0) != true }
    if seeds.isEmpty { return }
    let summaries: [Summary]
    do {
      summaries = try seeds.compactMap { seed in
        try ChapterProcess.run(
          run, of: chapter, seed: seed, out: folder.appendingPathComponent("\(seed)"))
      }
    } catch let missing as ChapterProcess.DatasetMissing {
      return try keep(run, of: chapter, without: missing)
    }
    if let kept {
      // The pictures are those of seed 1, which it has already.
      let more = Record.Run(run, of: chapter.command, seeds: seeds, summaries, pictures: [:])
      return try enter(kept.joined(by: more), as: run, of: chapter)
    }
    let first = folder.appendingPathComponent("1")
    let recorded = Record.Run(
      run, of: chapter.command, seeds: seeds, summaries, pictures: try run.pictures(in: first))
    try enter(recorded, as: run, of: chapter, pictures: first)
  }

  private func seeds(of run: WorkbookChapter.Run) -> [UInt64] {
    (1...UInt64(min(seeds, run.seeds))).map { $0 }
  }

  /// Without the data set, what was recorded with it stays.
  private func keep(
    _ run: WorkbookChapter.Run, of chapter: WorkbookChapter,
    without missing: ChapterProcess.DatasetMissing
  ) throws {
    guard try Record(of: chapter).runs[run.name] != nil else {
      throw RunFailure(.inputNotFound, "\(chapter.folder): \(run.name), no \(missing.title)")
    }
    print("\(chapter.folder): \(run.name), kept as it was: no \(missing.title)")
  }

  /// Writes what came out, with the pictures that the chapter keeps, if there are new ones.
  private func enter(
    _ recorded: Record.Run, as run: WorkbookChapter.Run, of chapter: WorkbookChapter,
    pictures folder: URL? = nil
  ) throws {
    if let folder {
      for figure in run.figures {
        let drawn = try Data(contentsOf: folder.appendingPathComponent(figure.name))
        try drawn.write(to: chapter.figure(figure.kept))
      }
    }
    // Written after every run, and read again before: all of them take their time, and what is done
    // stays done.
    var record = try Record(of: chapter)
    record.runs[run.name] = recorded
    try record.write(for: chapter)
    let count = recorded.seeds.count
    print("\(chapter.folder): \(run.name), \(count) seed\(count == 1 ? "" : "s")")
    fflush(nil)  // Also into a file.
  }
}

// MARK: - At full size

extension RecordCommand {
  /// What is to be recorded of the runs at full size: those that are named, or those that are not recorded
  /// as the chapter says today.
  private func longRuns(of choices: [WorkbookChapter.Choice]) throws -> [LongRun] {
    try choices.flatMap { choice in
      let chapter = choice.chapter
      let record = try Record(of: chapter)
      return choice.runs.filter(\.isLong).filter { run in
        guard paper, let recorded = record.runs[run.name] else { return true }
        return recorded.problem(as: run, of: chapter.command) != nil
      }
      .flatMap { run in
        seeds(of: run).map { LongRun(chapter: chapter, run: run, seed: $0) }
      }
    }
  }

  /// Says how long it will take, before it begins.
  private func tellTime(of runs: [LongRun]) {
    if runs.isEmpty { return }
    let minutes = runs.reduce(0) { $0 + ($1.run.minutes ?? 0) }
    let goOn = runs.count(where: \.goesOn)
    print(
      "\(runs.count) run\(runs.count == 1 ? "" : "s") at full size: "
        + "about \(describe(seconds: 60 * minutes)) on two quiet cores"
        + (goOn == 0 ? "" : ", less what \(goOn) of them have done before"))
    for run in runs {
      let time = run.run.minutes.map { describe(seconds: 60 * $0) } ?? "of unknown length"
      print(
        "  \(run.chapter.folder): \(run.run.name), seed \(run.seed), \(time), in "
          + "\(run.folder.relativePath)/" + (run.goesOn ? ", goes on" : ""))
    }
    print("Stopped, they go on from their checkpoints when the same is typed again.")
    fflush(nil)
  }

  private func recordLong(_ run: WorkbookChapter.Run, of chapter: WorkbookChapter) throws {
    let runs = seeds(of: run).map { LongRun(chapter: chapter, run: run, seed: $0) }
    let ended = try runs.map { try $0.finish() }
    let first = runs[0].folder
    var recorded = Record.Run(
      run, of: chapter.command, seeds: runs.map(\.seed), ended.map(\.summary),
      pictures: try run.pictures(in: first))
    recorded.curves = try MeasuredCourse(folder: first).curves(first: run.prefix)
    recorded.prefix = try runs[0].prefix()
    recorded.minutes = ended.map { Float($0.ledger.seconds / 60) }
    recorded.processorMinutes = ended.map { $0.ledger.processorSeconds.map { Float($0 / 60) } }
    recorded.megabytes = ended.map { Float($0.summary.peakMemoryBytes) / 1e6 }
    recorded.seal = nil
    try enter(recorded.sealed, as: run, of: chapter, pictures: first)
    for run in runs { try run.close() }
  }
}
