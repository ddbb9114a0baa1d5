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
  /// What an answer's program is shut into.
  let enclosure: Enclosure

  public init(
    catalogue: Catalogue, work: WorkFolder, products: URL, limit: Int = 60,
    enclosure: Enclosure = .none
  ) {
    (self.catalogue, self.work, self.products) = (catalogue, work, products)
    (self.limit, self.enclosure) = (limit, enclosure)
  }

  /// Compiles the answer and checks it. What the answer does wrong is an outcome and no error.
  ///
  /// - Throws: ``ClassroomError`` if the check itself cannot be made.
  public func outcome(of sheet: ExerciseSheet, variant: String) throws -> Outcome {
    // Nobody has to wait for the compiler to hear that the starter is the starter.
    if !work.hasBegun(sheet) { return Outcome(.notYet, "it has not been begun") }
    do {
      let answer = try Answer(work.file(sheet), path: path(of: sheet))
      if work.isUntouched(sheet) { return Outcome(.notYet, "it is the starter, unchanged") }
      let program = try AnswerProgram(
        answer, to: sheet, products: products, root: catalogue.root)
      return try program.outcome(variant: variant, limit: limit, in: enclosure)
    } catch let error as Answer.Unreadable {
      return Outcome(.notYet, error.message)
    } catch let error as AnswerProgram.CompileError {
      return Outcome(.notYet, "it does not compile\n\n\(error.message)\n")
    }
  }

  /// The learner's file, as it is shown: from the folder in which the command was typed.
  public func path(of sheet: ExerciseSheet) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    let path = work.file(sheet).path
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  /// Checks, and notes whether the answer passes.
  public func check(_ sheet: ExerciseSheet) throws -> Outcome {
    let variant = try work.progress().variant
    let outcome = try outcome(of: sheet, variant: variant)
    try work.change { progress in
      if outcome.verdict != .solved {
        progress.solved[sheet.name] = nil
      } else if progress.solved[sheet.name] == nil {
        progress.solved[sheet.name] = Date()
      }
    }
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
