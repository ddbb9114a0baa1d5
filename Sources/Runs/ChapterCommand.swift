import ArgumentParser
import Foundation
import Processor
import Synchronization

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
    watchProcessor()
    start()
  }

  /// Apart from ``main()``, which has to get as far as to look at the processor.
  @inline(never)
  private static func start() {
    StandardStreams.open()
    // A reader that goes away, as `head -1` does, ends a command without a word; a run stops with a
    // checkpoint instead.
    signal(SIGPIPE) { _ in _exit(ExitStatus.stopped.rawValue) }
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let first = arguments.first, let other = others[first] {
      run(other, Array(arguments.dropFirst()))
    } else {
      run(Self.self, arguments)
    }
  }

  private static func run(_ type: any ParsableCommand.Type, _ arguments: [String]) {
    Run.misreading.withLock {
      $0 = { words in
        do { _ = try type.parseAsRoot(words) } catch { return type.message(for: error) }
        return nil
      }
    }
    do {
      var command = try type.parseAsRoot(arguments)
      try command.run()
    } catch let failure as RunFailure {
      if StopSignal.number != SIGPIPE { printError("\(_commandName): \(failure)") }
      exit(withError: ExitCode(failure.status.rawValue))
    } catch {
      guard let failure = RunFailure(foundation: error) else { type.exit(withError: error) }
      printError("\(_commandName): \(failure)")
      exit(withError: ExitCode(failure.status.rawValue))
    }
  }
}

extension Run {
  /// What this process's command says of other words: nil where it would take them.
  static let misreading = Mutex<@Sendable ([String]) -> String?>({ _ in nil })

  /// The same, for whoever wants to begin another run in this one's place.
  public static func problem(with words: [String]) -> String? {
    misreading.withLock { $0 }(words)
  }
}
