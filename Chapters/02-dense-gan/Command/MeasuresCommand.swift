import ArgumentParser
import Datasets
import Images
import Lessons
import Metrics
import Runs
import Tensors

/// `dense-gan measures`: what each measure makes of images that are good or bad in a known way.
struct MeasuresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dense-gan measures",
    abstract: "Show the judge images that are good or bad in a known way.",
    discussion: """
      Nothing is trained but the judge, once. Writes measures.png, twelve images of each kind, \
      report.html and summary.json; takes some thirty seconds. With --preset quick nobody says what is \
      legible.
      """)

  @OptionGroup var options: RunOptions
  @OptionGroup var digits: DigitOptions

  func validate() throws { try options.requireNothingToResume() }

  func run() throws {
    let count = options.batchSize ?? 2_000
    let run = try Run(
      chapter: "dense-gan", recipe: "measures", options: options, steps: Control.allCases.count,
      batchSize: count, dataset: digits.dataset.title, settings: [:], secondsPerStep: 2)
    let (images, unseen) = try unseen(count)
    run.use(images, unseen: unseen)
    // Some are shown, and the judge knows the others. Drawn lots: in MNIST's file one half is by other
    // writers.
    var lots = RandomStream(seed: options.seed, for: "shown")
    let order = lots.permutation(of: unseen.count)
    let judge = try DigitJudge(
      digits.dataset, labelled: images, unseen: unseen.images(Array(order.dropFirst(count))),
      reads: options.preset != .quick, say: run.say)
    let chosen = Array(order.prefix(count))
    let real = unseen.tensor(chosen, in: .unit, flattened: true)
    var metrics: Measurements = [:]
    var shown: [Tensor] = []
    var lines: [String] = []
    for control in Control.allCases {
      try run.leaveWithoutResult()
      let samples = control.images(
        from: real, showing: unseen.classes(of: chosen), seed: options.seed)
      let report = judge.report(on: samples)
      metrics.merge(report.map { $0.of(control.title, suffix: control.rawValue.capitalized) })
      shown.append(samples)
      lines.append(
        "\(control.title): "
          + [Metric.legible, .frechetRatio, .density, .coverage].map {
            "\($0.name) \(report.readable($0))"
          }.joined(separator: ", "))
    }
    try run.finish(
      Outcome(
        metrics: metrics, sentences: lines.joined(separator: "\n"), pictures: [try sheet(shown)],
        first: "measures.png"),
      learnt: shown, parameters: [:])
  }

  /// Images to learn from, and others, of which `count` can be shown to a judge who knows the rest.
  private func unseen(_ count: Int) throws -> (training: ImageSet, unseen: ImageSet) {
    var (training, unseen) = try digits.images(batchSize: 20)
    if digits.dataset == .drawn { unseen = .drawn(.test, count: unseen.count + count) }
    guard count >= 20, unseen.count - count >= 20 else {
      throw RunFailure(
        .usage, "--batch-size \(count): show at least 20 images, and leave as many for the judge")
    }
    return (training, unseen)
  }

  /// Twelve of each kind, a row for each.
  private func sheet(_ kinds: [Tensor]) throws -> Drawn {
    let levels = PixelRange.unit.levels(of: .concatenation(kinds.map { $0.slice(0..<12) }))
    return try Drawn(
      "measures.png",
      "From above: \(Control.allCases.map(\.title).joined(separator: "; ")).",
      ImageGrid(columns: 12).image(of: ImageFormat.digits.tiles(levels)).scaled(by: 2))
  }
}
