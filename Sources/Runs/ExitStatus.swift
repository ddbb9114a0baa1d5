import ArgumentParser

/// How a command ends: the statuses of BSD's `sysexits`.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// The command was typed wrong.
  case usage = 64
  /// The input is there, and is not what it should be.
  case badData = 65
  case inputNotFound = 66
  /// Our own fault, or training that diverged.
  case software = 70
  case cannotWrite = 73
  /// Stopped early by a signal.
  case stopped = 75
}

/// What went wrong, in one sentence that names the path or the option and says what to do.
public struct RunFailure: Error, CustomStringConvertible, Sendable {
  public let status: ExitStatus
  public let description: String

  public init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}

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
      type.exit(withError: error)
    }
  }
}
