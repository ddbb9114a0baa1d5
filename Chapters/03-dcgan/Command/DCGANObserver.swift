import DCGAN
import Datasets
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
    if !recipe.freezesDiscriminator {
      visit.optimizer("stacked", &stackedOptimizer, of: discriminator)
    }
    visit.counter("batches", &batches.position)
    visit.stream("noise", &noise)
  }

  package var learnt: [Tensor] {
    players.flatMap { $0.value.parameters + $0.value.averages }
      + (average.map { $0.network.parameters + $0.network.averages } ?? [])
  }

  /// How the generator is asked for a class; nil where it cannot be.
  var orders: Orders? { recipe.classes > 0 ? Orders(for: images.classNames, with: with) : nil }

  package func willBegin() { images.follow(batches) }

  /// Samples with pixels in 0…1, for a judge. Their noise comes from a stream of its own, so looking
  /// never changes the run.
  ///
  /// - Parameter look: what is kept of them. Thousands of large images at once would take more memory
  ///   than the training.
  func evaluationSamples(
    _ count: Int = 2_000, _ look: (_ pictures: Tensor) -> Tensor = { $0 }
  ) -> Tensor {
    let z = recipe.latent(count, for: "evaluation", seed: noise.seed)
    let generator = finalGenerator
    let size = min(250, max(1, 250 * 64 * 64 / (recipe.finalSize * recipe.finalSize)))
    return (orders.map { $0(z, $0.inTurn(count)) } ?? z).inParts(of: size) {
      let samples = generator($0).detached()
      return look(recipe.range == .unit ? samples : (samples + 1) / 2)
    }
  }

  /// Sheets for the samples that are shown, before the first of them.
  var sheets: SampleSheets {
    SampleSheets(
      recipe.format, in: recipe.range, from: recipe.latent, orders: orders, steps: recipe.steps,
      seed: noise.seed)
  }
}

/// What is measured and drawn while the loop of the essay runs.
struct DCGANObserver: Observer {
  private let judge: any PictureViewer
  private let dataset: Dataset
  private var sheets: SampleSheets

  /// The source of faces64 looks, and saves its model, every 500 steps.
  let savesEvery: Int? = 500

  init(_ training: Training, judge: any PictureViewer, _ dataset: Dataset) {
    self.judge = judge
    self.dataset = dataset
    sheets = training.sheets
  }

  mutating func visit(_ visit: inout Visit) { sheets.visit(&visit) }

  mutating func begin(_ training: Training, in run: Run) throws {
    try sheets.add({ training.finalGenerator($0) }, at: 0, in: run)
  }

  mutating func observe(
    _ training: Training, _ answers: Answers, at step: Int, in run: Run
  ) throws {
    if run.isMoment(step, of: 500) { try run.record(answers.measured, at: step) }
    if run.isMoment(step, of: 20) {
      let asked = training.orders?.inTurn(1_000)
      try run.record(
        judge.glance(at: training.evaluationSamples(1_000, judge.seen), asked: asked), at: step)
    }
    if sheets.isMoment(step) || step % 500 == 0 {
      try sheets.add({ training.finalGenerator($0) }, at: step, in: run)
    }
  }

  func finish(_ training: Training, in run: Run) throws -> Outcome {
    run.say("looking at the samples once more, closely")
    let samples = training.evaluationSamples(2_000, judge.seen)
    let generator = training.finalGenerator
    var metrics = judge.report(on: samples, asked: training.orders?.inTurn(2_000))
      .merging(judge.variety(of: samples))
    metrics[.checkerboard] = checkerboard(training.evaluationSamples(256))
    metrics.merge(run.log.averages([.dReal, .dFake, .accuracy, .lossG], overLast: 0.1))
    let factor = training.recipe.finalSize < 40 ? 2 : 1
    let pictures =
      try sheets.pictures(
        real: sheets.real(training.images), generator(sheets.noise), enlarged: factor,
        samplesEnlarged: 1)
      + [try sheets.walk({ generator($0) }, enlarged: factor)]
      + (training.recipe.name == "mxnet64" ? [try wanted(training, on: sheets)] : [])
      + charts(run.log, distance: judge.distance) + [networks(training)]
    var outcome = Outcome(
      metrics: metrics, sentences: verdict(metrics, training.recipe), pictures: pictures,
      filmstrip: sheets.filmstrip(in: run.folder),
      generator: DCGenerator(generator, training.recipe, for: training.images.classNames).described,
      first: "samples.png")
    if training.recipe.generatorSteps > 1 {
      outcome.aside = [.generatorSteps: Float(training.recipe.generatorSteps)]
    }
    return outcome
  }

  /// What a live page shows of a step.
  func now(_ training: Training) throws -> [Drawn] {
    let samples = sheets.sheet(training.finalGenerator(sheets.noise).detached())
    let factor = training.recipe.finalSize < 40 ? 2 : 1
    return [
      try Drawn("now.png", "Samples of noise that stays the same.", samples.scaled(by: factor))
    ]
  }

  /// The outcome in two lines, for the reader.
  private func verdict(_ metrics: Measurements, _ recipe: Recipe) -> String {
    let quality =
      judge.distance == .frechetRatio
      ? """
      \(metrics.readingSentence)The samples' Fréchet distance from unseen \(dataset.title), divided by their trace, is \
      \(metrics.readable(.frechetRatio)) (0 is perfect), and \
      \(metrics.readable(.digitsCovered)) of 10 classes are there.
      """
      : "The samples' \(judge.distance.title) is \(metrics.readable(.pca50Frechet))."
    let right = metrics[.accuracy].map { "\(Int(($0 * 100).rounded())) %" } ?? "an unknown share"
    return "\(quality)\nD tells real from generated in \(right) of all cases."
  }
}

extension Answers {
  /// D's loss in its common form, whatever the recipe makes of it, so that recipes can be compared:
  /// keras28 minimises half of it, and faces64 has another label.
  var measured: Measurements {
    discriminatorMetrics(
      real: real, fake: fake, lossD: minimaxLoss(realLogits: real, fakeLogits: fake), lossG: lossG)
  }
}
