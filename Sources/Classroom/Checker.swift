import Exercises
import Foundation

/// Checks a learner's answers.
public struct Checker: Sendable {
  public let catalogue: Catalogue
  public let work: WorkFolder
  /// The folder of the built workbook.
  public let products: URL
  /// After so many seconds a check is ended.
  public let limit: Int

  public init(catalogue: Catalogue, work: WorkFolder, products: URL, limit: Int = 60) {
    (self.catalogue, self.work, self.products, self.limit) = (catalogue, work, products, limit)
  }

  /// Compiles the answer and checks it. What the answer does wrong is an outcome and no error.
  ///
  /// - Throws: ``ClassroomError`` if the check itself cannot be made.
  public func outcome(of sheet: ExerciseSheet, variant: String) throws -> Outcome {
    // Nobody has to wait for the compiler to hear that the starter is the starter.
    if !work.hasBegun(sheet) { return Outcome(.notYet, "it has not been begun") }
    if work.isUntouched(sheet) { return Outcome(.notYet, "it is the starter, unchanged") }
    do {
      let program = try AnswerProgram(
        answer: work.file(sheet), products: products, root: catalogue.root)
      return try program.outcome(variant: variant, limit: limit)
    } catch let error as AnswerProgram.CompileError {
      return Outcome(.notYet, "it does not compile\n\n\(error.message)\n")
    }
  }

  /// Checks, and notes whether the answer passes.
  public func check(_ sheet: ExerciseSheet) throws -> Outcome {
    let outcome = try outcome(of: sheet, variant: try work.progress().variant)
    // Read again: the check took a while, and a hint may have been asked for meanwhile.
    var progress = try work.progress()
    let former = progress
    if outcome.verdict != .solved {
      progress.solved[sheet.name] = nil
    } else if progress.solved[sheet.name] == nil {
      progress.solved[sheet.name] = Date()
    }
    if progress != former { try work.save(progress) }
    return outcome
  }

  /// The first exercise that is not solved, or the first after `sheet`.
  public func next(after sheet: ExerciseSheet? = nil) throws -> ExerciseSheet? {
    let progress = try work.progress()
    let all = catalogue.sheets
    let start = all.firstIndex { $0.name == sheet?.name } ?? 0
    return (all[start...] + all[..<start]).first { progress.solved[$0.name] == nil }
  }
}
