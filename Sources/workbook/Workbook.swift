import ArgumentParser
import Runs

@main
struct Workbook: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbook", abstract: "The workbook's own tool.",
    subcommands: [
      Bench.self, BookCommand.self, Draw.self, RecordCommand.self, VerifyCommand.self,
      WeaveCommand.self,
    ])
}
