import Foundation
import Testing

/// Python, where a test compares with a reader that others wrote: `$WORKBOOK_PYTHON`, or `python3`.
enum Python {
  static func has(_ modules: String...) -> Bool {
    (try? run(["-c", "import " + modules.joined(separator: ", ")]))?.status == 0
  }

  /// Runs a script of `References` and decodes the JSON that it prints.
  static func decode<Result: Decodable>(
    _ type: Result.Type, from script: String, _ argument: URL
  ) throws -> Result {
    let path = Bundle.module.bundleURL.appendingPathComponent("References/\(script)").path
    let (status, output) = try run([path, argument.path])
    try #require(status == 0, "\(script) ended with \(status)")
    return try JSONDecoder().decode(type, from: output)
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["WORKBOOK_PYTHON"] ?? "python3"
    process.arguments = [python] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}

/// The bytes of pairs of hexadecimal digits.
func bytes(_ hexadecimal: String) -> Data {
  let digits = hexadecimal.compactMap(\.hexDigitValue)
  return Data(
    stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
}
