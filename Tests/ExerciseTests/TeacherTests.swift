import Exercises
import Foundation
import TestSupport
import Testing

@testable import Classroom

/// What a teacher does: check a class, and write an edition without solutions.
@Suite struct TeacherTests {
  let scratch: TemporaryFolder
  let catalogue: Catalogue

  init() throws {
    scratch = try TemporaryFolder()
    catalogue = try Catalogue()
  }

  private func begin(_ student: String, _ body: String, hints: Int = 0) throws {
    let sheet = try catalogue.sheet("1.3")
    let folder = WorkFolder(scratch.file(student))
    var progress = Progress()
    progress.hints[sheet.name] = hints
    try folder.save(progress)
    let text = """
      import ToyGANExercises
      struct Answer: OptimalDiscriminator {
        func answer(p: Float, q: Float) throws -> Float { \(body) }
      }
      """
    try Data(text.utf8).write(to: folder.file(sheet))
  }

  @Test("one row for each student, and nobody's error stops the others")
  func classTable() throws {
    try begin("a/Work", "p / (p + q)", hints: 1)
    try begin("b", "p /")
    try begin("c", "p / q")
    try begin("d", "p / (p + q)")
    try Data("no JSON".utf8).write(to: scratch.file("d/progress.json"))
    let command = try Command(
      "workbook", "check", "1.3", "--student", scratch.path, "--format", "json")
    #expect(command.status == 0, "\(command)")
    let rows = try JSONDecoder().decode([StudentResult].self, from: Data(command.output.utf8))
    #expect(rows.map(\.student) == ["a", "b", "c", "d"])
    #expect(rows.map(\.verdict) == ["solved", "not yet", "wrong", "not checked"])
    #expect(rows.map(\.hints) == [1, 0, 0, 0])
    #expect(rows[1].message.contains("does not compile"))
    #expect(rows[2].message.contains("; expected ") && !rows[2].message.contains("\n"))
    #expect(rows[3].message.contains("progress.json"))
    // Looking leaves no trace.
    #expect(try WorkFolder(scratch.file("a/Work")).progress().solved.isEmpty)

    let csv = try Command(
      "workbook", "check", "1.3", "--student", scratch.file("c").path, "--format", "csv")
    let lines = csv.output.split(separator: "\n")
    #expect(lines[0] == "student,exercise,title,verdict,message,hints,variant,seconds")
    #expect(lines.count == 2 && lines[1].hasPrefix("c,1.3,"))
  }

  @Test("a field with commas and quotes is quoted")
  func quoting() {
    let row = StudentResult(
      student: "a", exercise: "1.1", title: "t", verdict: "wrong", message: "say \"1, 2\"",
      hints: 0,
      variant: "", seconds: 1)
    #expect([row].csv.hasSuffix("\na,1.1,t,wrong,\"say \"\"1, 2\"\"\",0,,1.0\n"))
  }

  @Test("the edition for students has everything but the answers, and says so")
  func edition() throws {
    let out = scratch.file("edition")
    let command = try Command("workbook", "edition", "--for", "student", "--out", out.path)
    #expect(command.status == 0, "\(command)")
    let copy = try Catalogue(root: out)
    #expect(copy.sheets.map(\.name) == catalogue.sheets.map(\.name))
    for (sheet, original) in zip(copy.sheets, catalogue.sheets) {
      #expect(try Data(contentsOf: sheet.starter) == Data(contentsOf: original.starter))
      #expect(!FileManager.default.fileExists(atPath: sheet.solution.path))
      #expect(sheet.wrongAnswers.isEmpty)
    }
    // Nothing else is missing.
    let kept = try paths(in: out)
    let all = try paths(in: catalogue.root)
    let missing = all.subtracting(kept)
    #expect(missing.allSatisfy { $0.hasSuffix("/Solution.swift") || $0.contains("/Wrong/") })
    #expect(kept.isSubset(of: all))
    #expect(kept.contains("Package.swift") && kept.contains(".swift-format"))
    #expect(try Command("workbook", "edition", "--for", "student", "--out", out.path).status == 73)
  }

  /// The files of the workbook, but for what the edition leaves to each machine.
  private func paths(in root: URL) throws -> Set<String> {
    let all = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return Set(
      all.filter { path in
        let top = path.split(separator: "/").first ?? ""
        var isFolder: ObjCBool = false
        FileManager.default.fileExists(
          atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
        let unshared = [".git", "Runs", "Data", "Work", "Book", "Package.resolved"]
        return !isFolder.boolValue && !unshared.contains(String(top)) && !top.hasPrefix(".build")
      })
  }
}
