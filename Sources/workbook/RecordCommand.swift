import ArgumentParser
import Foundation
import Runs

/// Runs the chapters at the presets that their prose cites, over several seeds.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Run the chapters over several seeds; write Figures/<chapter>/record.json, pictures.")

  @Option(help: "How many seeds, from 1.")
  var seeds = 5

  @Option(help: "Only the chapter of this folder or command.")
  var chapter: String?

  @Option(
    name: .customLong("run"),
    help: "Only the runs of these names, such as lesson,lesson.mnist; the others stay as they are.")
  var only: String?

  func validate() throws {
    if seeds < 1 || seeds > 100 { throw ValidationError("--seeds \(seeds): give 1 to 100") }
    if let chapter, recordings.isEmpty {
      let names = Recording.all.map(\.command).joined(separator: ", ")
      throw ValidationError("--chapter \(chapter): give one of \(names)")
    }
    let known = recordings.flatMap(\.runs).map(\.name)
    if let unknown = chosen?.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "--run \(unknown): give one of \(known.joined(separator: ", "))")
    }
  }

  private var chosen: [String]? { only?.split(separator: ",").map(String.init) }

  private var recordings: [Recording] {
    Recording.all.filter { chapter == nil || chapter == $0.command || chapter == $0.chapter }
  }

  func run() throws {
    for recording in recordings {
      try FileManager.default.createDirectory(
        atPath: recording.figuresPath, withIntermediateDirectories: true)
      for run in recording.runs where chosen?.contains(run.name) ?? true {
        try record(run, of: recording)
      }
    }
  }

  private func record(_ run: Recording.Run, of recording: Recording) throws {
    let folders = FileManager.default.temporaryDirectory.appendingPathComponent(
      "record-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folders) }
    let summaries: [Summary]
    do {
      summaries = try (1...min(seeds, run.seeds)).map { seed in
        try summary(
          recording.command, run.arguments + ["--seed", "\(seed)"],
          out: folders.appendingPathComponent("\(seed)"))
      }
    } catch let failure as RunFailure where failure.status == .inputNotFound {
      // Without the data set, what was recorded with it stays.
      guard (try Record(of: recording)).runs[run.name] != nil else { throw failure }
      print("\(recording.chapter): \(run.name), kept as it was: \(failure)")
      return
    }
    for figure in run.figures {
      let drawn = try Data(contentsOf: folders.appendingPathComponent("1/\(figure.name)"))
      try drawn.write(to: URL(fileURLWithPath: "\(recording.figuresPath)/\(figure.kept)"))
    }
    // Written after every run, and read again before: all of them take their time, and what is done
    // stays done.
    var record = try Record(of: recording)
    record.runs[run.name] = Record.Run(run, of: recording.command, summaries)
    try record.write(for: recording)
    print("\(recording.chapter): \(run.name), \(summaries.count) seeds")
    fflush(nil)  // Also into a file.
  }

  /// Runs a chapter's command, which lies beside this one.
  private func summary(_ command: String, _ arguments: [String], out: URL) throws -> Summary {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(command)
    process.arguments = arguments + ["--json", "--out", out.path]
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch {
      throw RunFailure(
        .inputNotFound, "\(command) is not built; `swift build` makes it beside the workbook")
    }
    let json = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw RunFailure(
        ExitStatus(rawValue: process.terminationStatus) ?? .software,
        "\(command) \(arguments.joined(separator: " ")) failed: see the message above")
    }
    return try JSONDecoder().decode(Summary.self, from: json)
  }
}

extension Record {
  /// What is recorded of a chapter so far, without runs that it has no more.
  fileprivate init(of recording: Recording) throws {
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
        .badData, "\(recording.recordPath): no record; delete it to begin again: \(error)")
    }
  }

  fileprivate func write(for recording: Recording) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(
      to: URL(fileURLWithPath: recording.recordPath), options: .atomic)
  }
}

extension Record.Run {
  fileprivate init(_ run: Recording.Run, of command: String, _ summaries: [Summary]) {
    self.command = ([command] + run.arguments).joined(separator: " ")
    seeds = summaries.map(\.seed)
    digests = Dictionary(uniqueKeysWithValues: summaries.map { ("\($0.seed)", $0.digest) })
    var columns: [String: [Float]] = [:]
    for summary in summaries {
      for (name, value) in summary.metrics { columns[name, default: []].append(value) }
    }
    values = columns.mapValues { values in
      let sorted = values.sorted()
      return Record.Value(
        median: sorted[sorted.count / 2], low: sorted[0], high: sorted[sorted.count - 1])
    }
  }
}
