import Foundation
import TestSupport
import Testing

@testable import Classroom

/// What stands in the place of an answer, or of what it is checked with: a path and one sentence.
@Suite struct AnswerTests {
  let scratch: TemporaryFolder
  let name = "1.1-discriminator-loss.swift"

  init() throws { scratch = try TemporaryFolder() }

  private var file: URL { scratch.file(name) }

  /// `workbook check 1.1`, with these variables.
  private func check(_ variables: String...) throws -> Command {
    let command = try Command(
      "/usr/bin/env",
      variables + [
        Command.products.appendingPathComponent("workbook").path, "check", "1.1", "--work",
        scratch.path,
      ])
    command.wait()
    return command
  }

  private func write(_ text: String, _ encoding: String.Encoding = .utf8) throws {
    try #require(text.data(using: encoding)).write(to: file)
  }

  @Test(
    "a text in another encoding is told, with what to do",
    arguments: [
      (String.Encoding.utf16, "this file is in UTF-16; save it as UTF-8"),
      (.isoLatin1, "line 2 is not in UTF-8 (Latin-1, perhaps); save the file as UTF-8"),
    ])
  func encodings(_ encoding: String.Encoding, message: String) throws {
    try write("// one\n// schön\n", encoding)
    let command = try check()
    #expect(command.status == 1)
    #expect(command.output.contains("· 1.1 not yet: \(file.path): \(message)"), "\(command)")
  }

  @Test("UTF-8 with its mark, and lines of another system, are no mistake")
  func marks() throws {
    try write("\u{FEFF}// one\r\n// two\r\nstruct Answer { let x = y }\r\n")
    let command = try check()
    #expect(command.output.contains("\(name):3:"), "\(command)")
  }

  @Test("a folder, a pipe, a link to nowhere and a huge file are no answers")
  func noFile() throws {
    func message() -> String? {
      do throws(Answer.Unreadable) { _ = try Answer(file, path: name) } catch {
        return error.message
      }
      return nil
    }
    #expect(message() == "there is no such file")
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
    #expect(message() == "this is a folder, where a Swift file belongs")
    #expect(try check().output.contains("this is a folder, where a Swift file belongs"))
    try FileManager.default.removeItem(at: file)
    mkfifo(file.path, 0o600)
    #expect(message() == "this is no file")
    try FileManager.default.removeItem(at: file)
    try Data(count: 3 << 20).write(to: file)
    #expect(message() == "this file is 3 MiB large, and no answer")
  }

  @Test("the first mistake that is named is in the learner's file, whatever is missing there")
  func firstMistake() throws {
    for text in [
      "", "struct Answer {", "struct Other {}", "private struct Answer {}", "enum Answer {",
    ] {
      try write(text)
      let command = try check()
      #expect(command.status == 1)
      #expect(!command.output.contains("main.swift"), "\(text): \(command)")
      #expect(
        command.output.contains("struct Answer` in this file") || command.output.contains(name))
    }
  }

  @Test("no place for temporary files is told in one line")
  func noTemporaryPlace() throws {
    try write("struct Answer {}")
    let command = try check("TMPDIR=/proc")
    #expect(command.status == 73)
    #expect(
      command.errors.contains("/proc: no folder can be made here; TMPDIR names another place"),
      "\(command)")
    #expect(!command.errors.contains("NSCocoaErrorDomain"))
  }

  @Test("no compiler, and one of another version")
  func compilers() throws {
    try write("struct Answer {}")
    let none = try check("PATH=\(scratch.path)")
    #expect(none.status == 70 && none.errors.contains("there is no swiftc in PATH"), "\(none)")

    let fake = scratch.file("swiftc")
    let words = "error: module was created by a different version of the compiler"
    try Data("#!/bin/sh\necho '\(words)' >&2\nexit 1\n".utf8).write(to: fake)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake.path)
    let other = try check("PATH=\(scratch.path):/usr/bin:/bin")
    #expect(other.errors.contains("built by another version of Swift than the swiftc in PATH"))
  }
}
