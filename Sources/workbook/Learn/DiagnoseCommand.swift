import ArgumentParser
import BugShelf
import Classroom
import Foundation
import Runs

/// Takes the learner's diagnosis of a bug.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose", abstract: "Say what is wrong in a case of the bug shelf.",
    discussion: """
      Plays the game again for the numbers that it tells: some seconds. Ends with status 0 if the \
      diagnosis is right, and with 1 otherwise.
      """)

  @Argument(help: "A case of the shelf, such as 7.")
  var number: Int?

  @Option(help: "The name of the mistake; --list shows them all.")
  var answer: String?

  @Flag(help: "List the mistakes that can be named; with a case, those that fit its game.")
  var list = false

  @Option(parsing: .unconditional, help: "The seed of the run that you have looked at.")
  var seed: UInt64 = 1

  @OptionGroup var work: WorkOption

  func validate() throws {
    if !list, number == nil || answer == nil {
      throw ValidationError(
        "name a case and a mistake, as in: diagnose 7 --answer NAME (--list shows the names)")
    }
    if list, answer != nil { throw ValidationError("give --list or --answer, not both") }
  }

  func run() throws {
    try reportingFailures {
      let bug = try number.map(Shelf.named)
      guard let bug, let answer else { return printFaults(of: bug) }
      guard let fault = Fault(rawValue: answer) else {
        throw RunFailure(
          .usage,
          "--answer \(answer): there is no such name; workbook diagnose --list shows them all")
      }
      let work = try work.folder()
      _ = try work.bugNotes()
      let diagnosis = bug.diagnosis(fault, seed: seed)
      try work.change { $0.note(bug.number, isRight: diagnosis.isRight) }
      print(diagnosis.text)
      if !diagnosis.isRight { throw ExitCode(1) }
    }
  }

  private func printFaults(of bug: Bug?) {
    let faults = Fault.allCases.filter { bug?.admits($0) ?? true }
    let width = faults.map(\.rawValue.count).max() ?? 0
    for fault in faults {
      print(
        "  \(fault.rawValue.padding(toLength: width, withPad: " ", startingAt: 0))  "
          + fault.sentence)
    }
  }
}
