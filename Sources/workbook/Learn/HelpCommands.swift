import ArgumentParser
import Classroom
import Exercises
import Foundation
import Runs

/// Shows one hint more.
struct HintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hint", abstract: "Show the next hint, and those before it.")

  @Argument(help: "An exercise, such as 1.2. (default: the next one)")
  var exercise: String?

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try reportingFailures {
      let checker = try learner.checker()
      guard let sheet = try exercise.map(checker.catalogue.sheet) ?? checker.next() else {
        return print("Every exercise is solved: no hint is left to give.")
      }
      let (count, variant) = try checker.work.change { progress in
        let count = min(progress.hints[sheet.name, default: 0] + 1, sheet.hints.count)
        progress.hints[sheet.name] = count
        return (count, Variant(progress.variant))
      }
      print(sheet.text(ofHints: count, variant: variant, on: .ofThisProcess))
      if count == sheet.hints.count {
        print("That is the last hint. swift run workbook solution \(sheet.number) --show")
      }
    }
  }
}

/// Puts the starter back.
struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Begin an exercise again; your answer is kept beside it.")

  @Argument(help: "An exercise, such as 1.2.")
  var exercise: String

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try reportingFailures {
      let checker = try learner.checker()
      let sheet = try checker.catalogue.sheet(exercise)
      let before = try checker.work.reset(sheet)
      try checker.work.change { $0.solved[sheet.name] = nil }
      print("\(checker.path(of: sheet)) is the starter again.")
      if let before { print("Your former answer: \(before.lastPathComponent), beside it.") }
    }
  }
}

/// Shows the reference solution.
struct SolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solution", abstract: "Show the solution of an exercise that you have solved.")

  @Argument(help: "An exercise, such as 1.2.")
  var exercise: String

  @Flag(help: "Show it even though the exercise is not solved.")
  var show = false

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try reportingFailures {
      let checker = try learner.checker()
      let sheet = try checker.catalogue.sheet(exercise)
      guard let solution = try? String(contentsOf: sheet.solution, encoding: .utf8) else {
        throw RunFailure(
          .inputNotFound, "this edition of the workbook has no solutions; ask your teacher")
      }
      let progress = try checker.work.progress()
      let left = sheet.hints.count - progress.hints[sheet.name, default: 0]
      if progress.solved[sheet.name] == nil, !show {
        print("\(sheet.number) is not solved yet.")
        if left > 0 {
          print("There \(left == 1 ? "is a hint" : "are \(left) hints") left: ", terminator: "")
          print("swift run workbook hint \(sheet.number)")
        }
        print(
          "To see the solution all the same: swift run workbook solution \(sheet.number) --show")
        throw ExitCode(1)
      }
      print(solution)
    }
  }
}
