import ArgumentParser
import BugShelf
import Classroom
import Foundation

/// Writes a copy of the workbook without solutions.
struct EditionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edition",
    abstract: "For teachers: write a copy of the workbook without solutions.",
    discussion: """
      The copy is made of the files that git tracks, and of an exercise only the sheet and the starter \
      go into it. The bug shelf's answers are under seal.
      """)

  enum Reader: String, CaseIterable, ExpressibleByArgument { case student }

  @Option(name: .customLong("for"), help: "For whom the copy is.")
  var reader: Reader

  @Option(help: "The new folder for it.")
  var out: String

  func run() throws {
    try reportingFailures {
      var replaced: [String: String?] = try Shelf.sealedFiles()
      // The page is what links and tools look for.
      let note = "# For teachers\n\nThis page is in the teacher's copy of the workbook.\n"
      for path in [Teaching.pagePath, Teaching.templatePath] { replaced[path] = note }
      let edition = try StudentEdition(
        of: try Catalogue().root, at: URL(fileURLWithPath: out), replacing: replaced)
      print(
        """
        \(out): \(edition.count) files; \(edition.withheld) are for teachers alone and were left out
        """)
    }
  }
}
