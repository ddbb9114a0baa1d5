import Runs
import Tensors

extension Run {
  /// The course of a run: begin or go on from a checkpoint, watch the loop, save, finish. The same in
  /// every chapter; what differs are the lesson and who observes it.
  ///
  /// - Throws: ``Runs/RunFailure``: 75 when a signal stopped it, with a checkpoint; 70 when training
  ///   diverged; 73 when a file cannot be written; 65 when a checkpoint has weights that are no numbers;
  ///   64 when `--at` asks for what there is not.
  public func follow<Watcher: Observer>(
    _ lesson: consuming Watcher.Watched, by observer: Watcher
  ) throws {
    try leaveIfStopped()
    let course = try Course(lesson, by: observer, in: self)
    try course.go()
    try course.finish()
    try leaveIfStopped()
  }
}

/// A lesson on its way through a run. ``Runs/Run/follow(_:by:)`` goes through it at once; whoever wants to
/// stop between two steps goes as far as he wants.
public final class Course<Watcher: Observer> {
  public let run: Run
  public private(set) var lesson: Watcher.Watched
  public private(set) var observer: Watcher
  private let beginning: Beginning
  /// What stood after the step before, for when the data go: a step without any is worth nothing.
  private var sound: Checkpoint?

  /// Begins, or goes on from the checkpoint in the run's folder.
  public init(
    _ lesson: consuming Watcher.Watched, by observer: Watcher, in run: Run
  ) throws {
    self.run = run
    self.lesson = lesson
    self.observer = observer
    beginning = Beginning(of: self.lesson.players)
    try requireChanges()
    if let checkpoint = try run.begin(self.checkpoint(of: self.lesson, at: 0)) {
      if let notFinite = restore(checkpoint) {
        throw run.checkpointFailure(.notFinite(notFinite))
      }
      for change in run.changes where change.step < checkpoint.step {
        try self.lesson.turn(change)
      }
    } else {
      try self.observer.begin(self.lesson, in: run)
    }
    self.lesson.willBegin()
    if run.data?.isGone != nil { sound = self.checkpoint(of: self.lesson, at: run.step) }
  }

  /// That every change can be made when its step has come.
  private func requireChanges() throws {
    var lesson = lesson
    for change in run.changes {
      try lesson.turn(change)
      if change.step >= run.stepCount {
        throw RunFailure(
          .usage, "--at \(change): the run has \(run.stepCount) steps, and this would be after them"
        )
      }
    }
  }

  /// Goes on up to a step, the last one by default, turning the knobs that the run turns on the way.
  ///
  /// - Parameters:
  ///   - isWanted: asked before each step.
  ///   - look: called after each step, when all else has been observed.
  public func go(
    to last: Int? = nil, while isWanted: @escaping () -> Bool = { true },
    look: (Watcher.Watched) throws -> Void = { _ in }
  ) throws {
    let last = last ?? run.stepCount
    while true {
      for change in run.changes where change.step == run.step { try lesson.turn(change) }
      let begun = run.step
      let next = run.changes.first { $0.step > begun }?.step ?? last
      try walk(to: min(next, last), isWanted, look)
      // Ended between: by a signal, or because nobody wants more.
      if run.step < min(next, last) || run.step >= last { return }
    }
  }

  private func walk(
    to last: Int, _ isWanted: @escaping () -> Bool, _ look: (Watcher.Watched) throws -> Void
  ) throws {
    try lesson.loop(over: run.steps(to: last, while: isWanted)) { state, answers in
      let step = run.step
      try run.watchData { if let sound, sound.step > 0 { try run.save(sound) } }
      try run.requireFinite(
        state.networks.map { ($0.name, $0.network.parameters + $0.network.averages) },
        at: step)
      try observer.observe(state, answers, at: step, in: run)
      if run.isDigestDue(at: step) {
        try run.write(digest(of: state.learnt) + "\n", as: Run.digestName(at: step))
      }
      let isDue =
        run.isCheckpointDue(at: step) || observer.savesEvery.map { step % $0 == 0 } ?? false
      if isDue { try run.save(checkpoint(of: state, at: step)) }
      if sound != nil { sound = checkpoint(of: state, at: step) }
      try look(state)
    }
  }

  /// Everything that the run remembers between two steps.
  public var checkpoint: Checkpoint { checkpoint(of: lesson, at: run.step) }

  /// The same within a step, of the state that is looked at.
  public func checkpoint(of lesson: Watcher.Watched, at step: Int) -> Checkpoint {
    var (lesson, observer) = (lesson, observer)
    return Visit.save(run.emptyCheckpoint(at: step)) {
      lesson.visit(&$0)
      observer.visit(&$0)
    }
  }

  /// Goes back to a moment of this run, to do again what came after it.
  ///
  /// - Parameter pristine: the lesson as it was before its first step: knobs that were turned since are not.
  public func turnBack(to checkpoint: Checkpoint, from pristine: Watcher.Watched) throws {
    try run.turnBack(to: checkpoint)
    lesson = pristine
    restore(checkpoint)
    for change in run.changes where change.step < checkpoint.step { try lesson.turn(change) }
    lesson.willBegin()
  }

  @discardableResult
  private func restore(_ checkpoint: Checkpoint) -> String? {
    Visit.restore(checkpoint) {
      lesson.visit(&$0)
      observer.visit(&$0)
    }
  }

  /// Writes what a run ends with, whether it came to its last step or a reader stopped it.
  public func finish() throws {
    if run.isCutShort && !(run.isStoppedByReader && run.step == run.savedStep) { return }
    var outcome = try observer.finish(lesson, in: run)
    if !run.isCutShort {
      outcome.failure = .likeliest(
        by: beginning.evidence(
          of: lesson.players, outcome.metrics.merging(outcome.aside), run.log,
          trainsGenerator: outcome.generator != nil, steps: run.stepCount))
    }
    try run.watchData()
    try run.finish(outcome, learnt: lesson.learnt, parameters: lesson.parameterCounts)
  }
}

extension Run {
  /// Writes everything that a run ends with, and tells the reader.
  ///
  /// - Parameters:
  ///   - learnt: what the digest is taken of.
  ///   - parameters: how many numbers each network learns.
  public func finish(
    _ outcome: Outcome, learnt: [Tensor], parameters: [String: Int]
  ) throws {
    for picture in outcome.pictures { try write(picture.content.data, as: picture.name) }
    let digest = digest(of: learnt)
    if let generator = outcome.generator {
      let file = generator.file(from: provenance(digest: digest))
      try write(file.data(), as: generatorFileName)
    }
    let first = outcome.pictures.filter { $0.name == outcome.first }
    let pictures = first + outcome.pictures.filter { $0.name != outcome.first }
    try finish(
      metrics: outcome.metrics, parameters: parameters, digest: digest,
      outcome: outcome.sentences,
      figures: pictures.map { .init($0.caption, $0.content) },
      filmstrip: outcome.filmstrip, failure: outcome.failure)
    say(outcome.sentences)
    if let failure = outcome.failure { say(failure.words) }
    say("the pictures are in \(folder.relativePath)/: open report.html, or \(outcome.first)")
  }
}
