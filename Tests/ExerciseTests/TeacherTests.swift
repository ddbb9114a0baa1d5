import Exercises
import Foundation
import TestSupport
import Testing

@testable import Classroom

/// What a teacher does: check a class, and open the table in a spreadsheet.
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
    try folder.change { $0.hints[sheet.name] = hints }
    let text = """
      import Foundation
      import ToyGANExercises
      struct Answer: OptimalDiscriminator {
        func answer(p: Float, q: Float) throws -> Float { \(body) }
      }
      """
    try Data(text.utf8).write(to: folder.file(sheet))
  }

  private func table(_ arguments: String...) throws -> [StudentResult] {
    let command = try Command(
      starting: "workbook", ["check", "1.3", "--format", "json", "--student"] + arguments)
    command.wait()
    #expect(command.status == 0, "\(command)")
    let rows = try JSONDecoder().decode([StudentResult].self, from: Data(command.output.utf8))
    return rows.filter { $0.exercise != "bugs" }
  }

  @Test("one row for each student, and nobody's error stops the others")
  func classTable() throws {
    try begin("a/Work", "throw NotYetSolved()", hints: 1)
    try begin("b", "p /")
    try begin("c", "p / q")
    try begin("d", "p")
    try Data("no JSON".utf8).write(to: scratch.file("d/progress.json"))
    let rows = try table(scratch.path)
    #expect(rows.map(\.student) == ["a", "b", "c", "d"])
    #expect(rows.map(\.verdict) == ["not yet", "not yet", "wrong", "not checked"])
    #expect(rows.map(\.hints) == [1, 0, 0, 0])
    #expect(rows[1].message.contains("does not compile"))
    #expect(rows[2].message.contains("; expected ") && !rows[2].message.contains("\n"))
    #expect(rows[3].message.contains("progress.json"))
    var notes = BugNotes()
    notes.note(3, isRight: false)
    notes.note(3, isRight: true)
    try WorkFolder(scratch.file("c")).change { $0 = notes }
    let totals = try Command(
      "workbook", "check", "1.3", "--student", scratch.path, "--totals")
    #expect(
      totals.output.split(separator: "\n").dropFirst() == [
        "a,0,0,1,0,1,0,0,", "b,0,0,1,0,0,0,0,", "c,0,1,0,0,0,1,2,", "d,0,0,0,1,0,0,0,",
      ], "\(totals)")
    // Looking leaves no trace.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.file("b").path).count == 2)

    let csv = try Command(
      "workbook", "check", "1.3", "--student", scratch.file("c").path, "--format", "csv",
      "--separator", ";")
    let lines = csv.output.split(separator: "\n")
    #expect(lines[0] == "student;exercise;title;verdict;message;hints;variant;seconds")
    #expect(lines.count == 3 && lines[1].hasPrefix("c;1.3-optimal-discriminator;"))
    #expect(
      lines[2]
        == "c;bug-shelf;The bug shelf;1 diagnosed;\"in 2 tries, as the student's notes say\";0;;0")
    // The mark is no part of a text that is read.
    #expect(Array(csv.bytes.prefix(3)) == [0xef, 0xbb, 0xbf])
  }

  @Test("work is found some folders deep, and who has handed in none is a row too")
  func layouts() throws {
    for place in ["a/1.3 answers", "b/gan-workbook/Work", "c/work"] { try begin(place, "p / q") }
    let folders = ["d", "e/notes", "__MACOSX/a"]
    for name in folders {
      try FileManager.default.createDirectory(
        at: scratch.file(name), withIntermediateDirectories: true)
    }
    try Data("?".utf8).write(to: scratch.file("e/notes/todo.txt"))
    for name in ["f.zip", "readme.txt"] { try Data().write(to: scratch.file(name)) }
    // A link to a folder of somebody else's is not that student's work.
    try FileManager.default.createSymbolicLink(
      at: scratch.file("e/link"), withDestinationURL: scratch.file("a"))
    let rows = try table(scratch.path)
    #expect(rows.map(\.student) == ["a", "b", "c", "d", "e", "f.zip"])
    #expect(
      rows.map(\.verdict) == ["wrong", "wrong", "wrong", "not found", "not found", "not found"])
    #expect(rows[3].message.contains("the folder is empty"))
    #expect(rows[4].message.contains("not found: looked in e/, e/notes for files such as 1.1-"))
    #expect(rows[5].message.contains("unpack it"))
  }

  @Test(
    "an answer that loops or ends what watches it is one row, and another's file stays as it is")
  func attackers() throws {
    try begin("a", "p / q")
    let victim = scratch.file("a/1.3-optimal-discriminator.swift")
    let before = try Data(contentsOf: victim)
    try begin("b", "alarm(0); print(\"on and on\"); while true {}")
    try begin("c", "kill(getppid(), SIGKILL); sleep(1); return p / q")
    try begin("d", "try Data().write(to: URL(fileURLWithPath: \"\(victim.path)\")); return p / q")
    let rows = try table(scratch.path, "--time-limit", "2")
    #expect(rows.map(\.student) == ["a", "b", "c", "d"])
    #expect(rows.allSatisfy { $0.verdict == "wrong" })
    #expect(rows[1].message.contains("still running after 2 seconds"))
    #expect(rows[1].message.contains("it last printed “on and on”"))
    // As far as the system allows.
    if try Enclosure(hiding: []).isThere { #expect(try Data(contentsOf: victim) == before) }
  }

  @Test("each row is written as it comes")
  func rowsAsTheyCome() throws {
    try begin("a", "p / q")
    try begin("b", "while true {}")
    let command = try Command(
      starting: "workbook", ["check", "1.3", "--student", scratch.path, "--time-limit", "600"])
    defer {
      command.send(SIGTERM)
      command.wait()
    }
    for _ in 0..<600 where !command.output.contains("\na,1.3-") { usleep(100_000) }
    #expect(command.output.contains("\na,1.3-") && command.isRunning)
  }

  @Test(
    "a cell is one line, and neither a formula nor a date",
    arguments: [
      ("plain", "plain"), ("say \"1, 2\"", "\"say \"\"1, 2\"\"\""), ("two\nlines\r\n", "two lines"),
      ("=1+1", "'=1+1"), ("-p log d", "'-p log d"), ("@x", "'@x"), ("+4", "'+4"),
      ("3/4", "'3/4"), ("1.1", "'1.1"), ("1.1-name", "1.1-name"),
    ])
  func cells(_ message: String, _ cell: String) {
    let row = StudentResult(
      student: message, exercise: "1.1", name: "1.1-x", title: "t", verdict: "wrong", message: "m",
      hints: 0, variant: "", seconds: 1.4)
    #expect(CSV().row(row) == "\(cell),1.1-x,t,wrong,m,0,,1\n")
  }

  @Test("a cell that holds the separator is quoted, whichever it is")
  func separators() {
    let row = StudentResult(
      student: "a;b", exercise: "1.1", name: "n", title: "t", verdict: "v", message: "m", hints: 0,
      variant: "", seconds: 1)
    #expect(CSV(separator: ";").row(row).hasPrefix("\"a;b\";n;"))
    #expect(CSV().row(row).hasPrefix("a;b,n,"))
  }
}
