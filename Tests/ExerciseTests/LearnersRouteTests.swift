import Exercises
import Foundation
import TestSupport
import Testing

@testable import Classroom

/// The learner's way through the exercise 1.1, with the commands as they are typed.
@Suite struct LearnersRouteTests {
  let scratch: TemporaryFolder
  let sheet: ExerciseSheet

  init() throws {
    scratch = try TemporaryFolder()
    sheet = try Catalogue().sheet("1.1")
  }

  private var answer: URL { scratch.file("\(sheet.name).swift") }

  private func workbook(_ arguments: String...) throws -> Command {
    let command = try Command(
      starting: "workbook", arguments + ["--work", scratch.path])
    command.wait()
    return command
  }

  /// Writes an answer whose loss has this body.
  private func write(_ body: String) throws {
    let text = """
      import Foundation
      import Tensors
      import ToyGANExercises

      struct Answer: DiscriminatorLoss {
        func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
          \(body)
        }
      }
      """
    try Data(text.utf8).write(to: answer)
  }

  /// Hands in the solution. It stands in no test: they are in the edition for students too.
  private func solve() throws { try Data(contentsOf: sheet.solution).write(to: answer) }

  @Test("the starter is put into the folder, told, and not yet solved")
  func starter() throws {
    let first = try workbook("check", "1.1")
    #expect(first.status == 1, "\(first)")
    #expect(first.output.contains(sheet.task))
    #expect(try scratch.contents("\(sheet.name).swift") == Data(contentsOf: sheet.starter))
    #expect(try workbook("list", "1.1").output.contains(sheet.task))
    let chapter = try workbook("list", "1").output
    #expect(chapter.contains(" 1.1 ") && chapter.contains(" 1.6 ") && !chapter.contains(" 2.1 "))
    // Changed, so that it is compiled; still without an answer.
    try write("print(\"here\"); throw NotYetSolved()")
    let second = try workbook("check", "1.1")
    #expect(second.status == 1)
    #expect(second.output.contains("1.1 not yet"), "\(second)")
    #expect(second.output.contains("NotYetSolved"))
    #expect(second.output.contains("Your answer printed:\n  here"))
  }

  @Test(
    "a solved exercise stays solved, tells what was learned, and what is next",
    .enabled(if: ProofTests.hasSolutions, "this edition has no solutions"))
  func solved() throws {
    try solve()
    let check = try workbook("check", "1.1")
    #expect(check.status == 0, "\(check)")
    #expect(check.output.contains(sheet.learned))
    #expect(check.output.contains("Next: 1.2"))
    #expect(try workbook("list").output.contains("✓ 1.1"))
    #expect(try workbook("check").output.contains("1.2 · "))
    // What no longer passes is no longer solved.
    try write("realLogits.mean()")
    #expect(try workbook("check", "1.1").status == 1)
    #expect(try workbook("list").output.contains("· 1.1"))
  }

  @Test("what the compiler says is shown with the learner's file and line, and blocks nothing else")
  func doesNotCompile() throws {
    try write("return realLogit.mean()")
    let check = try workbook("check", "1.1")
    #expect(check.status == 1)
    #expect(check.output.contains("1.1 not yet"), "\(check)")
    #expect(check.output.contains("does not compile"))
    #expect(check.output.contains("\(sheet.name).swift:7:"))
    #expect(!check.output.contains("main.swift"))
    #expect(try workbook("check", "1.2").output.contains("1.2 · "))
    try Data("// nothing".utf8).write(to: answer)
    #expect(try workbook("check", "1.1").output.contains("there is no `struct Answer`"))
  }

  @Test("a trap is told by its sentence")
  func trap() throws {
    try write("print(\"before\"); return realLogits.reshaped(to: [3]) + fakeLogits")
    let check = try workbook("check", "1.1")
    #expect(check.status == 1)
    #expect(check.output.contains("1.1 wrong: the program stopped: "), "\(check)")
    #expect(check.output.contains("[200, 1]"))
    #expect(check.output.contains("before"))
    #expect(!check.output.contains("Stack dump") && !check.output.contains("Thread 0"))
  }

