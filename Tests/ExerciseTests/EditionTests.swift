import Foundation
import TestSupport
import Testing

@testable import Classroom

/// The edition for students: what git tracks, and of that what a student needs.
@Suite(
  .enabled(
    if: FileManager.default.fileExists(
      atPath: ((try? Catalogue().root.path) ?? "") + "/.git"), "git does not know this workbook"))
struct EditionTests {
  let scratch: TemporaryFolder
  let catalogue: Catalogue

  init() throws {
    scratch = try TemporaryFolder()
    catalogue = try Catalogue()
  }

  private func edition() throws -> URL {
    let out = scratch.file("edition")
    let command = try Command("workbook", "edition", "--for", "student", "--out", out.path)
    #expect(command.status == 0, "\(command)")
    return out
  }

  private func texts(in root: URL) throws -> [String: String] {
    var texts: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      let file = root.appendingPathComponent(path)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      texts[path] = words(text)
    }
    return texts
  }

  private func words(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("it has every exercise, and of each the sheet and the starter alone")
  func exercises() throws {
    let out = try edition()
    let copy = try Catalogue(root: out)
    #expect(copy.sheets.map(\.name) == catalogue.sheets.map(\.name))
    for (sheet, original) in zip(copy.sheets, catalogue.sheets) {
      #expect(try Data(contentsOf: sheet.starter) == Data(contentsOf: original.starter))
      #expect(
        files(in: sheet.folder).map(\.lastPathComponent) == ["Exercise.md", "Starter.swift"])
    }
    for path in ["Package.swift", ".swift-format", "Sources/Tensors/Core/Tensor.swift"] {
      #expect(FileManager.default.fileExists(atPath: out.appendingPathComponent(path).path))
    }
    #expect(
      try Command("workbook", "edition", "--for", "student", "--out", out.path).status == 73)
  }

  /// Essays teach what the exercises ask, checks compute it, and rooms hold it.
  private func teaches(_ path: String) -> Bool {
    path.hasPrefix("Sources/") || path.contains("/Checks/")
      || path.hasPrefix("Chapters/") && !path.contains("/Exercises/")
  }

  @Test("no solution stands in it, neither whole nor by all lines that tell it")
  func solutions() throws {
    let texts = try texts(in: try edition())
    #expect(texts.count > 300)
    for sheet in catalogue.sheets {
      let starter = words(try String(contentsOf: sheet.starter, encoding: .utf8))
      let solution = try String(contentsOf: sheet.solution, encoding: .utf8)
      let lines = solution.split(separator: "\n").map(words).filter { line in
        line.count >= 14 && !starter.contains(line) && !line.hasPrefix("//")
      }
      for (path, text) in texts {
        #expect(!text.contains(words(solution)), "\(path): the solution of \(sheet.number)")
        // A choice (`.averages`) or a formula (`p / (p + q)`) is no line that tells.
        if lines.isEmpty || teaches(path) { continue }
        #expect(
          !lines.allSatisfy { text.contains($0) }, "\(path) tells the solution of \(sheet.number)")
      }
    }
  }

  @Test("what is for teachers, and what the bug shelf knows, cannot be found by searching")
  func teachers() throws {
    let texts = try texts(in: try edition())
    let page = try #require(texts["TEACHING.md"])
    #expect(page.count < 200)
    let shelf = try #require(texts["Sources/BugShelf/Shelf.swift"])
    #expect(shelf.contains("sealed"))
    for path in texts.keys { #expect(!path.hasPrefix("Sources/BugShelf/Shelf+")) }
    // A student's words of a case lead to no file that names its mistake.
    let list = try Command("workbook", "bug").output
    let reports = list.split(separator: "\n").compactMap {
      $0.firstMatch(of: /^  · +\d+  (.*)$/).map { words($0.1) }
    }
    #expect(reports.count >= 12)
    for report in reports {
      for (path, text) in texts where text.contains(report) {
        Issue.record("\(path) has the report “\(report)”")
      }
    }
  }

  @Test("what git does not track stays out, and so does what lies behind a link")
  func tracked() throws {
    let root = scratch.file("workbook")
    let exercise = "Chapters/01-x/Exercises/1.1-y"
    let secret = scratch.file("secret")
    for folder in [root.appendingPathComponent(exercise), secret] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try Data("secret".utf8).write(to: secret.appendingPathComponent("file"))
    let names = [
      "Package.swift", "\(exercise)/Exercise.md", "\(exercise)/Starter.swift",
      "\(exercise)/Solution.swift", "\(exercise)/Solution.swift.orig", "\(exercise)/Wrong~",
      "folder/file", "replaced", "dropped",
    ]
    func write(_ name: String) throws {
      let file = root.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: file)
    }
    for name in names { try write(name) }
    try FileManager.default.createSymbolicLink(
      at: root.appendingPathComponent("up"), withDestinationURL: secret)
    #expect(throws: ClassroomError.self) {
      try StudentEdition(of: root, at: scratch.file("none"), replacing: [:])
    }
    let git = try Command(
      "/bin/sh", ["-c", "cd \"$0\" && git init -q && git add -A", root.path])
    git.wait()
    try #require(git.status == 0, "\(git)")
    for name in ["grades.csv", ".env", "Collected/ada/Work/1.1-y.swift"] { try write(name) }
    // A folder that has become a link since.
    try FileManager.default.removeItem(at: root.appendingPathComponent("folder"))
    try FileManager.default.createSymbolicLink(
      at: root.appendingPathComponent("folder"), withDestinationURL: secret)

    let out = scratch.file("out")
    let edition = try StudentEdition(
      of: root, at: out, replacing: ["replaced": "for students", "dropped": nil])
    let copied = try texts(in: out)
    #expect(
      Set(copied.keys) == [
        "Package.swift", "\(exercise)/Exercise.md", "\(exercise)/Starter.swift", "replaced",
      ])
    #expect(copied["replaced"] == "for students")
    #expect(edition.count == 4)
    for place in ["inside", "Chapters/inside/deep"] {
      #expect(throws: ClassroomError.self) {
        try StudentEdition(of: root, at: root.appendingPathComponent(place), replacing: [:])
      }
    }
  }
}
