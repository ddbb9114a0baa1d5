import ArgumentParser
import Classroom
import Exercises
import Foundation
import Runs

/// Checks the learner's answers.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check an exercise: the next one, or the one you name.",
    discussion: """
      The exercise's file is put into Work/ when you first ask for it; edit it there. Ends with \
      status 0 if every answer that was checked is right, and with 1 otherwise.
      """)

  @Argument(help: "An exercise, such as 1.2, or a chapter, such as 1. (default: the next one)")
  var exercise: String?

  @Flag(help: "Check all exercises.")
  var all = false

  @Option(help: "End a check after so many seconds.")
  var timeLimit = 60

  @Option(
    help: "For teachers: check all answers of a student's Work folder, or of a class's folders.")
  var student: String?

  @Option(help: "How the table of --student is written: csv or json.")
  var format: Format?

  @Option(help: "What stands between the cells of --format csv: \",\" or \";\". (default: ,)")
  var separator: Separator?

  @Flag(help: "One line for each student of --student, with totals and the bug shelf.")
  var totals = false

  enum Format: String, CaseIterable, ExpressibleByArgument { case csv, json }
  enum Separator: String, CaseIterable, ExpressibleByArgument {
    case comma = ","
    case semicolon = ";"
  }

  @OptionGroup var learner: LearnerOptions

  func validate() throws {
    if format != nil, student == nil {
      throw ValidationError("--format \(format!.rawValue): it goes with --student DIR")
    }
    if separator != nil, student == nil || format == .json {
      throw ValidationError("--separator: it goes with --student DIR --format csv")
    }
    if totals, student == nil { throw ValidationError("--totals: it goes with --student DIR") }
    if timeLimit < 1 || timeLimit > 3600 {
      throw ValidationError("--time-limit \(timeLimit): give a number from 1 to 3600")
    }
    if all, exercise != nil { throw ValidationError("name an exercise or give --all, not both") }
  }

  func run() throws {
    try reportingFailures {
      if let student { return try checkStudents(in: URL(fileURLWithPath: student)) }
      let checker = try learner.checker(limit: timeLimit)
      try checker.helpEditors()
      let sheets = try chosen(checker)
      var allSolved = true
      for sheet in sheets {
        try checker.work.begin(sheet)
        if sheets.count == 1, checker.work.isUntouched(sheet) {
          print(try checker.text(of: sheet))
          throw ExitCode(1)
        }
        let outcome = try checker.check(sheet)
        allSolved = allSolved && outcome.verdict == .solved
        if sheets.count == 1 {
          print(try checker.text(outcome, sheet))
        } else {
          print("\(outcome.mark) \(sheet.number) \(outcome.verdict.rawValue): \(sheet.title)")
        }
      }
      if !allSolved { throw ExitCode(1) }
    }
  }

  /// Prints a table on standard output, each row as it comes, and says so on standard error.
  private func checkStudents(in folder: URL) throws {
    let catalogue = try Catalogue()
    let sheets = try exercise.map(catalogue.sheets(matching:)) ?? catalogue.sheets
    let students = try Students(in: folder, catalogue)
    let enclosure = try Enclosure(hiding: [folder, catalogue.root])
    if !enclosure.isThere {
      say("this system has no `unshare`: the answers run with your rights (see TEACHING.md)")
    }
    let csv = CSV(separator: Character(separator?.rawValue ?? ","))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let isJSON = format == .json
    var between = ""
    func put(_ text: String) {
      print(text, terminator: "")
      fflush(nil)
    }
    func write(_ row: some Encodable, _ line: String) {
      if isJSON {
        let text = (try? encoder.encode(row)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        put(between + text)
        between = ",\n"
      } else {
        put(line)
      }
    }
    let heading = totals ? csv.totalsHeading : csv.heading
    put(isJSON ? "[\n" : CSV.byteOrderMark + heading)
    students.check(
      sheets, products: LearnerOptions.products, limit: timeLimit, variant: learner.variant,
      in: enclosure,
      done: { result in
        if !totals { write(result, csv.row(result)) }
        say("\(result.student) \(result.exercise) \(result.verdict)")
      },
      total: { if totals { write($0, csv.row($0)) } })
    if isJSON { put("\n]\n") }
  }

  private func say(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }

  private func chosen(_ checker: Checker) throws -> [ExerciseSheet] {
    if all { return checker.catalogue.sheets }
    if let exercise { return try checker.catalogue.sheets(matching: exercise) }
    if let next = try checker.next() { return [next] }
    print("Every exercise is solved. `workbook check --all` checks them again.")
    return []
  }
}

extension Checker {
  func text(_ outcome: Outcome, _ sheet: ExerciseSheet) throws -> String {
    outcome.text(
      for: sheet, path: path(of: sheet), variant: try variant(),
      next: outcome.verdict == .solved ? try next(after: sheet) : nil, on: .ofThisProcess)
  }

  /// What an exercise asks.
  func text(of sheet: ExerciseSheet) throws -> String {
    sheet.text(path: path(of: sheet), variant: try variant(), on: .ofThisProcess)
  }
}

extension Outcome {
  var mark: String {
    switch verdict {
    case .solved: "✓"
    case .notYet: "·"
    case .wrong: "✗"
    }
  }
}
