import Runs
import Tensors

extension Run {
  /// The course of a run: begin or go on from a checkpoint, watch the loop, save, finish. The same in
  /// every chapter; what differs are the lesson and who observes it.
  ///
  /// - Throws: ``Runs/RunFailure``: 75 when a signal stopped it, with a checkpoint; 70 when training
  ///   diverged; 73 when a file cannot be written; 65 when a checkpoint has weights that are no numbers.
  public func follow<Watcher: Observer>(
    _ lesson: consuming Watcher.Watched, by observer: Watcher
  ) throws {
    var (lesson, observer) = (lesson, observer)
    try leaveIfStopped()
    var done = 0
    let beginning = Beginning(of: lesson.players)
    if let checkpoint = try begin(checkpoint(of: lesson, observer, at: 0)) {
      done = checkpoint.step
      let notFinite = Visit.restore(checkpoint) {
        lesson.visit(&$0)
        observer.visit(&$0)
      }
      if let notFinite { throw checkpointFailure(.notFinite(notFinite)) }
    } else {
      try observer.begin(lesson, in: self)
    }
    lesson.willBegin()
    // What stood after the step before, for when the data go: a step without any is worth nothing.
    var sound = data?.isGone == nil ? nil : checkpoint(of: lesson, observer, at: done)
    try lesson.loop(over: steps) { state, answers in
      try watchData { if let sound, sound.step > 0 { try save(sound) } }
      try requireFinite(
        state.networks.map { ($0.name, $0.network.parameters + $0.network.averages) },
        at: step)
      try observer.observe(state, answers, at: step, in: self)
      let isDue = isCheckpointDue(at: step) || observer.savesEvery.map { step % $0 == 0 } ?? false
      if isDue { try save(checkpoint(of: state, observer, at: step)) }
      if sound != nil { sound = checkpoint(of: state, observer, at: step) }
    }
    if !isCutShort || isStoppedByReader && step == savedStep {
      var outcome = try observer.finish(lesson, in: self)
      if !isCutShort {
        outcome.failure = .likeliest(
          by: beginning.evidence(
            of: lesson.players, outcome.metrics.merging(outcome.aside), log,
            trainsGenerator: outcome.generator != nil, steps: stepCount))
      }
      try watchData()
      try finish(outcome, learnt: lesson.learnt, parameters: lesson.parameterCounts)
    }
    try leaveIfStopped()
  }

  /// Everything that a run remembers after a step.
  private func checkpoint(
    of lesson: some Lesson, _ observer: some Observer, at step: Int
  ) -> Checkpoint {
    var (lesson, observer) = (lesson, observer)
    return Visit.save(emptyCheckpoint(at: step)) {
      lesson.visit(&$0)
      observer.visit(&$0)
    }
  }

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
