import Foundation

/// A program that was run to its end.
struct Child {
  let status: Int32
  /// The signal that ended it, if one did.
  let signal: Int32?
  let output: String
  let errors: String

  /// Runs a command and waits for it.
  ///
  /// - Parameters:
  ///   - command: a program, by its name or path, and its arguments.
  ///   - scratch: a folder for what it writes.
  init(_ command: [String], in folder: URL, scratch: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    // A trap says its sentence; the stack behind it is ours, and takes seconds to print.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files rather than pipes: a pipe that nobody reads would stop the program.
    let files = ["output", "errors"].map { scratch.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    signal = process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
    let texts = files.map { String(decoding: (try? Data(contentsOf: $0)) ?? Data(), as: UTF8.self) }
    (output, errors) = (texts[0], texts[1])
  }
}

/// A new folder, which goes away with this value unless it is kept.
final class Scratch {
  let url: URL
  private var isKept = false

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "workbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func keep() { isKept = true }

  deinit { if !isKept { try? FileManager.default.removeItem(at: url) } }
}
