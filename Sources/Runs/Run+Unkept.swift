import ArgumentParser

/// Of commands that are done before a checkpoint would be due.
extension RunOptions {
  public func requireNothingToResume() throws {
    if resume || checkpointEvery != nil {
      throw ValidationError(
        "\(resume ? "--resume" : "--checkpoint-every"): this takes seconds and keeps no checkpoint")
    }
  }
}

extension Run {
  /// Leaves if a signal has asked for it, between two things that are measured.
  ///
  /// - Throws: ``RunFailure`` (75).
  public func leaveWithoutResult() throws {
    if isStopped {
      throw RunFailure(.stopped, "stopped before the end; nothing is kept, begin again")
    }
  }
}
