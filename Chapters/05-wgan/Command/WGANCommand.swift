import ArgumentParser
import Datasets
import Lessons
import Live
import Runs
import WGAN

/// The command `wgan`: its options.
@main
struct WGANCommand: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan",
    abstract: "Chapter 5: a critic in place of a discriminator.",
    discussion: """
      Writes samples, the critic's value beside the samples' quality and the critic's slope as \
      pictures, the measurements as metrics.csv, and the outcome as summary.json and report.html. \
      `wgan distances` and `wgan ruler` make the parts before the training. \
      Ctrl-C stops with a checkpoint, and --resume goes on from it. `wgan sample --help` tells how to \
      draw from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "distances": DistancesCommand.self, "ruler": RulerCommand.self,
    "sample": LiveSampleCommand<WGANGenerator>.self, "ship": ShipCommand<WGANGenerator>.self,
  ]

  @OptionGroup var options: RunOptions

  @Option(
    help: """
      gp: gradient penalty; clip: clipped weights; gan: the game of the chapters before; lsgan: \
      least squares; hinge: hinge loss and spectral norm; modern: what became of it.
      """)
  var recipe = RecipeName.gp

  @Option(
    help: """
      line: a bell curve; ring: 8 clusters; grid: 25 clusters; digits: 28 × 28; faces: 64 × 64 in \
      colour.
      """)
  var problem = ProblemName.digits

  @OptionGroup var pictures: PictureOptions

  @Option(
    parsing: .unconditional,
    help: "Updates of the critic for one of the generator. (default: 5, or 1 for gan and lsgan)")
  var criticSteps: Int?

  @Option(
    parsing: .unconditional,
    help: "The same at the first 25 steps. (default: 100 for clip, else as at the others)")
  var startCriticSteps: Int?

  @Option(
    parsing: .unconditional,
    help: "c: clip keeps every weight of the critic in ±c. (default: 0.01 for the preset paper)")
  var clipValue: Float?

  @Option(
    parsing: .unconditional,
    help: """
      λ: the weight of gp's penalty, or γ of modern's. (default: 10, or 1 in the plane; for modern 1, or \
      0.1 in the plane)
      """)
  var penaltyWeight: Float?

  @Option(
    help: """
      one: only gradients longer than 1 are punished; two: shorter ones as well. (default: two, as in \
      the paper, but one on the line)
      """)
  var penaltySides: PenaltySides?

  @Option(
    help: """
      none; batch: batch norm in the critic, for gan and lsgan alone; spectral: weights divided by \
      their largest singular value. (default: none, or spectral for hinge)
      """)
  var criticNorm: CriticNorm?

  @Option(help: "The networks for digits: dense or convolutional. (default: dense, but for paper)")
  var networks: NetworksName?

  @Option(
    parsing: .unconditional,
    help: "Units of a hidden layer, or channels of the narrowest convolution: an even number.")
  var width: Int?

  @Option(
    parsing: .unconditional,
    help: "The critic's learning rate; 0 freezes it. (default: the recipe's)")
  var criticRate: Float?

  @Option(
    parsing: .unconditional, help: "The generator's learning rate. (default: the recipe's)")
  var generatorRate: Float?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Let both rates fall to 0 over the second half. (default: on for gp and modern, and on the line and \
      in the plane; off for --preset paper)
      """)
  var fallingRates: Bool?

  @Option(
    parsing: .unconditional,
    help:
      "Adam's share of old gradients. (default: 0.5; 0 for modern, and for gp with --preset paper)")
  var beta1: Float?

  @OptionGroup var average: AverageOption

  @OptionGroup var live: LiveOptions

  func validate() throws {
    if criticNorm == .batch, recipe != .gan && recipe != .lsgan {
      throw ValidationError(
        """
        --critic-norm batch: not with --recipe \(recipe.rawValue). With batch norm a sample's score \
        depends on the rest of its batch, so the critic is no function of one sample, and neither \
        its slope at a point nor the mean of its scores means what the \
        \(recipe == .gp ? "penalty" : "distance") needs; leave it out, or take --recipe gan or lsgan
        """)
    }
    try validateData()
    func check<Number: Comparable>(
      _ name: String, _ value: Number?, _ range: ClosedRange<Number>,
      for owners: [RecipeName] = RecipeName.allCases
    ) throws {
      guard let value else { return }
      if !owners.contains(recipe) {
        let names = owners.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--\(name) \(value): only for --recipe \(names)")
      }
      if !range.contains(value) {
        throw ValidationError(
          "--\(name) \(value): give a number from \(range.lowerBound) to \(range.upperBound)")
      }
    }
    let inTurn = RecipeName.allCases.filter { $0 != .modern }
    try check("critic-steps", criticSteps, 1...1_000, for: inTurn)
    try check("start-critic-steps", startCriticSteps, 1...1_000, for: inTurn)
    try check("clip-value", clipValue, Knob.clipValue.range, for: [.clip])
    try check("penalty-weight", penaltyWeight, Knob.penaltyWeight.range, for: [.gp, .modern])
    try check("penalty-sides", penaltySides.map { $0 == .one ? 1 : 2 }, 1...2, for: [.gp])
    try check("width", width, 2...1_024)
    if let width, width % 2 != 0 { throw ValidationError("--width \(width): give an even number") }
    try check("critic-rate", criticRate, Knob.criticRate.range)
    try check("generator-rate", generatorRate, Knob.generatorRate.range)
    try check("beta1", beta1, 0...0.999)
    if beta1 != nil, recipe == .clip {
      throw ValidationError("--beta1: --recipe clip trains with RMSprop, which has none")
    }
    if let networks, problem != .digits {
      throw ValidationError(
        "--networks \(networks.rawValue): only --problem digits has a choice")
    }
  }

  private func validateData() throws {
    if !problem.problem.hasImages && (pictures.data != nil || pictures.dataset != .drawn) {
      throw ValidationError(
        """
        --\(pictures.data != nil ? "data" : "dataset"): --problem \(problem.rawValue) learns from no \
        images
        """)
    }
    if problem == .digits && pictures.dataset == .folder {
      throw ValidationError("--dataset folder: your own images need --problem faces")
    }
  }

  func chosen() -> Recipe {
    var chosen = recipe.recipe(on: problem.problem, options.preset, steps: options.steps)
    if let batchSize = options.batchSize { chosen.batchSize = batchSize }
    if let networks, networks.rawValue != chosen.networks.name,
      let others = chosen.problem.networks(named: networks.rawValue)
    {
      chosen.networks = others
      if networks == .convolutional { chosen.networks.width = 16 }
    }
    if let criticSteps { chosen.criticSteps = criticSteps }
    if let startCriticSteps {
      chosen.startCriticSteps = startCriticSteps
      chosen.startSteps = min(25, chosen.steps)
    }
    if let clipValue { chosen.clipValue = clipValue }
    if let penaltyWeight, recipe == .gp { chosen.gradientPenaltyWeight = penaltyWeight }
    if let penaltyWeight, recipe == .modern { chosen.slopePenaltyWeight = penaltyWeight }
    if let penaltySides { chosen.penaltySides = penaltySides }
    if let criticNorm { chosen.criticNorm = criticNorm }
    if let width { chosen.networks.width = width }
    if let criticRate { chosen.criticRate = criticRate }
    if let generatorRate { chosen.generatorRate = generatorRate }
    if let fallingRates { chosen.ratesFall = fallingRates }
    if let beta1 { chosen.beta1 = beta1 }
    average.change(&chosen.averageDecay)
    return chosen
  }

  func run() throws {
    let recipe = chosen()
    switch recipe.problem.real {
    case .numbers(let real):
      let run = try run(recipe, on: real.description)
      let training = Training(recipe, real: .line(real), seed: options.seed)
      try follow(run, training, LineScene(real, steps: recipe.steps))
    case .points(let mixture):
      let run = try run(recipe, on: mixture.description)
      let training = Training(recipe, real: .plane(mixture), seed: options.seed)
      try follow(run, training, PlaneScene(mixture, steps: recipe.steps))
    case .images(let format, let drawing):
      let (images, unseen) = try pictures.images(
        as: format, drawing: drawing, batchSize: recipe.batchSize, quiet: options.quiet)
      let run = try run(recipe, on: pictures.dataset.title(drawing: drawing))
      run.use(images, unseen: unseen)
      let judge = try judge(drawing, unseen: unseen, say: run.say)
      let training = Training(recipe, real: .images(images), seed: options.seed)
      try follow(run, training, ImageScene(training, format, judge: judge))
    }
  }

  private func run(_ recipe: Recipe, on dataset: String) throws -> Run {
    try Run(
      chapter: "wgan", recipe: "\(recipe.name)-\(recipe.problem.name)", options: options,
      steps: recipe.steps, batchSize: recipe.batchSize, dataset: dataset, settings: recipe.facts,
      secondsPerStep: recipe.secondsPerStep)
  }

  /// Digits have classes to judge by; of faces there are none, whatever images stand in for them.
  private func judge(
    _ drawing: Drawing, unseen: any ImageSource, say: (String) -> Void
  ) throws -> any PictureViewer {
    guard drawing == .digits, let labelled = try pictures.labelled(drawing: drawing) else {
      return try PictureJudge(pictures.dataset, unseen: unseen)
    }
    return try DigitJudge(
      pictures.dataset, labelled: labelled, unseen: unseen, reads: options.preset != .quick,
      say: say)
  }

  private func follow(_ run: Run, _ training: Training, _ scene: some Scene) throws {
    let observer = WGANObserver(scene, words: recipe.words)
    try live.follow(run, training, by: observer, showing: WGANView(observer: observer))
  }
}

