import ArgumentParser
import Runs

@main
struct Workbook: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbook", abstract: "The workbook's own tool.",
    subcommands: [
      Bench.self,
      BookCommand.self,
      CheckCommand.self,
      Draw.self,
      HintCommand.self,
      ListCommand.self,
      ProveCommand.self,
      RecordCommand.self,
      ResetCommand.self,
      SolutionCommand.self,
      VerifyCommand.self,
      WatchCommand.self,
      WeaveCommand.self,
    ])
}
