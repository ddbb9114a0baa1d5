import ArgumentParser
import BugShelf
import Classroom
import Foundation
import Runs

/// Runs a game with a mistake in it, or lists them all.
struct BugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bug", abstract: "Run a training with a mistake in it, which you are to find.",
    discussion: """
      Without a number: the list of the cases. With one: runs the game, some seconds, and writes \
      curves, samples and measurements to a folder such as Runs/bug-07/, as a chapter does. Nothing in there \
      names the mistake. When you know it: swift run workbook diagnose <number> --answer NAME.
      """)

  @Argument(help: "A case of the shelf, such as 7. (default: list them)")
  var number: Int?

  @Option(
    parsing: .unconditional, help: "Which random numbers to draw. Equal seeds give equal bits.")
  var seed: UInt64 = 1

  @Option(help: "The folder to write. (default: Runs/bug-07, or Runs/bug-07-repaired, for case 7)")
  var out: String?

  @Flag(help: "Run the same game without the mistake, once you have found it.")
  var repaired = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @OptionGroup var work: WorkOption

  func validate() throws {
    if let out, out.isEmpty { throw ValidationError("--out: give the path of a folder") }
    if number == nil, repaired { throw ValidationError("--repaired: name a case, such as 7") }
  }

  func run() throws {
    try reportingFailures {
      let notes = try work.folder().bugNotes()
      guard let number else { return list(notes) }
      let bug = try Shelf.named(number)
      if repaired, notes.solved[number] == nil {
        print(
          """
          Bug \(number) is not diagnosed yet, and its repair would tell. When you know what it is:
          swift run workbook diagnose \(number) --answer NAME
          """)
        throw ExitCode(1)
      }
      try bug.run(repaired: repaired, seed: seed, out: out, quiet: quiet)
      if !quiet, !repaired {
        print("When you know what it is: swift run workbook diagnose \(number) --answer NAME")
      }
    }
  }

  private func list(_ notes: BugNotes) {
    print(
      """
      The bug shelf: \(Shelf.bugs.count) trainings with one mistake each, \
      \(Shelf.bugs.count { notes.solved[$0.number] != nil }) of them diagnosed.

      """)
    for bug in Shelf.bugs {
      let isSolved = notes.solved[bug.number] != nil
      let number = bug.number < 10 ? " \(bug.number)" : "\(bug.number)"
      print("  \(isSolved ? "✓" : "·") \(number)  \(bug.report)")
      if let tries = notes.tries[bug.number] {
        let count = tries == 1 ? "1 try" : "\(tries) tries"
        print("          \(isSolved ? "\(bug.fault.rawValue), \(count)" : count)")
      }
    }
    let next = Shelf.bugs.first { notes.solved[$0.number] == nil }
    if let next {
      print("\nType: swift run workbook bug \(next.number)")
    } else {
      print("\nEvery case is solved.")
    }
  }
}

extension Shelf {
  /// The case that the learner has named.
  static func named(_ number: Int) throws -> Bug {
    guard let bug = bug(number) else {
      throw RunFailure(
        .inputNotFound, "\(number): there is no such bug; they go from 1 to \(bugs.count)")
    }
    return bug
  }
}
