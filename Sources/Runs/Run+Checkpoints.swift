import Foundation
import Images
import Tensors

extension Run {
  private var facts: [String: String] {
    var facts = Dictionary(uniqueKeysWithValues: settings.map { ($0.key, $0.value) })
    facts["chapter"] = chapter
    facts["recipe"] = recipe
    facts["preset"] = "\(options.preset)"
    facts["seed"] = "\(options.seed)"
    facts["steps"] = "\(stepCount)"
    facts["batchSize"] = "\(batchSize)"
    facts["dataset"] = dataset
    facts["at"] = changes.fact
    return facts.merging(data?.facts ?? [:]) { $1 }
  }

  /// The checkpoint to continue from, if `--resume` asks for it; else clears away what a former run
  /// has left. To be called once, before the loop.
  ///
  /// - Parameter empty: what a checkpoint of this run has in it, of the right shapes.
  public func begin(_ empty: Checkpoint) throws -> Checkpoint? {
    try takeOver()
    defer {
      progress.begin()
      lastSaving = .now
    }
    do {
      guard options.resume else {
        events = try EventWriter(in: folder)
        return nil
      }
      let need = Checkpoint.Need(
        facts: facts, counters: Set(empty.counters.keys),
        shapes: Dictionary(
          uniqueKeysWithValues: empty.groupNames.map { ($0, empty[$0].map(\.shape)) }),
        lastStep: stepCount)
      let (checkpoint, note) = try Checkpoint.load(from: folder, for: need)
      if let note { printError(note) }
      firstStep = checkpoint.step
      step = checkpoint.step
      savedStep = checkpoint.step
      progress.done = checkpoint.step
      log = checkpoint.log
      earlierLosses = checkpoint.notes
      let events = try EventWriter(resuming: folder, at: checkpoint.step)
      try events.complete(from: log, tag: Run.tag)
      self.events = events
      say("continuing after step \(checkpoint.step)")
      return checkpoint
    } catch let error as CheckpointError {
      throw RunFailure(error.status, "\(error)")
    }
  }

  /// That the checkpoint which was read cannot be gone on from after all.
  public func checkpointFailure(_ problem: CheckpointError.Problem) -> RunFailure {
    let file = folder.appendingPathComponent(Checkpoint.name)
    let error = CheckpointError(path: file.relativePath, problem)
    return RunFailure(error.status, "\(error)")
  }

  /// A checkpoint to be filled by the chapter.
  public func emptyCheckpoint(at step: Int = 0) -> Checkpoint {
    var checkpoint = Checkpoint(facts: facts, step: step)
    checkpoint.log = log
    checkpoint.notes = data?.isGone?() == true ? earlierLosses : losses
    return checkpoint
  }

  /// Whether it is time for a checkpoint: at regular steps, when the last is some minutes old, at the
  /// end, and before a stop.
  public func isCheckpointDue(at step: Int) -> Bool {
    let interval = options.checkpointEvery ?? Swift.max(1, stepCount / 10)
    return step % interval == 0 || step == stepCount || isStopped
      || lastSaving.duration(to: .now) >= longestWithoutCheckpoint
  }

  /// Writes a checkpoint. What the events and the log have up to its step is on the disk before it.
  public func save(_ checkpoint: Checkpoint) throws {
    try events?.flush()
    try write(log.csv, as: "metrics.csv")
    do { try checkpoint.save(in: folder) } catch {
      throw RunFailure(error.status, "\(error)")
    }
    savedStep = checkpoint.step
    lastSaving = .now
  }

  /// Whether the loop has ended before the last step.
  public var isCutShort: Bool { events != nil && step < stepCount }

  /// Leaves if a signal has asked for it; to be called before the loop and after it.
  ///
  /// - Throws: ``RunFailure`` (75) that says how to go on.
  public func leaveIfStopped() throws {
    guard isStopped, step < stepCount else { return }
    progress.end()
    guard let savedStep else { return try StopSignal.leaveIfAsked() }
    throw RunFailure(
      .stopped,
      """
      stopped after step \(savedStep) of \(stepCount), with a checkpoint in \
      \(folder.relativePath)/; the same command with --resume goes on
      """)
  }
}
