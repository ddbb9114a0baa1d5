import Lessons
import Metrics
import Runs
import Tensors
import WGAN

extension Training: Lesson {
  package var players: KeyValuePairs<String, any Layer> {
    ["generator": generator, "critic": critic]
  }

  package var learnt: [Tensor] {
    [generator, critic, average?.network].compactMap { $0 }.flatMap { $0.parameters + $0.averages }
  }

  package mutating func visit(_ visit: inout Visit) {
    visit.network("generator", &generator)
    visit.network("critic", &critic)
    visit.average("average", &average)
    visit.optimizer("generator", &generatorOptimizer, of: generator)
    visit.optimizer("critic", &criticOptimizer, of: critic)
    visit.counter("real", &real.position)
    visit.stream("noise", &noise)
    visit.stream("interpolation", &shares)
  }

  package func willBegin() { real.follow() }
}

/// What is measured and drawn while the loop of the essay runs.
struct WGANObserver: Observer {
  private(set) var scene: any Scene
  let words: CriticWords

  init(_ scene: any Scene, words: CriticWords) {
    self.scene = scene
    self.words = words
  }

  mutating func visit(_ visit: inout Visit) { scene.visit(&visit) }

  mutating func begin(_ training: Training, in run: Run) throws {
    try scene.add(training, at: 0, in: run)
  }

  mutating func observe(
    _ training: Training, _ answers: Answers, at step: Int, in run: Run
  ) throws {
    if run.isMoment(step, of: 500) {
      try run.record(
        [words.lossD: answers.criticLosses.last?.scalar, words.lossG: answers.lossG.scalar],
        at: step)
    }
    if step == 1 || run.isMoment(step, of: 40) {
      try run.record(criticMetrics(training), at: step)
      let samples = scene.judged(training.samples(scene.glanceCount))
      try run.record(scene.judge.glance(at: samples), at: step)
    }
    if scene.isMoment(step) { try scene.add(training, at: step, in: run) }
  }

  /// The critic's numbers, its estimate in the words of the recipe.
  private func criticMetrics(_ training: Training) -> Measurements {
    training.criticMetrics(scene.criticCount).map { $0 == words.estimate ? words.estimate : $0 }
  }

  func finish(_ training: Training, in run: Run) throws -> Outcome {
    let samples = scene.judged(training.samples(Training.judgedCount))
    var metrics = scene.judge.report(on: samples)
    metrics.merge(criticMetrics(training))
    metrics.merge(agreement(run.log, with: scene.judge.distance))
    let filmstrip = scene.filmstrip(in: run.folder)
    var outcome = Outcome(
      metrics: metrics, sentences: verdict(metrics),
      pictures: try scene.pictures(training)
        + charts(
          run.log, distance: scene.judge.distance, called: scene.distanceTitle,
          penalised: training.recipe.gradientPenaltyWeight > 0),
      filmstrip: filmstrip,
      generator: WGANGenerator(training.finalGenerator, training.recipe).described,
      // What moves, whether it is a film or a picture that plays.
      first: filmstrip.isEmpty ? "training.svg" : "critic.svg")
    let weight = training.recipe.gradientPenaltyWeight
    outcome.aside = scene.aside(samples).merging([.penaltyWeight: weight > 0 ? weight : nil])
    return outcome
  }

  /// The outcome in three lines, for the reader.
  private func verdict(_ metrics: Measurements) -> String {
    """
    \(scene.verdict(metrics))
    The critic scores real samples higher than generated ones by \
    \(metrics.readable(.criticEstimate)); its gradient between them has a norm of \
    \(metrics.readable(.gradientNormMean)) ± \(metrics.readable(.gradientNormStd)).
    Does its value follow the distance? Rank correlation \(metrics.readable(.criticQuality)) over \
    the run, \(metrics.readable(.criticQualityLate)) after the first quarter; a clock that only counts \
    steps scores \(metrics.readable(.stepQuality)) and \(metrics.readable(.stepQualityLate)).
    """
  }
}
