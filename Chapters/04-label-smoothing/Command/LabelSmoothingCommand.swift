import ArgumentParser
import Datasets
import LabelSmoothing
import Lessons
import Live
import Runs

/// The command `label-smoothing`: its options.
@main
struct LabelSmoothingCommand: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "label-smoothing",
    abstract: "Chapter 4: discriminators that are told 0.9 for real, beside twins that are told 1.",
    discussion: """
      Trains the same GAN several times in step, on the same batches and the same noise; only the \
      labels differ. Writes answers, logits, gradients and quality as pictures (SVG, PNG), the \
      measurements as metrics.csv, and the outcome as summary.json and report.html. Ctrl-C stops with \
      a checkpoint, and --resume goes on from it. `label-smoothing sample --help` tells how to draw \
      from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "sample": LiveSampleCommand<TwinGenerator>.self, "ship": ShipCommand<TwinGenerator>.self,
  ]

  @OptionGroup var options: RunOptions

  @Option(
    help: """
      optimum: only D learns, and its best answer is known; line: the GAN of chapter 1; digits: that \
      of chapter 2.
      """)
  var recipe = RecipeName.line

  @Option(
    parsing: .unconditional,
    help: "What D is told of real samples, at most 1. (default: 0.9; optimum compares several)")
  var realLabel: Float?

  @Option(
    parsing: .unconditional,
    help: "What D is told of generated samples, from 0 and below the real label. (default: 0)")
  var fakeLabel: Float?

  @Option(
    parsing: .unconditional,
    help: "The real label by its smoothing, in place of --real-label: 0.25, for one.")
  var smoothing: Float?

  @Option(
    help: """
      What a smoothing s makes of the real label: slim, 1 − s/2 (as the library of that name); \
      one-sided, 1 − s. (default: slim)
      """)
  var smoothingStyle: Smoothing?

  @Option(
    parsing: .unconditional,
    help: "optimum: the mean of the generated numbers; the real ones have −1. (default: 1)")
  var fakeMean: Float?

  @Option(
    parsing: .unconditional,
    help: "D's learning rate as a multiple of G's; 0 freezes it. (default: 1; 0.5 for digits)")
  var discriminatorPace: Float?

  @OptionGroup var digits: DigitOptions

  @OptionGroup var live: LiveOptions

  func validate() throws {
    try Knob.discriminatorPace.check(discriminatorPace)
    if let realLabel, !(realLabel > 0 && realLabel <= 1) {
      throw ValidationError("--real-label \(realLabel): give a number above 0, at most 1")
    }
    if let fakeLabel, !(fakeLabel >= 0 && fakeLabel < 1) {
      throw ValidationError("--fake-label \(fakeLabel): give a number from 0, below 1")
    }
    if let smoothing {
      if !(smoothing >= 0 && smoothing < 1) {
        throw ValidationError("--smoothing \(smoothing): give a number from 0, below 1")
      }
      if let realLabel {
        throw ValidationError(
          "--smoothing \(smoothing) and --real-label \(realLabel): give one of the two")
      }
    } else if let smoothingStyle {
      throw ValidationError(
        "--smoothing-style \(smoothingStyle.rawValue): give --smoothing too, such as 0.25")
    }
    if let labels, labels.real <= labels.fake {
      throw ValidationError(
        "--fake-label \(labels.fake): the real label, \(labels.real), has to be above it")
    }
    if let fakeMean {
      if recipe != .optimum {
        throw ValidationError(
          "--fake-mean \(fakeMean): only the recipe optimum knows what G makes; elsewhere G learns")
      }
      if !(abs(fakeMean) <= 10) {
        throw ValidationError("--fake-mean \(fakeMean): give a number from -10 to 10")
      }
    }
    if recipe != .digits && digits.dataset != .drawn {
      throw ValidationError("--dataset \(digits.dataset.rawValue): only the recipe digits has one")
    }
  }

  /// The labels that the options ask for; nil for those of the recipe.
  var labels: Labels? {
    if realLabel == nil && fakeLabel == nil && smoothing == nil { return nil }
    let smoothed = smoothing.map { (smoothingStyle ?? .slim)(1, by: $0) }
    return Labels(real: realLabel ?? smoothed ?? 0.9, fake: fakeLabel ?? 0)
  }

  func chosen() -> Recipe {
    var chosen = recipe.recipe(options.preset, options.steps, fakeMean: fakeMean ?? 1)
    if let batchSize = options.batchSize { chosen.batchSize = batchSize }
    if let labels { chosen.labels = labels == .hard ? [.hard] : [.hard, labels] }
    if let discriminatorPace { chosen.discriminatorPace = discriminatorPace }
    return chosen
  }

  func run() throws {
    let (recipe, seed) = (chosen(), options.seed)
    let p = Distribution.normal(mean: -1, standardDeviation: 1)
    switch self.recipe {
    case .optimum where live.live:
      try live.show(.labels(real: realLabel ?? 0.9, fake: fakeLabel ?? 0, mean: fakeMean ?? 1))
    case .optimum:
      let q = Distribution.normal(mean: Double(fakeMean ?? 1), standardDeviation: 1)
      let title = "\(p), beside generated ones from \(q)"
      try train(recipe, on: RealData(p, seed: seed), title) { _ in OptimumStudy(p: p, q: q) }
    case .line:
      try train(recipe, on: RealData(p, seed: seed), p.description) { _ in
        LineStudy(judge: LineJudge(p))
      }
    case .digits:
      let (images, unseen) = try digits.images(batchSize: recipe.batchSize)
      let data = RealData(images, batchSize: recipe.batchSize, seed: seed)
      try train(recipe, on: data, digits.dataset.title) { run in
        run.use(images, unseen: unseen)
        let judge = try DigitJudge(
          digits.dataset, labelled: images, unseen: unseen, reads: options.preset != .quick,
          say: run.say)
        return DigitStudy(recipe, images, judge: judge, seed: seed)
      }
    }
  }

  private func train(
    _ recipe: Recipe, on data: RealData, _ title: String,
    study: (_ run: Run) throws -> any Study
  ) throws {
    let run = try Run(
      chapter: "label-smoothing", recipe: recipe.name, options: options, steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: title, settings: recipe.facts,
      secondsPerStep: recipe.secondsPerStep)
    let labels = recipe.labels.map(\.description).joined(separator: "; ")
    run.say("the same training with the labels \(labels)")
    let observer = TwinObserver(study: try study(run))
    try live.follow(
      run, Training(recipe, data: data, seed: options.seed), by: observer,
      showing: TwinView(observer: observer, recipe: recipe))
  }
}

enum RecipeName: String, CaseIterable, ExpressibleByArgument {
  case optimum, line, digits

  func recipe(_ preset: Preset, _ steps: Int? = nil, fakeMean: Float = 1) -> Recipe {
    switch self {
    case .optimum: .optimum(preset, steps: steps, fakeMean: fakeMean)
    case .line: .line(preset, steps: steps)
    case .digits: .digits(preset, steps: steps)
    }
  }
}

extension Smoothing: ExpressibleByArgument {}
