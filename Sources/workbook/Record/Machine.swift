import Foundation

/// What a run was recorded on. It explains times and changes no bit: no name of a host, nothing that
/// would tell whose machine it was.
struct Machine: Codable, Equatable {
  let processor: String
  let cores: Int
  /// The operating system and its version.
  let system: String
  /// The compiler's version, `6.3.1`.
  let swift: String

  /// The machine that this runs on; what it does not tell is `unknown`.
  static let current = Machine(
    processor: processorName() ?? "unknown",
    cores: ProcessInfo.processInfo.activeProcessorCount,
    system: systemName(), swift: swiftVersion() ?? "unknown")

  private static func processorName() -> String? {
    #if os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
        return nil
      }
      return text.split(separator: "\n").first { $0.hasPrefix("model name") }?
        .split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    #else
      return output(of: "sysctl", "-n", "machdep.cpu.brand_string")
    #endif
  }

  private static func systemName() -> String {
    #if os(Linux)
      ProcessInfo.processInfo.operatingSystemVersionString
    #else
      "macOS \(ProcessInfo.processInfo.operatingSystemVersionString)"
    #endif
  }

  /// The compiler itself is asked: a program knows no more than the language's version.
  static func swiftVersion() -> String? {
    output(of: "swift", "--version").flatMap(Machine.version)
  }

  /// The `6.3.1` of “Apple Swift version 6.3.1 (swift-6.3.1-RELEASE)”.
  static func version(in text: String) -> String? {
    text.firstMatch(of: /Swift version (\S+)/).map { String($0.1) }
  }

  static func output(of words: String...) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
