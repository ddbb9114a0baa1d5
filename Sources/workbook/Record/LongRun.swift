import Foundation
import Runs

/// A run at full size, which takes an hour or more. It has a folder of its own, and when it was stopped,
/// however that was, it goes on there from its last checkpoint.
struct LongRun {
  let chapter: WorkbookChapter
  let run: WorkbookChapter.Run
  let seed: UInt64

  /// `Runs/paper/dcgan-keras28-seed1` of the run `paper.keras28`.
  var folder: URL {
    let rest = run.name.hasPrefix("paper") ? run.name.dropFirst(5) : "-\(run.name)"
    let name = chapter.command + rest.replacing(".", with: "-")
    return URL(fileURLWithPath: "Runs/paper/\(name)-seed\(seed)", isDirectory: true)
  }

  /// What it took until now, `recording.json` in the folder: the run itself tells only of its last part.
  /// Steps that were taken twice, as a checkpoint came too late, are counted twice.
  struct Ledger: Codable, Equatable {
    /// What was typed: a run of another command does not go on with this one.
    var command: String
    var seconds = 0.0
    /// Of all threads; absent where the system does not tell.
    var processorSeconds: Double?
    /// Whether the result stands in the record: what comes next is a new run.
    var isRecorded = false
  }

  /// Runs it to its end, from its checkpoint if there is one.
  ///
  /// - Throws: as ``ChapterProcess``.
  func finish() throws -> (summary: Summary, ledger: Ledger) {
    let typed = commandLine([chapter.command] + run.arguments)
    let begun = goesOn ? ledger : nil
    let before = begun ?? Ledger(command: typed, processorSeconds: 0)
    if begun == nil {
      // Until the first checkpoint is there, this is nothing that could be gone on with.
      try? FileManager.default.removeItem(at: ledgerFile)
    }
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(before)
    let (start, former) = (ContinuousClock.now, childrenSeconds())
    var written = start
    func now(_ processor: Double?) -> Ledger {
      var ledger = before
      ledger.seconds += start.duration(to: .now) / .seconds(1)
      ledger.processorSeconds =
        processor.flatMap { own in before.processorSeconds.map { $0 + own } }
      return ledger
    }
    var manner = ChapterProcess.Manner()
    manner.arguments = [begun == nil ? "--overwrite" : "--resume"]
    if let prefix = run.prefix { manner.arguments += ["--digest-at", "\(prefix)"] }
    manner.isLong = true
    manner.watch = { process in
      if written.duration(to: .now) < .seconds(10) { return }
      written = .now
      try? write(now(processorSeconds(of: process)))
    }
    defer { try? write(now(childrenSeconds() - former)) }
    guard
      let summary = try ChapterProcess.run(
        run, of: chapter, seed: seed, out: folder, manner: manner)
    else { throw RunFailure(.software, "\(run.name): a run at full size has to measure") }
    return (summary, now(childrenSeconds() - former))
  }

  /// Whether the folder has a run of this command that is not recorded yet and can go on.
  var goesOn: Bool {
    guard let ledger, !ledger.isRecorded,
      ledger.command == commandLine([chapter.command] + run.arguments)
    else { return false }
    return Checkpoint.names.contains {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  /// What was learnt up to the step that `verify` runs it to; nil if it runs the whole.
  func prefix() throws -> Record.Prefix? {
    guard let step = run.prefix else { return nil }
    return Record.Prefix(step: step, digest: try digestFile(in: folder, at: step))
  }

  /// Says that the result stands in the record.
  func close() throws {
    guard var ledger else { return }
    ledger.isRecorded = true
    try write(ledger)
  }

  private var ledgerFile: URL { folder.appendingPathComponent("recording.json") }

  private var ledger: Ledger? {
    (try? Data(contentsOf: ledgerFile)).flatMap {
      try? JSONDecoder().decode(Ledger.self, from: $0)
    }
  }

  private func write(_ ledger: Ledger) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try (encoder.encode(ledger) + Data("\n".utf8)).write(to: ledgerFile, options: .atomic)
    } catch {
      throw RunFailure(
        .cannotWrite,
        "\(ledgerFile.relativePath): cannot be written (\(RunFailure.reason(of: error)))")
    }
  }
}

/// The digest that a run has left of what it had learnt after a step.
///
/// - Throws: ``RunFailure`` (70) if it did not get there.
func digestFile(in folder: URL, at step: Int) throws -> String {
  let name = Run.digestName(at: step)
  guard
    let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  else {
    throw RunFailure(
      .software,
      "\(folder.relativePath)/\(name): not there; does the run have \(step) steps and more?")
  }
  return text.trimmingCharacters(in: .whitespacesAndNewlines)
}

/// The processor time of all processes that this one has started and seen end, in seconds.
func childrenSeconds() -> Double {
  var usage = rusage()
  #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
  #else
    getrusage(RUSAGE_CHILDREN, &usage)
  #endif
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// That of a process which is running, in seconds; nil where the system does not tell.
private func processorSeconds(of process: Int32) -> Double? {
  // The name in parentheses may hold anything; behind it, the 12th and the 13th field are in ticks.
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 12,
    let user = Double(fields[11]), let system = Double(fields[12])
  else { return nil }
  return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
}
