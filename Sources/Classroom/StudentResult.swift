import Foundation

/// One student's answer to one exercise, for the teacher's table.
public struct StudentResult: Codable, Equatable, Sendable {
  public let student: String
  /// `1.1`; empty in the one row of a student who has handed in nothing.
  public let exercise: String
  /// `1.1-discriminator-loss`.
  public let name: String
  public let title: String
  /// `solved`, `not yet`, `wrong`; `not checked` if the check itself failed, `not found` if there are no
  /// answers.
  public let verdict: String
  /// One line.
  public let message: String
  public let hints: Int
  public let variant: String
  /// How long the check took.
  public let seconds: Double
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
