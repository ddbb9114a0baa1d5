import Dispatch
import Foundation
import Runs
import Synchronization

/// Runs a chapter's command, which lies beside this one, into a folder.
enum ChapterProcess {
  /// The run needs the files of a data set, and they are not there.
  struct DatasetMissing: Error {
    let name: String
    /// As the reader knows it.
    var title: String { name == "mnist" ? "MNIST" : name == "fashion" ? "Fashion-MNIST" : name }
  }

  /// How it is run, beside what is recorded of it.
  struct Manner {
    /// What is typed beside what the chapter says.
    var arguments: [String] = []
    /// Whether it takes so long that the reader sees how far it is, and that it goes on from a checkpoint
    /// when it was stopped.
    var isLong = false
    /// Whether it is to stop on the way, with a checkpoint and no summary.
    var stopsEarly = false
    /// Called several times a second with the number of its process.
    var watch: (Int32) -> Void = { _ in }
  }

  /// - Returns: the run's `summary.json`; nil of a command that only draws, and of a run that stops early.
  /// - Throws: ``DatasetMissing``; ``RunFailure`` with the command's own status when it failed, 75
  ///   when somebody stopped it or us, 70 when a signal killed it, 66 when it is not built.
  static func run(
    _ run: WorkbookChapter.Run, of chapter: WorkbookChapter, seed: UInt64, out: URL,
    manner: Manner = Manner()
  ) throws -> Summary? {
    let command = chapter.command
    let arguments = run.arguments + ["--seed", "\(seed)"]
    let typed = commandLine([command] + arguments)
    let process = Process()
    process.executableURL = executable(command)
    // Its messages reach the reader, and nothing else does. They are held back to its end: when it is
    // stopped, it advises to go on with --resume, in a folder that goes away.
    let messages = Pipe()
    if !manner.isLong { process.standardError = messages }
    process.arguments =
      arguments + manner.arguments + (run.isMeasured && !manner.isLong ? ["--quiet"] : [])
      + ["--out", out.relativePath]
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    StopSignal.watch()
    do { try process.run() } catch {
      throw RunFailure(
        .inputNotFound, "\(command) is not built; `swift build` makes it beside the workbook")
    }
    let told = Told()
    if manner.isLong { try? messages.fileHandleForWriting.close() }
    DispatchQueue.global().async { told.end(with: messages.fileHandleForReading) }
    while ended.wait(timeout: .now() + 0.1) == .timedOut {
      // A Ctrl-C reaches both processes, a `kill` only this one.
      if StopSignal.number != 0 { process.terminate() }
      manner.watch(process.processIdentifier)
    }
    if StopSignal.number != 0 { throw stopped(typed, manner) }
    let words = told.wait()
    if process.terminationReason != .exit
      || process.terminationStatus != ExitStatus.stopped.rawValue
    {
      FileHandle.standardError.write(words)
    }
    guard process.terminationReason == .exit else {
      throw RunFailure(
        .software, "`\(typed)` was killed by signal \(process.terminationStatus)")
    }
    let status = ExitStatus(rawValue: process.terminationStatus) ?? .software
    if status == .stopped && manner.stopsEarly { return nil }
    if status == .stopped { throw stopped(typed, manner) }
    if status == .inputNotFound, let name = run.dataset {
      throw DatasetMissing(name: name == "folder" ? run.argument(of: "--data") ?? name : name)
    }
    guard status == .success else {
      throw RunFailure(
        status, "`\(typed)` failed with status \(process.terminationStatus): see above")
    }
    guard run.isMeasured else { return nil }
    do {
      return try JSONDecoder().decode(
        Summary.self, from: Data(contentsOf: out.appendingPathComponent("summary.json")))
    } catch {
      throw RunFailure(.software, "`\(typed)` wrote no summary.json that can be read: \(error)")
    }
  }

  private static func executable(_ command: String) -> URL {
    LearnerOptions.products.appendingPathComponent(command)
  }

  private static func stopped(_ typed: String, _ manner: Manner) -> RunFailure {
    let advice = manner.isLong ? "the same command goes on with it" : "begin again"
    return RunFailure(.stopped, "stopped while `\(typed)` ran; \(advice)")
  }
}

/// What a process says, read as it comes: a full pipe would stop it.
private final class Told: Sendable {
  private let words = Mutex(Data())
  private let isAtEnd = DispatchSemaphore(value: 0)

  func end(with handle: FileHandle) {
    let all = handle.readDataToEndOfFile()
    words.withLock { $0 = all }
    isAtEnd.signal()
  }

  func wait() -> Data {
    isAtEnd.wait()
    return words.withLock { $0 }
  }
}
