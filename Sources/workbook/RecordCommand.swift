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
    help: "Only the run of this name, such as lesson; the others stay as they were recorded.")
  var only: String?

  func validate() throws {
    if seeds < 1 || seeds > 100 { throw ValidationError("--seeds \(seeds): give 1 to 100") }
    if let chapter, recordings.isEmpty {
      let names = Recording.all.map(\.command).joined(separator: ", ")
      throw ValidationError("--chapter \(chapter): give one of \(names)")
    }
  }

  private var recordings: [Recording] {
    Recording.all.filter { chapter == nil || chapter == $0.command || chapter == $0.chapter }
  }

  func run() throws {
    for recording in recordings {
      try FileManager.default.createDirectory(
        atPath: recording.figuresPath, withIntermediateDirectories: true)
      let former = try? JSONDecoder().decode(
        Record.self, from: Data(contentsOf: URL(fileURLWithPath: recording.recordPath)))
      var record = Record(runs: [:])
      for run in recording.runs {
        if let only, only != run.name, let kept = former?.runs[run.name] {
          record.runs[run.name] = kept
          continue
        }
        let folders = FileManager.default.temporaryDirectory.appendingPathComponent(
          "record-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folders) }
        let summaries: [Summary]
        do {
          summaries = try (1...seeds).map { seed in
            try summary(
              recording.command, run.arguments + ["--seed", "\(seed)"],
              out: folders.appendingPathComponent("\(seed)"))
          }
        } catch let failure as RunFailure where failure.status == .inputNotFound {
          // Without the data set, what was recorded with it stays.
          guard let kept = former?.runs[run.name] else { throw failure }
          record.runs[run.name] = kept
          print("\(recording.chapter): \(run.name), kept as it was: \(failure)")
          continue
        }
        record.runs[run.name] = Record.Run(run, of: recording.command, summaries)
        for figure in run.figures {
          let drawn = try Data(contentsOf: folders.appendingPathComponent("1/\(figure.name)"))
          try drawn.write(
            to: URL(fileURLWithPath: "\(recording.figuresPath)/\(figure.kept)"))
        }
        print("\(recording.chapter): \(run.name), \(seeds) seeds")
        fflush(nil)  // Also into a file: the whole takes its time.
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try (encoder.encode(record) + Data("\n".utf8)).write(
        to: URL(fileURLWithPath: recording.recordPath))
    }
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
