import Foundation
import TestSupport
import Testing
import Weaving

@testable import Runs
@testable import workbook

@Suite("What the tool says when files are not as they should be", .serialized)
struct WordTests {
  @Test("lines that end as on Windows are woven like the others")
  func carriageReturns() throws {
    let folder = try TemporaryFolder()
    let source = "import Tensors\n\n/*:\n # A heading\n\n Prose.\n*/\nlet one = 1\n//: More.\n"
    let file = folder.file("Essay.swift")
    try Data(source.replacing("\n", with: "\r\n").utf8).write(to: file)
    #expect(
      try Chapter(source: text(at: file.path), path: "Essay.swift")
        == Chapter(source: source, path: "Essay.swift"))
  }

  @Test("a source that is a folder, or no text, is named with the reason")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let isFolder = #expect(throws: RunFailure.self) { try text(at: folder.path) }
    #expect(isFolder?.description == "\(folder.path): cannot be read (Is a directory)")
    try Data([0xFF, 0xFE, 0x41]).write(to: folder.file("latin"))
    let noText = #expect(throws: RunFailure.self) { try text(at: folder.file("latin").path) }
    #expect(noText?.description.hasSuffix("latin: no text in UTF-8") == true)
    #expect(noText?.status == .badData)
  }

  /// Starts the tool at the top of the workbook, with temporary files in `folder`.
  private func workbook(_ arguments: [String], temporary folder: String) throws -> Command {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try Command(
      "/bin/sh",
      [
        "-c", "cd \"$0\" && TMPDIR=\"$1\" && export TMPDIR && shift && exec \"$@\"", top.path,
        folder,
        Command.products.appendingPathComponent("workbook").path,
      ] + arguments)
  }

  @Test(
    "no place for temporary files is named, and what chooses another",
    arguments: [
      ["record", "--chapter", "toy-gan", "--run", "quick"], ["verify", "--run", "quick"],
    ])
  func noPlace(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try Data().write(to: folder.file("file"))
    let place = folder.file("file").path
    let command = try workbook(arguments, temporary: place)
    command.wait()
    #expect(command.status == 73, "\(command)")
    #expect(
      command.errors.contains(
        "\(place): no folder can be made here (Not a directory); TMPDIR names "),
      "\(command)")
  }

  @Test("record, stopped, does not advise to go on in a folder that is gone")
  func stopped() throws {
    let folder = try TemporaryFolder()
    let command = try workbook(
      ["record", "--chapter", "toy-gan", "--run", "lesson"], temporary: folder.path)
    // The chapter is under way when it has begun its events.
    func isUnderWay() -> Bool {
      let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      return files?.contains { $0.contains("tfevents") } == true
    }
    for _ in 0..<600 where command.isRunning && !isUnderWay() { usleep(50_000) }
    #expect(isUnderWay())
    command.send(SIGTERM)
    command.wait()
    #expect(command.status == 75, "\(command)")
    #expect(command.errors.contains("begin again"), "\(command)")
    #expect(!command.errors.contains("--resume"), "\(command)")
  }
}
