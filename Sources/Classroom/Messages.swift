import Exercises
import Foundation

/// What the learner reads after a check.
extension Outcome {
  /// - Parameters:
  ///   - path: the learner's file, as it is to be shown.
  ///   - next: the exercise that comes next, if this one is solved.
  public func text(
    for sheet: ExerciseSheet, path: String, variant: Variant, next: ExerciseSheet?
  ) -> String {
    var lines: [String] = []
    switch verdict {
    case .solved:
      lines.append("✓ \(sheet.number) solved: \(sheet.title)")
      lines.append("")
      lines.append(variant.filled(sheet.learned))
    case .notYet:
      lines.append("· \(sheet.number) not yet: \(path): \(message)")
    case .wrong:
      lines.append("✗ \(sheet.number) wrong: \(message)")
      if let expected { lines.append("  expected \(expected)") }
      if let got { lines.append("  got      \(got)") }
    }
    if let printed {
      lines.append("")
      lines.append("Your answer printed:")
      let all = printed.split(separator: "\n").map { "  \($0.prefix(200))" }
      // The beginning, and the end: that is where a program has died.
      lines += all.prefix(all.count > 20 ? 15 : 20)
      if all.count > 20 {
        lines.append("  … \(all.count - 20) lines more …")
        lines += all.suffix(5)
      }
    }
    lines.append("")
    switch (verdict, next) {
    case (.solved, let next?):
      lines.append("Next: \(next.number) \(next.title) · swift run workbook check \(next.number)")
    case (.solved, nil):
      lines.append("That was the last one: every exercise is solved.")
    default:
      lines.append(
        "Edit \(path) and check again. swift run workbook hint \(sheet.number) helps; "
          + "list \(sheet.number) tells the task again.")
    }
    return lines.joined(separator: "\n")
  }
}

extension ExerciseSheet {
  /// What the learner reads before an exercise is begun.
  public func text(path: String, variant: Variant) -> String {
    """
    \(number) · \(title)   (\(kind.rawValue), about \(minutes) minutes)

    \(variant.filled(story))

    \(variant.filled(task))

    Your file: \(path)
    """
  }
}
