import Datasets
import DenseGAN
import Lessons
import Metrics
import Runs
import Tensors

extension Training: Lesson {
  package var players: KeyValuePairs<String, any Layer> {
    ["generator": generator, "discriminator": discriminator]
  }

  package mutating func visit(_ visit: inout Visit) {
    visit.network("generator", &generator)
    visit.network("discriminator", &discriminator)
    visit.average("average", &average)
    visit.optimizer("generator", &generatorOptimizer, of: generator)
    visit.optimizer("discriminator", &discriminatorOptimizer, of: discriminator)
    visit.counter("batches", &batches.position)
    visit.stream("noise", &noise)
  }

  package var learnt: [Tensor] {
    players.flatMap { $0.value.parameters + $0.value.averages }
      + (average.map { $0.network.parameters + $0.network.averages } ?? [])
  }

  /// How the generator is asked for a digit; nil where it cannot be.
  var orders: Orders? { recipe.conditional ? Orders(for: images.classNames, with: with) : nil }

  /// The digits that the judge's samples are asked for; nil where nothing is asked for.
  var labels: [Int]? { orders?.inTurn(2_000) }

  /// What the judge is shown: samples, `[2000, 784]`, with pixels in 0…1. Their noise comes from a
  /// stream of its own, so looking never changes the run.
  ///
  /// - Parameter network: ``finalGenerator`` by default.
  func evaluationSamples(of network: Generator? = nil) -> Tensor {
    let z = recipe.latent(2_000, for: "evaluation", seed: noise.seed)
    let samples = (network ?? finalGenerator)(orders.map { $0(z, $0.inTurn(2_000)) } ?? z)
    return (samples.detached() + 1) / 2
  }
}

/// What is measured and drawn while the loop of the essay runs.
struct DenseObserver: Observer {
  private let judge: DigitJudge
  private let unseen: ImageSet
  private var sheets: SampleSheets

  init(_ training: Training, judge: DigitJudge, unseen: ImageSet) {
    self.judge = judge
    self.unseen = unseen
    sheets = SampleSheets(
      .digits, from: training.recipe.latent, orders: training.orders,
      steps: training.recipe.steps, seed: training.noise.seed)
  }

  mutating func visit(_ visit: inout Visit) { sheets.visit(&visit) }

  mutating func begin(_ training: Training, in run: Run) throws {
    try sheets.add({ training.finalGenerator($0) }, at: 0, in: run)
  }

  mutating func observe(
    _ training: Training, _ answers: Answers, at step: Int, in run: Run
  ) throws {
    if run.isMoment(step, of: 500) {
      try run.record(
        discriminatorMetrics(
          real: answers.real, fake: answers.fake, lossD: answers.lossD, lossG: answers.lossG),
        at: step)
    }
    if run.isMoment(step, of: 40) {
      try run.record(
        judge.glance(at: training.evaluationSamples(), asked: training.labels), at: step)
    }
    if sheets.isMoment(step) {
      try sheets.add({ training.finalGenerator($0) }, at: step, in: run)
    }
  }

  func finish(_ training: Training, in run: Run) throws -> Outcome {
    run.say("looking at the samples once more, closely")
    let samples = training.evaluationSamples()
    var metrics = judge.report(on: samples, asked: training.labels)
    if training.average != nil {
      let last = judge.glance(
        at: training.evaluationSamples(of: training.generator), asked: training.labels)
      metrics[.legibleUnaveraged] = last[.legible]
      metrics[.frechetRatioUnaveraged] = last[.frechetRatio]
    }
    metrics.merge(run.log.averages([.dReal, .dFake, .accuracy], overLast: 0.1))
    let neighbours = Neighbours(of: samples, in: training.images, unseen: unseen)
    metrics.merge(neighbours.measurements)
    metrics[.lossQuality] = lossAgainstQuality(run.log)
    let generator = training.finalGenerator
    let pictures =
      try sheets.pictures(
        real: sheets.real(training.images), generator(sheets.noise), enlarged: 2)
      + [try sheets.walk({ generator($0) }, enlarged: 2)]
      + (training.average == nil ? [] : [try averaged(training)])
      + (try neighbours.picture.map { [$0] } ?? []) + charts(run.log)
    return Outcome(
      metrics: metrics, sentences: verdict(metrics), pictures: pictures,
      filmstrip: sheets.filmstrip(in: run.folder),
      generator: DenseGenerator(generator, training.recipe, for: training.images.classNames)
        .described,
      first: "samples.png")
  }

  /// What a live page shows of a step.
  func now(_ training: Training) throws -> [Drawn] {
    let samples = sheets.sheet(training.finalGenerator(sheets.noise).detached())
    return [try Drawn("now.png", "Samples of noise that stays the same.", samples.scaled(by: 2))]
  }

  /// The generator of the last step above its average, of the same noise.
  private func averaged(_ training: Training) throws -> Drawn {
    let z = sheets.noise.rows(at: (0..<12).map { $0 * sheets.noise.shape[0] / 12 })
    return try Drawn(
      "averaged.png",
      "Above, the generator of the last step; below, its average, of the same noise.",
      sheets.sheet(
        .concatenation([training.generator(z), training.finalGenerator(z)]), columns: 12
      ).scaled(by: 2))
  }

  /// The outcome in two lines, for the reader.
  private func verdict(_ metrics: Measurements) -> String {
    """
    \(metrics.readingSentence)The Fréchet ratio of the samples is \(metrics.readable(.frechetRatio)): 0 is perfect, above 1 is \
    noise. \(metrics.readable(.digitsCovered)) of the 10 classes are there.
    D is right about \(metrics.readable(.accuracy)) of the images, real and generated.
    """
  }
}

/// How the loss of G and the quality of its samples agree, over the second half of the run: their rank
/// correlation, 1 if the loss falls whenever quality rises, 0 if it tells nothing.
private func lossAgainstQuality(_ log: MetricLog) -> Float? {
  let (steps, quality) = log.series(.frechetRatio)
  let losses = Dictionary(
    zip(log.series(.lossG).steps, log.series(.lossG).values), uniquingKeysWith: { $1 })
  let late = zip(steps, quality).suffix((steps.count + 1) / 2).filter { losses[$0.0] != nil }
  return spearman(late.compactMap { losses[$0.0] }, late.map(\.1))
}

extension Metric {
  static let legibleUnaveraged = Metric(
    "legibleUnaveraged", .samples, "Legible without the average",
    "The share of legible samples of the generator of the last step, in place of its average.",
    settledBy: ["legible"])
  static let frechetRatioUnaveraged = Metric(
    "frechetRatioUnaveraged", .samples, "Fréchet ratio without the average",
    "The Fréchet ratio of the samples of the generator of the last step, in place of its average.",
    settledBy: ["frechetRatio"])
}
