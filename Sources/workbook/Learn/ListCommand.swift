import ArgumentParser
import Classroom
import Exercises
import Foundation

/// Shows the exercises, and which of them are solved.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the exercises and how far you have come.")

  @Argument(help: "An exercise, such as 1.2, to read its task.")
  var exercise: String?

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try reportingFailures {
      let checker = try learner.checker()
      if let exercise {
        let sheet = try checker.catalogue.sheet(exercise)
        try checker.work.begin(sheet)
        return print(sheet.text(path: checker.path(of: sheet), variant: try checker.variant()))
      }
      let progress = try checker.work.progress()
      let width = checker.catalogue.sheets.map(\.title.count).max() ?? 0
      for chapter in checker.catalogue.chapters {
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
