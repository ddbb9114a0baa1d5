import ArgumentParser
import Datasets
import Lessons
import Live
import Runs
import ToyGAN

/// The command `toy-gan`: its options.
@main
struct ToyGANCommand: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "toy-gan",
    abstract: "Chapter 1: a GAN on the line, whose generator learns a bell curve.",
    discussion: """
      Writes densities, losses and distances as pictures (SVG), the measurements as metrics.csv, and \
      the outcome as summary.json and report.html. `toy-gan dirac` plays the smallest game, of two \
      numbers. Ctrl-C stops with a checkpoint, and --resume goes on from it. `toy-gan sample --help` tells how to draw from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "dirac": DiracCommand.self, "sample": LiveSampleCommand<ToyGenerator>.self,
    "ship": ShipCommand<ToyGenerator>.self,
  ]

  @OptionGroup var options: RunOptions

  @Option(help: "published: the tutorial to the letter; reliable: what works from every seed.")
  var recipe = RecipeName.reliable

  @Option(
    name: .customLong("init"),
    help: """
      Initial weights: small (truncated normal), half or unit (normal), of standard deviation 0.1, \
      0.5 and 1, or glorot; unit has biases of 0.1. (default: unit for published, glorot for \
      reliable)
      """)
  var initialWeights: InitialWeights?

  @Option(help: "momentum or adam. (default: momentum for published, adam for reliable)")
  var optimizer: OptimizerChoice?

  @Option(
    parsing: .unconditional,
    help: "Units in a hidden layer. (default: 6 for published, 16 for reliable)")
  var hidden: Int?

  @Option(
    parsing: .unconditional,
    help: "Weight of the slope penalty, 0 or more. (default: 0, or 0.1 for reliable)")
  var penalty: Float?

  @Option(
    parsing: .unconditional,
    help: "G's learning rate at the beginning. (default: 0.01 for momentum, 0.001 for adam)")
  var generatorRate: Float?

  @Option(
    parsing: .unconditional,
    help: "D's learning rate at the beginning; 0 freezes it. (default: the same)")
  var discriminatorRate: Float?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Let the discriminator see the batch's mean and standard deviation. (default: on for reliable)"
  )
  var batchStatistics: Bool?

  @Option(
    parsing: .unconditional,
    help: "The mean of the real normal distribution.")
  var realMean = -1.0

  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the real normal distribution.")
  var realStd = 1.0

  @Option(help: "A mixture of normals in its place: weight:mean:std, separated by commas.")
  var mixture: String?

  @Option(
    parsing: .unconditional,
    help: "The share of a second hill of real numbers; its mean and deviation are the next two.")
  var secondShare: Float?

  @Option(parsing: .unconditional, help: "(default: 2)")
  var secondMean: Float?

  @Option(parsing: .unconditional, help: "(default: 0.5)")
  var secondStd: Float?

  @OptionGroup var live: LiveOptions

  func validate() throws {
    try Knob.generatorRate.check(generatorRate)
    try Knob.discriminatorRate.check(discriminatorRate)
    try Knob.penalty.check(penalty)
    try Knob.secondShare.check(secondShare)
    try Knob.secondMean.check(secondMean)
    try Knob.secondStd.check(secondStd)
    if secondShare == nil || mixture != nil,
      let name = [
        ("second-mean", secondMean), ("second-std", secondStd), ("second-share", secondShare),
      ]
      .first(where: { $0.1 != nil })?.0
    {
      throw ValidationError(
        "--\(name): "
          + (mixture == nil ? "give --second-share too" : "--mixture says where all hills are"))
    }
    if let hidden, hidden < 1 || hidden > 4096 {
      throw ValidationError("--hidden \(hidden): give a number from 1 to 4096")
    }
    _ = try real()
  }

  func real() throws -> Distribution {
    let option = mixture == nil ? "--real-mean \(realMean) --real-std \(realStd)" : "--mixture"
    var real: Distribution
    do {
      real =
        if let mixture { try Distribution(mixture: mixture) } else {
          try Distribution(mean: realMean, standardDeviation: realStd)
        }
    } catch { throw ValidationError("\(option): \(error)") }
    if let secondShare, secondShare > 0, var hills = Hills(real) {
      hills.share = secondShare
      hills.secondMean = secondMean ?? hills.secondMean
      hills.secondStd = secondStd ?? hills.secondStd
      real = hills.distribution
    }
    // The generator's numbers end at −5 and 5, and numbers too far away make gradients that nobody can
    // follow.
    guard abs(real.mean) <= 100, real.standardDeviation <= 100 else {
      throw ValidationError("\(option): give a mean from -100 to 100, and a deviation up to 100")
    }
    return real
  }

  func chosen() -> Recipe {
    var chosen = recipe.recipe(options.preset, options.steps)
    if let batchSize = options.batchSize { chosen.batchSize = batchSize }
    if let initialWeights { chosen.weights = initialWeights }
    if let optimizer { chosen.optimizer = optimizer }
    if let hidden { chosen.hidden = hidden }
    if let penalty { chosen.penaltyWeight = penalty }
    if let generatorRate { chosen.generatorPace = generatorRate / chosen.initialRate }
    if let discriminatorRate { chosen.discriminatorPace = discriminatorRate / chosen.initialRate }
    if let batchStatistics { chosen.seesBatch = batchStatistics }
    return chosen
  }

  /// The seconds of a step's products, which count in wide networks only: some fifty passes over
  /// `hidden` × `hidden` weights, at 50 thousand million operations a second.
  private func products(of recipe: Recipe) -> Double {
    recipe.hidden < 64 ? 0 : Double(recipe.batchSize * recipe.hidden * recipe.hidden) * 2e-9
  }

  func run() throws {
    let recipe = chosen()
    let real = try real()
    let run = try Run(
      chapter: "toy-gan", recipe: recipe.name, options: options, steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: real.description, settings: recipe.facts,
      secondsPerStep: recipe.secondsPerStep + products(of: recipe))
    let outside = 1 - (real.cumulative(at: 5) - real.cumulative(at: -5))
    if outside > 0.01 {
      run.say(
        """
        note: the generator's numbers end at −5 and 5, and \
        \((outside * 1000).rounded() / 10) % of the real ones lie beyond
        """)
    }
    let observer = ToyObserver(real, steps: recipe.steps)
    try live.follow(
      run, Training(recipe, real: real, seed: options.seed), by: observer,
      showing: ToyView(observer: observer))
  }
}

enum RecipeName: String, CaseIterable, ExpressibleByArgument {
  case published, reliable

  func recipe(_ preset: Preset, _ steps: Int?) -> Recipe {
    switch self {
    case .published: .published(preset, steps: steps)
    case .reliable: .reliable(preset, steps: steps)
    }
  }
}

extension InitialWeights: ExpressibleByArgument {}
extension OptimizerChoice: ExpressibleByArgument {}
