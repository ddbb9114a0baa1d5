import Foundation
import TestSupport
import Testing

@testable import Classroom

/// The editor's language server knows the answers, although they are no part of the package.
@Suite struct EditorTests {
  static let server = ["/usr/bin/env", "sourcekit-lsp"]
  static let hasServer = {
    let command = try? Command("/bin/sh", ["-c", "command -v sourcekit-lsp"])
    command?.wait()
    return command?.status == 0
  }()

  @Test(
    "sourcekit-lsp completes names and shows the mistake in an answer",
    .enabled(if: hasServer, "there is no sourcekit-lsp in PATH"), .timeLimit(.minutes(3)))
  func languageServer() throws {
    let scratch = try TemporaryFolder()
    let begun = try Command("workbook", "check", "1.1", "--work", scratch.path)
    #expect(begun.status == 1)
    let file = scratch.file("1.1-discriminator-loss.swift")
    let starter = try String(contentsOf: file, encoding: .utf8)
    let text = starter.replacingOccurrences(
      of: "throw NotYetSolved()", with: "return realLogits.nothing")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("realLogits.nothing") })
    let place = try #require(lines[line].firstRange(of: "nothing")).lowerBound
    let character = lines[line].distance(from: lines[line].startIndex, to: place)

    let server = try LanguageServer(in: scratch.url)
    defer { server.end() }
    let uri = file.absoluteString
    try server.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri, "languageId": "swift", "version": 1, "text": text]])
    let completions = try server.ask(
      "textDocument/completion",
      [
        "textDocument": ["uri": uri], "position": ["line": line, "character": character],
      ])
    #expect(completions.contains("\"sigmoid()\""), "\(completions.prefix(300))")
    let mistakes = try server.ask("textDocument/diagnostic", ["textDocument": ["uri": uri]])
    #expect(mistakes.contains("has no member 'nothing'"), "\(mistakes.prefix(300))")
  }
}

/// A conversation with sourcekit-lsp.
private final class LanguageServer {
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())
  private var number = 0
  private var heard = Data()

  init(in folder: URL) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sourcekit-lsp"]
    process.currentDirectoryURL = folder
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    _ = try ask(
      "initialize",
      ["processId": getpid(), "rootUri": folder.absoluteString, "capabilities": [String: Any]()])
    try notify("initialized", [:])
  }

  func end() { process.terminate() }

  func notify(_ method: String, _ parameters: [String: Any]) throws {
    try send(["jsonrpc": "2.0", "method": method, "params": parameters])
  }

  /// - Returns: the text of the answer.
  func ask(_ method: String, _ parameters: [String: Any]) throws -> String {
    number += 1
    try send(["jsonrpc": "2.0", "id": number, "method": method, "params": parameters])
    while true {
      let text = try next()
      let message = try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
      // What the server asks us has a method.
      if message["id"] as? Int == number, message["method"] == nil {
        return String(decoding: text, as: UTF8.self)
      }
    }
  }

  private func send(_ message: [String: Any]) throws {
    let text = try JSONSerialization.data(withJSONObject: message)
    input.fileHandleForWriting.write(Data("Content-Length: \(text.count)\r\n\r\n".utf8) + text)
  }

  private func next() throws -> Data {
    while true {
      if let end = heard.range(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: heard[heard.startIndex..<end.lowerBound], as: UTF8.self)
        let count = head.firstMatch(of: /Content-Length: (\d+)/).flatMap { Int($0.1) } ?? 0
        if heard.distance(from: end.upperBound, to: heard.endIndex) >= count {
          let text = heard[end.upperBound..<(end.upperBound + count)]
          heard = Data(heard[(end.upperBound + count)...])
          return Data(text)
        }
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw CocoaError(.fileReadUnknown) }
      heard += more
    }
  }
}
