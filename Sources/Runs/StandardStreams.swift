import Foundation
import Images

/// Standard output and standard error, for a process that must not end because one of them cannot be
/// written: a closed terminal, a full disk under a log.
package enum StandardStreams {
  /// Gives a process that was started without one of the three a place for it: else the first files
  /// that it opens would take their numbers, and what it prints would go into them. It can be read only,
  /// so that what has to be printed is known to be lost.
  package static func open() {
    for number: Int32 in 0...2 where fcntl(number, F_GETFD) == -1 && errno == EBADF {
      _ = Foundation.open("/dev/null", O_RDONLY)
    }
    // A log that grows too large is no reason to die.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes all of `text`.
  ///
  /// - Returns: 0, or the number of the error.
  static func write(_ text: String, to file: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = rest.dropFirst(count)
    }
    return 0
  }
}

/// Writes a line to standard error; one that cannot be written is lost.
package func printError(_ line: String) {
  _ = StandardStreams.write(line + "\n", to: 2)
}

/// Writes what a program that reads standard output waits for.
///
/// - Throws: ``RunFailure`` (73) when it cannot be written.
func printResult(_ text: String) throws(RunFailure) {
  fflush(nil)
  let problem = StandardStreams.write(text, to: 1)
  if problem != 0 {
    throw RunFailure(
      .cannotWrite, "standard output: cannot be written (\(systemMessage(problem)))")
  }
}
