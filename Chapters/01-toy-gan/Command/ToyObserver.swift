import Datasets
import Lessons
import Metrics
import Runs
import Tensors
import ToyGAN

extension Training: Lesson {
  package var players: KeyValuePairs<String, any Layer> {
    ["generator": generator, "discriminator": discriminator]
  }

  package var learnt: [Tensor] {
    generator.parameters + discriminator.parameters + (average?.network.parameters ?? [])
  }

  package mutating func visit(_ visit: inout Visit) {
    visit.network("generator", &generator)
    visit.network("discriminator", &discriminator)
    visit.average("average", &average)
    visit.optimizer("generator", &generatorOptimizer, of: generator)
    visit.optimizer("discriminator", &discriminatorOptimizer, of: discriminator)
    visit.stream("data", &data)
    visit.stream("noise", &noise)
  }
}

/// What is measured and drawn while the loop of the essay runs.
struct ToyObserver: Observer {
  private var judge: LineJudge
  private var pictures: Pictures

  init(_ real: Distribution, steps: Int) {
    judge = LineJudge(real)
    pictures = Pictures(real: real, steps: steps)
  }

  mutating func visit(_ visit: inout Visit) { pictures.visit(&visit) }

  mutating func begin(_ training: Training, in run: Run) throws {
    let samples = training.generator.evaluationSamples(seed: run.options.seed)
    pictures.add(samples, judge.glance(at: samples), of: training, at: 0)
  }

  mutating func observe(
    _ training: Training, _ answers: Answers, at step: Int, in run: Run
  ) throws {
    if run.isMoment(step, of: 500) { try run.record(answers.measured, at: step) }
    if judge.real != training.real { follow(training.real) }
    guard pictures.isMoment(step) else { return }
    let samples = training.generator.evaluationSamples(seed: run.options.seed)
    let now = judge.glance(at: samples)
    try run.record([.w1Unaveraged: now[.w1]], at: step)
    let averaged = training.finalGenerator.evaluationSamples(seed: run.options.seed)
    try run.record(judge.glance(at: averaged), at: step)
    pictures.add(samples, now, of: training, at: step)
  }

  /// The real numbers have moved.
  private mutating func follow(_ real: Distribution) {
    judge = LineJudge(real)
    pictures.real = real
  }

  func finish(_ training: Training, in run: Run) throws -> Outcome {
    let real = training.real
    if judge.real != real {
      var other = self
      other.follow(real)
      return try other.finish(training, in: run)
    }
    let samples = training.finalGenerator.evaluationSamples(seed: run.options.seed)
    var metrics = judge.glance(at: samples)
    metrics.merge(run.log.averages([.dReal, .dFake], overLast: 0.1))
    return Outcome(
      metrics: metrics, sentences: verdict(metrics, real, isAveraged: training.average != nil),
      pictures: pictures.draw(training, samples, metrics, log: run.log),
      filmstrip: pictures.filmstrip(isAveraged: training.average != nil),
      generator: ToyGenerator(training.finalGenerator, training.recipe).described,
      first: "training.svg")
  }

  /// What a live page shows of a step.
  func now(_ training: Training) -> [Drawn] {
    var (pictures, judge) = (pictures, judge)
    if judge.real != training.real {
      judge = LineJudge(training.real)
      pictures.real = training.real
    }
    let samples = training.generator.evaluationSamples(seed: training.noise.seed)
    return pictures.now(training, samples, judge.glance(at: samples))
  }

  /// The outcome in two lines, for the reader.
  private func verdict(
    _ metrics: Measurements, _ real: Distribution, isAveraged: Bool
  ) -> String {
    """
    The numbers of the generator\(isAveraged ? " with averaged parameters" : "") have the mean \(metrics.readable(.mean)) and the standard deviation \
    \(metrics.readable(.std)), the real ones \(readable(Float(real.mean))) and \
    \(readable(Float(real.standardDeviation))); their distance W1 is \(metrics.readable(.w1)).
    D answers \(metrics.readable(.dReal)) on real and \(metrics.readable(.dFake)) on generated \
    numbers.
    """
  }
}

extension Generator {
  /// What the judge is shown, `[10000, 1]`: of noise from a stream of its own, so looking never changes
  /// the run.
  func evaluationSamples(seed: UInt64) -> Tensor {
    self(Latent(.uniform, size: 1)(10_000, for: "evaluation", seed: seed))
  }
}

extension Answers {
  /// The losses in their common form, whatever the recipe makes of them, so that recipes can be
  /// compared; and the mean answers.
  var measured: Measurements {
    discriminatorMetrics(
      real: real[1], fake: fake[1],
      lossD: minimaxLoss(realLogits: real[1], fakeLogits: fake[1]),
      lossG: nonSaturatingLoss(fakeLogits: toGenerator[0]))
  }
}

extension Metric {
  static let w1Unaveraged = Metric(
    "w1Unaveraged", .samples, "Distance without the average",
    "The Wasserstein-1 distance of the numbers that the generator of the moment makes.",
    unit: "unit of the data", reference: "0 is perfect.", settledBy: ["w1"])
}
