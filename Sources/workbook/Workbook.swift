import ArgumentParser
import Runs

@main
struct Workbook: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbook", abstract: "The workbook's own tool.",
    subcommands: [
      ListCommand.self, CheckCommand.self, HintCommand.self, ResetCommand.self,
      SolutionCommand.self, WatchCommand.self, BugCommand.self, DiagnoseCommand.self,
      EditionCommand.self, ProveCommand.self, RecordCommand.self, VerifyCommand.self,
      WeaveCommand.self, BookCommand.self, RunsCommand.self, DoctorCommand.self, Bench.self,
      Play.self, DrawCommand.self,
      EmojiCommand.self, ExportCommand.self, ImportCommand.self,
    ])
}