enum RecipeName: String, CaseIterable, ExpressibleByArgument {
  case gp, clip, gan, lsgan, hinge, modern

  func recipe(on problem: Problem, _ preset: Preset, steps: Int? = nil) -> Recipe {
    switch self {
    case .gp: .gp(on: problem, preset, steps: steps)
    case .clip: .clip(on: problem, preset, steps: steps)
    case .gan: .gan(on: problem, preset, steps: steps)
    case .lsgan: .lsgan(on: problem, preset, steps: steps)
    case .hinge: .hinge(on: problem, preset, steps: steps)
    case .modern: .modern(on: problem, preset, steps: steps)
    }
  }

  var words: CriticWords {
    switch self {
    case .gp, .clip: .wasserstein
    case .gan: .game
    case .lsgan: .leastSquares
    case .hinge: .hinge
    case .modern: .pairing
    }
  }
}

enum ProblemName: String, CaseIterable, ExpressibleByArgument {
  case line, ring, grid, digits, faces

  var problem: Problem {
    switch self {
    case .line: .line
    case .ring: .ring
    case .grid: .grid
    case .digits: .digits
    case .faces: .faces
    }
  }
}

enum NetworksName: String, CaseIterable, ExpressibleByArgument { case dense, convolutional }

extension PenaltySides: ExpressibleByArgument {}
extension CriticNorm: ExpressibleByArgument {}
