import Charts
import Datasets
import Images
import LabelSmoothing
import Lessons
import Metrics
import Runs
import Tensors

/// The recipe `digits`: samples beside real images, by chapter 2's judge.
struct DigitStudy: Study {
  let quality = (metric: Metric.frechetRatio, name: "Fréchet ratio of the samples")
  private let images: ImageSet
  private let judge: DigitJudge
  private var sheets: SampleSheets

  init(_ recipe: Recipe, _ images: ImageSet, judge: DigitJudge, seed: UInt64) {
    self.images = images
    self.judge = judge
    sheets = SampleSheets(.digits, from: recipe.latent, steps: recipe.steps, seed: seed)
  }

  mutating func visit(_ visit: inout Visit) { sheets.visit(&visit) }

  func measured(_ twin: Twin, in training: Training) -> Measurements {
    judge.glance(at: samples(twin, training))
  }

  func concluded(_ twin: Twin, in training: Training) -> Measurements {
    judge.report(on: samples(twin, training))
  }

  /// Pixels in 0…1.
  private func samples(_ twin: Twin, _ training: Training) -> Tensor {
    (twin.evaluationSamples(2_000, in: training) + 1) / 2
  }

  mutating func look(at training: Training, after step: Int, in run: Run) throws {
    guard sheets.isMoment(step) else { return }
    try sheets.add({ training.subject.finalGenerator($0) }, at: step, in: run)
  }

  func filmstrip(in run: Run) -> [Report.Figure] { sheets.filmstrip(in: run.folder) }

  func now(_ training: Training) throws -> [Drawn] {
    let twins = training.twins.map { sheets.sheet($0.finalGenerator(sheets.noise).detached()) }
    let labels = training.twins.map(\.labels.description).joined(separator: ", then with ")
    return [
      try Drawn(
        "now.png", "The same noise, with \(labels).",
        ImageGrid(columns: twins.count, gap: 12).image(of: twins).scaled(by: 2))
    ]
  }

  func pictures(of training: Training, _ log: MetricLog) throws -> [Drawn] {
    let recipe = training.recipe
    let twins = training.twins.map { sheets.sheet($0.finalGenerator(sheets.noise)) }
    let labels = recipe.labels.map(\.description).joined(separator: ", then with ")
    var distances = Chart(
      "How far the samples are from real digits", x: Axis("step"),
      y: Axis("Fréchet distance ÷ trace", scale: .log))
    distances.lines(of: .frechetRatio, recipe, log)
    var legible = Chart(
      "How many samples can be read", x: Axis("step"), y: Axis("legible share", range: 0...1))
    legible.lines(of: .legible, recipe, log)
    let isRead = !log.series(recipe.metric(.legible, of: recipe.subject)).steps.isEmpty
    var losses = Chart(
      "D's loss on real samples, and its floor", x: Axis("step"), y: Axis("loss", unit: "nats"))
    losses.lines(of: .lossDReal, recipe, log, smoothing: 15)
    let floor = recipe.labels[recipe.subject].realFloor
    losses.rule(y: floor, label: "floor: \(readable(Float(floor)))")
    return [
      try Drawn("samples.png", "64 samples at the end.", twins[recipe.subject].scaled(by: 2)),
      try Drawn(
        "comparison.png", "Real on the left, then generated with \(labels).",
        ImageGrid(columns: 1 + twins.count, gap: 12).image(
          of: [sheets.sheet(sheets.real(images))] + twins)),
      answersChart(recipe, log),
      Drawn(
        "quality.svg",
        "Quality: the twins' distances from unseen real digits, and what can be read.",
        "Quality", isRead ? [distances, legible] : [distances]),
      gradientsChart(recipe, log),
      Drawn("losses.svg", "A smoothed label leaves the loss a floor.", losses),
    ]
  }
}
