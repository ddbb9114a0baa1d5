import ArgumentParser

/// A chapter's command. Ends with the status of ``ExitStatus`` and one line on standard error,
/// whatever happens.
public protocol ChapterCommand: ParsableCommand {
  /// Commands that stand behind the chapter's name, such as `sample`. They are no subcommands to the
  /// parser, which would give the chapter's own options to both.
  static var others: [String: any ParsableCommand.Type] { get }
}

extension ChapterCommand {
  public static var others: [String: any ParsableCommand.Type] { [:] }

  public static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let first = arguments.first, let other = others[first] {
      run(other, Array(arguments.dropFirst()))
    } else {
      run(Self.self, arguments)
    }
  }

  private static func run(_ type: any ParsableCommand.Type, _ arguments: [String]) {
    do {
      var command = try type.parseAsRoot(arguments)
      try command.run()
    } catch let failure as RunFailure {
      printError("\(_commandName): \(failure)")
      exit(withError: ExitCode(failure.status.rawValue))
    } catch {
      guard let failure = RunFailure(foundation: error) else { type.exit(withError: error) }
      printError("\(_commandName): \(failure)")
      exit(withError: ExitCode(failure.status.rawValue))
    }
  }
}
