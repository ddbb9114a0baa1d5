import ArgumentParser
import Datasets
import DenseGAN
import Lessons
import Live
import Runs

/// The command `dense-gan`: its options.
@main
struct DenseGANCommand: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "dense-gan",
    abstract: "Chapter 2: a GAN of dense layers, whose generator learns to draw digits.",
    discussion: """
      Writes sheets of samples (PNG), losses and quality as pictures (SVG), the measurements as \
      metrics.csv, and the outcome as summary.json and report.html. Ctrl-C stops with a checkpoint, \
      and --resume goes on from it. `dense-gan sample --help` tells how to draw from a trained \
      generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "sample": LiveSampleCommand<DenseGenerator>.self, "ship": ShipCommand<DenseGenerator>.self,
    "measures": MeasuresCommand.self,
  ]

  @OptionGroup var options: RunOptions

  @Option(
    help: """
      classic: as most tutorials have it; batchnorm: smaller, with batch norm in G; steady: that with a \
      penalty on D's slopes, and twice the rate.
      """)
  var recipe = RecipeName.steady

  @OptionGroup var digits: DigitOptions

  @Flag(
    inversion: .prefixedNo,
    help: "Batch norm in the generator. (default: off for classic, on for the others)")
  var batchNorm: Bool?

  @Option(help: "The noise: normal, N(0, 1), or uniform on (−1, 1).")
  var latent = Latent.Distribution.normal

  @Option(
    parsing: .unconditional,
    help: "Numbers in a noise vector. (default: 100 for classic, 32 for the others)")
  var latentSize: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Adam's learning rate. (default: 0.0002 for classic, 0.001 for batchnorm, 0.002 for steady)
      """)
  var learningRate: Float?

  @Option(
    parsing: .unconditional,
    help: """
      The discriminator's learning rate as a multiple of the generator's; 0 freezes it. (default: \
      1 for classic, 0.5 for the others)
      """)
  var discriminatorPace: Float?

  @Option(
    parsing: .unconditional,
    help: "The weight of the penalty on D's slopes. (default: 0.3 for steady, 0 for the others)")
  var penalty: Float?

  @Flag(help: "Learn with the labels: a digit can then be asked for.")
  var conditional = false

  @OptionGroup var average: AverageOption

  @OptionGroup var live: LiveOptions

  func validate() throws {
    try Knob.penalty.check(penalty)
    try Knob.discriminatorPace.check(discriminatorPace)
    if let latentSize, latentSize < 1 || latentSize > 4096 {
      throw ValidationError("--latent-size \(latentSize): give a number from 1 to 4096")
    }
    if let learningRate, !(learningRate > 0 && learningRate <= 1) {
      throw ValidationError("--learning-rate \(learningRate): give a number above 0, at most 1")
    }
  }

  func chosen() -> Recipe {
    var chosen = recipe.recipe(options.preset, options.steps)
    if let batchSize = options.batchSize { chosen.batchSize = batchSize }
    if let batchNorm { chosen.batchNorm = batchNorm }
    if let latentSize { chosen.latent.size = latentSize }
    if let learningRate { chosen.learningRate = learningRate }
    if let discriminatorPace { chosen.discriminatorPace = discriminatorPace }
    if let penalty { chosen.penaltyWeight = penalty }
    average.change(&chosen.averageDecay)
    chosen.conditional = conditional
    chosen.latent.distribution = latent
    return chosen
  }

  func run() throws {
    let recipe = chosen()
    let (images, unseen) = try digits.images(batchSize: recipe.batchSize)
    let run = try Run(
      chapter: "dense-gan", recipe: recipe.name, options: options, steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: digits.dataset.title, settings: recipe.facts,
      secondsPerStep: recipe.secondsPerStep * Double(recipe.batchSize) / 128)
    run.use(images, unseen: unseen)
    let judge = try DigitJudge(
      digits.dataset, labelled: images, unseen: unseen, reads: options.preset != .quick,
      say: run.say)
    let training = Training(recipe, images: images, seed: options.seed)
    let observer = DenseObserver(training, judge: judge, unseen: unseen)
    try live.follow(
      run, training, by: observer,
      showing: DenseView(observer: observer, recipe: recipe, images: images))
  }
}

enum RecipeName: String, CaseIterable, ExpressibleByArgument {
  case classic, batchnorm, steady

  func recipe(_ preset: Preset, _ steps: Int?) -> Recipe {
    switch self {
    case .classic: .classic(preset, steps: steps)
    case .batchnorm: .batchnorm(preset, steps: steps)
    case .steady: .steady(preset, steps: steps)
    }
  }
}