  @Test("a loop without an end is ended")
  func endlessLoop() throws {
    try write("while true { usleep(10_000) }")
    let check = try workbook("check", "1.1", "--time-limit", "2")
    #expect(check.status == 1)
    #expect(
      check.output.contains("still running after 2 seconds: does a loop not end?"), "\(check)")
  }

  @Test("a wrong answer hears what was expected and what came")
  func wrong() throws {
    try write("sigmoidCrossEntropy(logits: realLogits, label: 1)")
    let check = try workbook("check", "1.1")
    #expect(check.output.contains("1.1 wrong: the term of the generated numbers is missing"))
    #expect(check.output.contains("expected ") && check.output.contains("got "))
    try write("throw CocoaError(.fileNoSuchFile)")
    #expect(try workbook("check", "1.1").output.contains("your answer threw an error"))
  }

  @Test("hints come one by one, and are remembered")
  func hints() throws {
    let first = try workbook("hint", "1.1")
    #expect(first.output.contains(sheet.hints[0]) && !first.output.contains(sheet.hints[1]))
    #expect(try workbook("hint", "1.1").output.contains(sheet.hints[1]))
    for _ in 0..<3 { #expect(try workbook("hint").output.contains("hint 2 of")) }
    #expect(try WorkFolder(scratch.url).progress().hints[sheet.name] == sheet.hints.count)
  }

  @Test("reset brings the starter back and keeps every former answer")
  func reset() throws {
    let copy = { (number: Int) in "\(answer.lastPathComponent).before-\(number)" }
    for number in 1...2 {
      try write("throw Wrong(\"answer \(number)\")")
      let former = try scratch.contents(answer.lastPathComponent)
      try WorkFolder(scratch.url).change { $0.solved[sheet.name] = Date() }
      let reset = try workbook("reset", "1.1")
      #expect(reset.status == 0 && reset.output.contains(copy(number)), "\(reset)")
      #expect(try Data(contentsOf: answer) == Data(contentsOf: sheet.starter))
      #expect(try scratch.contents(copy(number)) == former)
      #expect(try workbook("list").output.contains("· 1.1"))
    }
    // A further time there is no answer to keep.
    #expect(try workbook("reset", "1.1").status == 0)
    #expect(!FileManager.default.fileExists(atPath: scratch.file(copy(3)).path))
    #expect(try scratch.contents(copy(1)) != scratch.contents(copy(2)))
  }

  @Test(
    "the solution is shown to those who have solved it, and to others who insist",
    .enabled(if: ProofTests.hasSolutions, "this edition has no solutions"))
  func solution() throws {
    let text = try String(contentsOf: sheet.solution, encoding: .utf8)
    let refused = try workbook("solution", "1.1")
    #expect(refused.status == 1 && !refused.output.contains(text))
    #expect(refused.output.contains("3 hints left") && refused.output.contains("--show"))
    #expect(try workbook("solution", "1.1", "--show").output.contains(text))
    try solve()
    #expect(try workbook("check", "1.1").status == 0)
    #expect(try workbook("solution", "1.1").output.contains(text))
  }

  @Test("another variant has other numbers and its own marks, and nothing of the first is lost")
  func variant() throws {
    try write("throw Wrong(\"asked\")")
    let folder = WorkFolder(scratch.url)
    try folder.change { $0.solved[sheet.name] = Date(timeIntervalSince1970: 0) }
    let list = try workbook("list", "--variant", "blue")
    #expect(list.output.contains("· 1.1"))
    #expect(list.output.contains(Variant("blue").target.description))
    #expect(try folder.progress().variant == "blue")
    #expect(try workbook("list").output.contains("blue"))
    #expect(try workbook("list", "--variant", "").output.contains("✓ 1.1"))
  }

  @Test(
    "watch checks when the file is saved, and ends when it is right",
    .enabled(if: ProofTests.hasSolutions, "this edition has no solutions"))
  func watch() throws {
    let watch = try Command(
      starting: "workbook", ["watch", "1.1", "--work", scratch.path])
    defer { if watch.isRunning { watch.send(SIGKILL) } }
    try until { FileManager.default.fileExists(atPath: answer.path) }
    try write("sigmoidCrossEntropy(logits: realLogits, label: 1)")
    try until { watch.output.contains("1.1 wrong") }
    #expect(watch.isRunning)
    try solve()
    try until { !watch.isRunning }
    #expect(watch.output.contains("1.1 solved"))
    #expect(!watch.isRunning && watch.status == 0)
  }

  /// Waits for a condition; a minute is long enough for any machine.
  private func until(_ condition: () -> Bool) throws {
    for _ in 0..<600 {
      if condition() { return }
      Thread.sleep(forTimeInterval: 0.1)
    }
    Issue.record("it did not come in a minute")
  }

  @Test(
    "what is asked wrongly is told in one line",
    arguments: [
      (["check", "9.9"], Int32(66), "9.9: there is no such exercise; they go from 1.1 to"),
      (["hint", "1"], 66, "1: this is a chapter"),
      (["check", "--time-limit", "0"], 64, "--time-limit 0: give a number from 1 to 3600"),
      (["check", "--student", "/nowhere"], 66, "--student /nowhere: there is no such folder"),
    ])
  func usage(_ arguments: [String], status: Int32, message: String) throws {
    let command = try Command(starting: "workbook", arguments + ["--work", scratch.path])
    command.wait()
    #expect(command.status == status, "\(command)")
    #expect(command.errors.contains(message), "\(command)")
  }

  @Test("a reader that has read enough is no failure")
  func closedPipe() throws {
    let built = Command.products.appendingPathComponent("workbook").path
    // The reader is gone before the first line comes.
    let script = "{ sleep 0.5; \"$0\" list --work \"$1\"; echo $? >&2; } | true"
    let command = try Command("/bin/sh", ["-c", script, built, scratch.path])
    command.wait()
    #expect(command.errors == "0\n", "\(command)")
  }

  @Test("a damaged progress file is told, and the answers stay")
  func damagedProgress() throws {
    try write("throw NotYetSolved()")
    try Data("{".utf8).write(to: scratch.file("progress.json"))
    let command = try workbook("check", "1.1")
    #expect(command.status == 65)
    #expect(command.errors.contains("progress.json: this is not what the workbook wrote"))
    #expect(FileManager.default.fileExists(atPath: answer.path))
  }
}
