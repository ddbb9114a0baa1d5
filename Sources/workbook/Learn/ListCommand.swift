import ArgumentParser
import Classroom
import Exercises
import Foundation

/// Shows the exercises, and which of them are solved.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the exercises and how far you have come.")

  @Argument(help: "An exercise, such as 1.2, to read its task, or a chapter, such as 1.")
  var exercise: String?

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try reportingFailures {
      let checker = try learner.checker()
      let chosen = try exercise.map(checker.catalogue.sheets(matching:))
      if let chosen, chosen.count == 1 {
        try checker.work.begin(chosen[0])
        return print(try checker.text(of: chosen[0]))
      }
      let progress = try checker.work.progress()
      let width = checker.catalogue.sheets.map(\.title.count).max() ?? 0
      for chapter in checker.catalogue.chapters
      where chosen == nil || chosen?[0].chapter == chapter.number {
        let solved = chapter.sheets.count { progress.solved[$0.name] != nil }
        print("\(chapter.title)   \(solved) of \(chapter.sheets.count) solved")
        for sheet in chapter.sheets {
          let mark = progress.solved[sheet.name] != nil ? "✓" : "·"
          let title = sheet.title.padding(toLength: width, withPad: " ", startingAt: 0)
          print("  \(mark) \(sheet.number)  \(title)  \(sheet.kind.rawValue), \(sheet.minutes) min")
        }
      }
      let variant = Variant(progress.variant)
      if !variant.isTheBooks {
        print("Your variant: \(variant.name); the real numbers come from \(variant.target).")
      }
      if chosen != nil { return }
      if let next = try checker.next() {
        try checker.work.begin(next)
        print(
          "\nNext: \(next.number), in \(checker.path(of: next)). Type: swift run workbook check")
      } else {
        print("\nEvery exercise is solved.")
      }
    }
  }
}
