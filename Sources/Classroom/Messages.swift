import Exercises
import Foundation

/// What the learner reads after a check.
extension Outcome {
  /// - Parameters:
  ///   - path: the learner's file, as it is to be shown.
  ///   - next: the exercise that comes next, if this one is solved.
  public func text(
    for sheet: ExerciseSheet, path: String, variant: Variant, next: ExerciseSheet?,
    on screen: Screen = Screen(width: nil)
  ) -> String {
    var lines: [String] = []
    switch verdict {
    case .solved:
      lines.append("✓ \(sheet.number) solved: \(sheet.title)")
      lines.append("")
      lines.append(screen.paragraphs(variant.filled(sheet.learned)))
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
    return screen.lines(lines.joined(separator: "\n"))
  }
}

extension ExerciseSheet {
  /// What the learner reads before an exercise is begun.
  public func text(
    path: String, variant: Variant, on screen: Screen = Screen(width: nil)
  ) -> String {
    screen.lines(
      """
      \(number) · \(title)   (\(kind.rawValue), about \(minutes) minutes)

      \(screen.paragraphs(variant.filled(story)))

      \(screen.paragraphs(variant.filled(task)))

      Your file: \(path)
      """)
  }

  /// The first hints.
  public func text(
    ofHints count: Int, variant: Variant, on screen: Screen = Screen(width: nil)
  ) -> String {
    hints.prefix(count).enumerated().map { index, hint in
      """
      \(number), hint \(index + 1) of \(hints.count):
      \(screen.lines(screen.paragraphs(variant.filled(hint))))

      """
    }.joined(separator: "\n")
  }
}
