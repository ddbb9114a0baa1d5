import ArgumentParser
import Classroom
import Foundation
import Runs

/// For authors: shows that exercises do what they promise.
struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "For authors: the starter is not solved, the solution is, each mistake is named.")

  @Argument(help: "An exercise, such as 1.2, or a chapter, such as 1. (default: all)")
  var exercise: String?

  func run() throws {
    try reportingFailures {
      let catalogue = try Catalogue()
      let sheets = try exercise.map(catalogue.sheets(matching:)) ?? catalogue.sheets
      guard sheets.contains(where: \.hasSolution) else {
        throw RunFailure(.inputNotFound, "this edition of the workbook has no answers to prove")
      }
      do {
        let proof = try Proof(of: sheets, in: catalogue, products: LearnerOptions.products)
        for problem in proof.problems { print("✗ \(problem)") }
        if !proof.problems.isEmpty { throw ExitCode(1) }
        print("✓ \(proof.count) checks of \(sheets.count) exercises, all as they should be")
      } catch let error as AnswerProgram.CompileError {
        throw RunFailure(.badData, error.message)
      }
    }
  }
}
