import Runs

extension Record.Run {
  /// That more seeds of `run` can stand beside those that are recorded: it is the same command, and each
  /// seed's values are kept.
  ///
  /// - Throws: ``RunFailure`` (64).
  func requireMore(of run: WorkbookChapter.Run, by command: String) throws(RunFailure) {
    guard stale == nil, self.command == commandLine([command] + run.arguments) else {
      throw RunFailure(
        .usage, "--more: \(run.name) was recorded as `\(self.command)`; record all its seeds anew")
    }
  }

  /// This run with the seeds of another record of it.
  ///
  /// - Throws: ``RunFailure`` (64) when the two measured different things: they were made by different
  ///   programs, and no median of both means anything.
  func joined(by other: Record.Run) throws(RunFailure) -> Record.Run {
    let apart = Set(values.keys).symmetricDifference(other.values.keys).sorted()
    guard apart.isEmpty else {
      throw RunFailure(
        .usage,
        """
        --more: `\(command)` does not measure what it did (\(apart.joined(separator: ", "))); record all \
        its seeds anew
        """)
    }
    var run = self
    run.seeds += other.seeds
    run.values.merge(other.values) { $0 + $1 }
    run.digests.merge(other.digests) { $1 }
    run.machine = other.machine
    return run.sealed
  }
}
