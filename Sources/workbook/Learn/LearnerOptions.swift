import ArgumentParser
import Classroom
import Exercises
import Foundation
import Runs

/// Where the learner's answers and notes are.
struct WorkOption: ParsableArguments {
  @Option(help: "The folder of your answers. (default: Work, at the top of the workbook)")
  var work: String?

  func folder() throws -> WorkFolder {
    if let work { return WorkFolder(URL(fileURLWithPath: work)) }
    return WorkFolder(try Catalogue().root.appendingPathComponent("Work"))
  }
}

/// What all commands need that deal with the learner's answers.
struct LearnerOptions: ParsableArguments {
  @OptionGroup var work: WorkOption

  @Option(
    help: "Your own variant: the name makes the numbers, and is kept. (\"\": the book's numbers)")
  var variant: String?

  func checker(limit: Int = 60) throws -> Checker {
    let checker = Checker(
      catalogue: try Catalogue(), work: try work.folder(), products: Self.products, limit: limit)
    if let variant {
      try checker.work.change { $0.variant = variant }
    }
    return checker
  }

  /// The folder that this program was built into.
  static var products: URL {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return program.resolvingSymlinksInPath().deletingLastPathComponent()
  }
}

extension Checker {
  func variant() throws -> Variant { Variant(try work.progress().variant) }
}

/// Runs a command's body and ends as ``ExitStatus`` says.
func reportingFailures(_ body: () throws -> Void) throws {
  // Whoever reads what we print may have read enough (`… | head -1`), and that is no failure.
  signal(SIGPIPE, SIG_IGN)
  do { try body() } catch let error as ClassroomError {
    let status: ExitStatus =
      switch error {
      case .missing: .inputNotFound
      case .badData: .badData
      case .cannotWrite: .cannotWrite
      case .notBuilt: .software
      }
    throw RunFailure(status, error.description)
  }
}
