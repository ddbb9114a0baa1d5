import ArgumentParser
import Classroom
import Exercises
import Foundation

/// Checks again whenever the learner saves.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Check the next exercise each time you save; Ctrl-C leaves.",
    discussion: "When an exercise is solved, the one after it is watched.")

  @Argument(help: "An exercise, such as 1.2. (default: the next one)")
  var exercise: String?

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try reportingFailures {
      let checker = try learner.checker()
      try checker.helpEditors()
      var current = try exercise.map(checker.catalogue.sheet) ?? checker.next()
      while let sheet = current {
        try checker.work.begin(sheet)
        print(try checker.text(of: sheet))
        print("\nWaiting for you to save it; Ctrl-C leaves.\n")
        fflush(nil)
        try watch(sheet, checker)
        // An exercise that was named is watched alone.
        current = exercise == nil ? try checker.next() : nil
      }
    }
  }

  /// Returns when the exercise is solved.
  private func watch(_ sheet: ExerciseSheet, _ checker: Checker) throws {
    let file = checker.work.file(sheet)
    // The bytes rather than the time: an editor may save twice within one tick of the clock.
    var checked = checker.work.isUntouched(sheet) ? try? Data(contentsOf: file) : nil
    while true {
      // A file that is gone is being replaced by an editor.
      if let bytes = try? Data(contentsOf: file), bytes != checked {
        checked = bytes
        let outcome = try checker.check(sheet)
        print(try checker.text(outcome, sheet) + "\n")
        fflush(nil)
        if outcome.verdict == .solved { return }
      }
      Thread.sleep(forTimeInterval: 0.3)
    }
  }
}
