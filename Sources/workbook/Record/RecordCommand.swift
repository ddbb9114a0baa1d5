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

  func validate() throws {
    if seeds < 1 || seeds > 100 { throw ValidationError("--seeds \(seeds): give 1 to 100") }
  }

  private func choice() throws -> [WorkbookChapter.Choice] {
    try WorkbookChapter.choose(
      chapter: chapter, named: "--chapter", runs: only?.split(separator: ",").map(String.init))
  }

  func run() throws {
    for choice in try choice() {
      try FileManager.default.createDirectory(
        atPath: choice.chapter.figuresPath, withIntermediateDirectories: true)
      for run in choice.runs { try record(run, of: choice.chapter) }
    }
  }

  private func record(_ run: WorkbookChapter.Run, of chapter: WorkbookChapter) throws {
    let folder = try temporaryFolder("record")
    defer { try? FileManager.default.removeItem(at: folder) }
    let kept = more ? try Record(of: chapter).runs[run.name] : nil
    try kept?.requireMore(of: run, by: chapter.command)
    let seeds = (1...UInt64(min(seeds, run.seeds))).filter { kept?.seeds.contains($0) != true }
    if seeds.isEmpty { return }
    let summaries: [Summary]
    do {
      summaries = try seeds.compactMap { seed in
        try ChapterProcess.run(
          run, of: chapter, seed: seed, out: folder.appendingPathComponent("\(seed)"))
      }
    } catch let missing as ChapterProcess.DatasetMissing {
      // Without the data set, what was recorded with it stays.
      guard try Record(of: chapter).runs[run.name] != nil else {
        throw RunFailure(.inputNotFound, "\(chapter.folder): \(run.name), no \(missing.title)")
      }
      print("\(chapter.folder): \(run.name), kept as it was: no \(missing.title)")
      return
    }
    // Those of seed 1, which a record that is kept has already.
    var pictures: [String: Picture] = [:]
    if kept == nil {
      pictures = try run.pictures(in: folder.appendingPathComponent("1"))
      for figure in run.figures {
        let drawn = try Data(contentsOf: folder.appendingPathComponent("1/\(figure.name)"))
        try drawn.write(to: chapter.figure(figure.kept))
      }
    }
    // Written after every run, and read again before: all of them take their time, and what is done
    // stays done.
    var record = try Record(of: chapter)
    let recorded = Record.Run(
      run, of: chapter.command, seeds: seeds, summaries, pictures: pictures)
    record.runs[run.name] = try kept.map { try $0.joined(by: recorded) } ?? recorded
    try record.write(for: chapter)
    print("\(chapter.folder): \(run.name), \(seeds.count) seed\(seeds.count == 1 ? "" : "s")")
    fflush(nil)  // Also into a file.
  }
}
