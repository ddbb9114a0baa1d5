import ArgumentParser
import Classroom
import Foundation

/// Writes a copy of the workbook without solutions.
struct EditionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edition",
    abstract: "For teachers: write a copy of the workbook without solutions.")

  enum Reader: String, CaseIterable, ExpressibleByArgument { case student }

  @Option(name: .customLong("for"), help: "For whom the copy is.")
  var reader: Reader

  @Option(help: "The new folder for it.")
  var out: String

  func run() throws {
    try reportingFailures {
      let target = URL(fileURLWithPath: out)
      let edition = try StudentEdition(of: try Catalogue().root, at: target)
      print(
        """
        \(out): \(edition.count) files; \(edition.withheld) solutions and shelves of wrong answers \
        were left out
        """)
    }
  }
}
