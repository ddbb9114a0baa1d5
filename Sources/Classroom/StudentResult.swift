import Foundation

/// One student's answer to one exercise, for the teacher's table.
public struct StudentResult: Codable, Equatable, Sendable {
  public let student: String
  /// `1.1`; `bugs` in the row of the bug shelf; empty in the one row of a student who has handed in nothing.
  public let exercise: String
  /// `1.1-discriminator-loss`.
  public let name: String
  public let title: String
  /// `solved`, `not yet`, `wrong`; `not checked` if the check itself failed, `not found` if there are no
  /// answers. In the row of the bug shelf how many cases are diagnosed.
  public let verdict: String
  /// One line.
  public let message: String
  public let hints: Int
  public let variant: String
  /// How long the check took.
  public let seconds: Double
}

/// One student's answers all together: a line in the class's book.
public struct StudentTotals: Codable, Equatable, Sendable {
  public let student: String
  public private(set) var solved = 0
  public private(set) var wrong = 0
  public private(set) var notYet = 0
  public private(set) var notChecked = 0
  public private(set) var hints = 0
  /// Cases of the bug shelf that are diagnosed, and the diagnoses that were given: as the student's own
  /// notes say, which nobody has checked.
  public let bugs: Int
  public let tries: Int
  /// Why there are no answers; else empty.
  public private(set) var message = ""

  public init(student: String, notes: BugNotes) {
    self.student = student
    bugs = notes.solved.count
    tries = notes.tries.values.reduce(0, +)
  }

  public mutating func add(_ result: StudentResult) {
    hints += result.hints
    switch result.verdict {
    case "solved": solved += 1
    case "wrong": wrong += 1
    case "not yet": notYet += 1
    case "not checked": notChecked += 1
    default: message = result.message
    }
  }
}

/// The class's table as a spreadsheet opens it.
///
/// Quoted as RFC 4180 says, a line for each row. Text that a spreadsheet would take for a formula, or for a
/// date, gets an apostrophe before it; an exercise goes by its name, because `1.1` is the first of January.
public struct CSV: Sendable {
  /// Some languages write `0,5`, and their spreadsheets want `;`.
  public let separator: Character

  public init(separator: Character = ",") { self.separator = separator }

  /// Goes before the heading: without it a spreadsheet does not know that this is UTF-8.
  public static let byteOrderMark = "\u{FEFF}"

  public var heading: String {
    line(["student", "exercise", "title", "verdict", "message", "hints", "variant", "seconds"])
  }

  public func row(_ result: StudentResult) -> String {
    line(
      [
        result.student, result.name, result.title, result.verdict, result.message,
      ].map(text) + [
        // Whole seconds: 1.5 would be the first of May.
        "\(result.hints)", text(result.variant), "\(Int(result.seconds.rounded()))",
      ])
  }

  public var totalsHeading: String {
    line(
      [
        "student", "solved", "wrong", "not yet", "not checked", "hints", "bugs diagnosed",
        "diagnoses", "message",
      ])
  }

  public func row(_ totals: StudentTotals) -> String {
    let counts = [
      totals.solved, totals.wrong, totals.notYet, totals.notChecked, totals.hints, totals.bugs,
      totals.tries,
    ]
    return line([text(totals.student)] + counts.map { "\($0)" } + [text(totals.message)])
  }

  private func line(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: String(separator)) + "\n"
  }

  private func text(_ cell: String) -> String {
    let flat = cell.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
    let isFormula = flat.first.map { "=+-@".contains($0) } ?? false
    let isDate = flat.wholeMatch(of: /\d+([.\/:-]\d+)+|\d+/) != nil
    return isFormula || isDate ? "'" + flat : flat
  }

  private func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == separator || $0 == "\"" || $0 == "," }) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
