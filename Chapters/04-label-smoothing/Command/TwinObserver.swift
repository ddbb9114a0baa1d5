import LabelSmoothing
import Lessons
import Metrics
import Runs
import Tensors

extension Training: Lesson {
  /// Those of the twin that the run is about; the others have as many parameters.
  package var players: KeyValuePairs<String, any Layer> {
    ["generator": subject.generator, "discriminator": subject.discriminator]
  }

  package var networks: [(name: String, network: any Layer)] {
    twins.flatMap {
      [
        ("discriminator of the \($0.labels.title)", $0.discriminator as any Layer),
        ("generator of the \($0.labels.title)", $0.generator),
      ]
    }
  }

  package var learnt: [Tensor] {
    twins.flatMap { twin in
      twin.generator.parameters + twin.generator.averages + twin.discriminator.parameters
        + (twin.average?.network.parameters ?? [])
    }
  }

  package mutating func visit(_ visit: inout Visit) {
    for index in twins.indices { twins[index].visit(&visit, as: "twin\(index)") }
    visit.counter("data", &data.position)
    visit.stream("noise", &noise)
  }
}

extension Twin {
  fileprivate mutating func visit(_ visit: inout Visit, as name: String) {
    visit.network("\(name)-generator", &generator)
    visit.network("\(name)-discriminator", &discriminator)
    visit.average("\(name)-average", &average)
    visit.optimizer("\(name)-generator", &generatorOptimizer, of: generator)
    visit.optimizer("\(name)-discriminator", &discriminatorOptimizer, of: discriminator)
  }

  /// What the samples are judged by: of noise from a stream of its own, so looking never changes the run.
  func evaluationSamples(_ count: Int, in training: Training) -> Tensor {
    finalGenerator(training.recipe.latent(count, for: "evaluation", seed: training.noise.seed))
      .detached()
  }
}

/// What is measured of every twin while the loop of the essay runs.
struct TwinObserver: Observer {
  var study: any Study

  mutating func visit(_ visit: inout Visit) { study.visit(&visit) }

  mutating func begin(_ training: Training, in run: Run) throws {
    try study.look(at: training, after: 0, in: run)
  }

  mutating func observe(
    _ training: Training, _ answers: [Answers], at step: Int, in run: Run
  ) throws {
    for (index, twin) in training.twins.enumerated() {
      var measured: Measurements = [:]
      if run.isMoment(step, of: 500) { measured = answers[index].measured(twin.labels) }
      if run.isMoment(step, of: 40) {
        measured[.gradientToG] = Inspection(of: twin, in: training).meanPull
        measured.merge(study.measured(twin, in: training))
      }
      if measured.metrics.isEmpty { continue }
      try run.record(measured.map { training.recipe.metric($0, of: index) }, at: step)
    }
    try study.look(at: training, after: step, in: run)
  }

  func finish(_ training: Training, in run: Run) throws -> Outcome {
    let recipe = training.recipe
    var metrics: Measurements = [:]
    for (index, twin) in training.twins.enumerated() {
      var measured = Inspection(of: twin, in: training, count: 4_000).measurements
      measured.merge(study.concluded(twin, in: training))
      for metric in [twin.labels.dReal, twin.labels.dFake] {
        measured[metric] = run.log.average(recipe.metric(metric, of: index), overLast: 0.1)
      }
      measured[.calibration] = measured[.dFake].map(twin.labels.share(of:))
      metrics.merge(measured.map { recipe.metric($0, of: index) })
    }
    let pictures = try study.pictures(of: training, run.log) + [logits(training)]
    return Outcome(
      metrics: metrics, sentences: verdict(metrics, recipe), pictures: pictures,
      filmstrip: study.filmstrip(in: run),
      generator: recipe.frozenMean == nil
        ? TwinGenerator(
          training.subject.finalGenerator, recipe, labels: training.subject.labels.description
        ).described : nil,
      first: pictures[0].name)
  }

  /// The outcome in a line for each twin, for the reader.
  private func verdict(_ metrics: Measurements, _ recipe: Recipe) -> String {
    recipe.labels.indices.map { index in
      func shown(_ metric: Metric) -> String { metrics.readable(recipe.metric(metric, of: index)) }
      let legible = metrics[recipe.metric(.legible, of: index)].map {
        ", and a share of \(readable($0)) of them is legible"
      }
      return """
        With the \(recipe.labels[index].title), D answers \(shown(.dReal)) on real and \
        \(shown(.dFake)) on generated samples; the \(study.quality.name) is \
        \(shown(study.quality.metric))\(legible ?? "").
        """
    }.joined(separator: "\n")
  }
}

extension Answers {
  /// The losses that were made small, with the labels of their twin, and the mean answers.
  fileprivate func measured(_ labels: Labels) -> Measurements {
    let (real, fake) = (real.detached(), fake.detached())
    return [
      .lossD: lossD.scalar,
      labels.lossDReal: sigmoidCrossEntropy(logits: real, label: labels.real).scalar,
      .lossDFake: sigmoidCrossEntropy(logits: fake, label: labels.fake).scalar,
      .lossG: lossG?.scalar,
      labels.dReal: real.sigmoid().mean().scalar, labels.dFake: fake.sigmoid().mean().scalar,
    ]
  }
}
