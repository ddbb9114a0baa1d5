import ArgumentParser
import Datasets
import Images
import Metrics
import Runs
import Tensors

/// The command `wgan`: its options, and what is measured while the loop of the essay runs.
@main
struct WGANChapter: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan",
    abstract: "Chapter 5: a critic in place of a discriminator.",
    discussion: """
      Writes samples, the critic's value beside the samples' quality and the critic's slope as \
      pictures, the measurements as metrics.csv, and the outcome as summary.json and report.html. \
      `wgan distances`, `wgan ruler` and `wgan dirac` make the parts before the training. \
      Ctrl-C stops with a checkpoint, and --resume goes on from it. `wgan sample --help` tells how to \
      draw from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "distances": DistancesCommand.self, "ruler": RulerCommand.self, "dirac": DiracCommand.self,
    "sample": Sample.self,
  ]

  @OptionGroup var options: RunOptions

  @Option(
    help: """
      gp: gradient penalty; clip: clipped weights; gan: the game of the chapters before; lsgan: \
      least squares.
      """)
  var recipe = Recipe.gp

  @Option(
    help: """
      line: a bell curve; ring: 8 clusters; grid: 25 clusters; digits: 28 × 28; faces: 64 × 64 in \
      colour.
      """)
  var problem = Problem.digits

  @Option(help: "Images to learn from: drawn (digits or faces), mnist, fashion or folder (faces).")
  var dataset = Dataset.drawn

  @Option(
    help: """
      The folder of the data set's files, or of your own images. (default: $WORKBOOK_DATA/…, then \
      Data/…)
      """)
  var data: String?

  @Option(help: "The names of your own images, such as '*.png'.")
  var imagesPattern = "*"

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
    help: "λ: the weight of gp's penalty. (default: 10, or 1 in the plane)")
  var penaltyWeight: Float?

  @Option(
    help: """
      one: only gradients longer than 1 are punished; two: shorter ones as well. (default: two, as in \
      the paper, but one on the line)
      """)
  var penaltySides: PenaltySides?

  @Option(help: "none, or batch: batch norm in the critic, which gp and clip refuse.")
  var criticNorm = CriticNorm.none

  @Option(help: "The networks for digits: dense or convolutional. (default: dense, but for paper)")
  var networks: Networks?

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

  @Option(
    parsing: .unconditional,
    help: "Adam's share of old gradients. (default: 0.5, or 0 for gp with the preset paper)")
  var beta1: Float?

  func validate() throws {
    if criticNorm == .batch, recipe == .gp || recipe == .clip {
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
      _ name: String, _ value: Number?, _ range: ClosedRange<Number>, for owner: Recipe? = nil
    ) throws {
      guard let value else { return }
      if let owner, owner != recipe {
        throw ValidationError("--\(name) \(value): only --recipe \(owner.rawValue) has it")
      }
      if !range.contains(value) {
        throw ValidationError(
          "--\(name) \(value): give a number from \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check("critic-steps", criticSteps, 1...1_000)
    try check("start-critic-steps", startCriticSteps, 1...1_000)
    try check("clip-value", clipValue, 1e-6...1e3, for: .clip)
    try check("penalty-weight", penaltyWeight, 0...1e6, for: .gp)
    try check("penalty-sides", penaltySides.map { $0 == .one ? 1 : 2 }, 1...2, for: .gp)
    try check("width", width, 2...1_024)
    if let width, width % 2 != 0 { throw ValidationError("--width \(width): give an even number") }
    try check("critic-rate", criticRate, 0...1)
    try check("generator-rate", generatorRate, 0...1)
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
    if !problem.hasImages && (data != nil || dataset != .drawn) {
      throw ValidationError(
        "--\(data != nil ? "data" : "dataset"): --problem \(problem.rawValue) learns from no images"
      )
    }
    if data != nil && dataset == .drawn {
      throw ValidationError("--data: drawn images have no files; give another --dataset too")
    }
    if data == nil && dataset == .folder {
      throw ValidationError("--dataset folder: give the folder with --data")
    }
    if problem == .digits && dataset == .folder {
      throw ValidationError("--dataset folder: your own images need --problem faces")
    }
  }

  func settings() -> Settings {
    var settings = Settings(recipe, on: problem, preset: options.preset, steps: options.steps)
    if let batchSize = options.batchSize { settings.batchSize = batchSize }
    if let networks, networks != settings.networks {
      settings.networks = networks
      settings.width = networks == .dense ? 128 : options.preset == .paper ? 64 : 16
    }
    if let criticSteps { settings.criticSteps = criticSteps }
    if let startCriticSteps {
      settings.startCriticSteps = startCriticSteps
      settings.startSteps = min(25, settings.steps)
    }
    if let clipValue { settings.clipValue = clipValue }
    if let penaltyWeight { settings.gradientPenaltyWeight = penaltyWeight }
    if let penaltySides { settings.penaltySides = penaltySides }
    settings.criticNorm = criticNorm
    if let width { settings.width = width }
    if let criticRate { settings.criticRate = criticRate }
    if let generatorRate { settings.generatorRate = generatorRate }
    if let beta1 { settings.beta1 = beta1 }
    return settings
  }

  func run() throws {
    let settings = settings()
    let (source, judge, name) = try sourceAndJudge(settings)
    let run = try Run(
      chapter: "wgan", recipe: "\(recipe.rawValue)-\(problem.rawValue)", options: options,
      steps: settings.steps, batchSize: settings.batchSize, dataset: name,
      settings: settings.facts,
      columns: ["lossD", "lossG", "criticEstimate", "gradientNormMean", "gradientNormStd"]
        + judge.columns,
      secondsPerStep: settings.secondsPerStep)
    if case .images(let images) = source, let warning = (images as? ImageFolder)?.warning {
      run.say(warning)
    }
    try train(run, Training(settings, real: source, seed: options.seed), judge: judge)
  }

  private func sourceAndJudge(
    _ settings: Settings
  ) throws -> (source: RealSamples.Source, judge: Judge, name: String) {
    func say(_ line: String) { if !options.quiet && !options.json { print(line) } }
    switch problem {
    case .line:
      let real = Distribution.normal(mean: -1, standardDeviation: 1)
      return (.line(real), .line(real), real.description)
    case .ring, .grid:
      let mixture: PlaneMixture = problem == .ring ? .ring : .grid
      return (.plane(mixture), .plane(mixture), mixture.description)
    case .digits, .faces:
      let drawing: Drawing = problem == .faces ? .faces : .digits
      do {
        let format = ImageFormat(
          side: problem == .faces ? 64 : 28, channels: problem == .faces ? .rgb : .gray)
        func images(_ split: Dataset.Split, atLeast: Int) throws -> any ImageSource {
          try dataset.images(
            split, as: format, drawing: drawing, data: data, pattern: imagesPattern,
            atLeast: atLeast)
        }
        let training = try images(.train, atLeast: settings.batchSize)
        guard settings.batchSize <= training.count else {
          throw RunFailure(
            .usage,
            "--batch-size \(settings.batchSize): \(dataset.title) has only \(training.count) images"
          )
        }
        let unseen = try images(.test, atLeast: 2)
        let judge =
          problem == .digits
          ? try Judge.digits(dataset, data: data, unseen: unseen, say: say)
          : try Judge.pictures(unseen, dataset)
        return (.images(training), judge, dataset.title(drawing: drawing))
      } catch let error as DatasetError {
        throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
      }
    }
  }

  private func train(_ run: Run, _ start: Training, judge: Judge) throws {
    var training = start
    let steps = training.settings.steps
    var pictures = Pictures(training)
    if let checkpoint = try run.begin(
      training.checkpoint(in: run, at: 0, pictures), optional: Training.optionalGroups)
    {
      training.restore(from: checkpoint)
      pictures.restore(checkpoint)
    } else {
      try pictures.add(training, at: 0, in: run)
    }
    training.real.follow()
    try training.loop(over: run.steps) { state, answers in
      let step = answers.step
      try run.requireFinite(
        [
          "critic": state.critic.parameters + state.critic.averages,
          "generator": state.generator.parameters + state.generator.averages,
        ], at: step)
      if step % max(1, steps / 500) == 0 || step == steps {
        try run.record(
          ["lossD": answers.lossD.scalar, "lossG": answers.lossG.scalar], at: step)
      }
      if state.settings.isLookedAt(step) {
        let samples = state.evaluationSamples(judge.glanceCount)
        let seen = state.criticMetrics().merging(judge.glance(at: samples)) { $1 }
        for (name, value) in seen { try run.record([name: value], at: step) }
      }
      if pictures.isMoment(step) { try pictures.add(state, at: step, in: run) }
      if run.isCheckpointDue(at: step) {
        try run.save(state.checkpoint(in: run, at: step, pictures))
      }
    }
    try run.leaveIfStopped()
    try finish(run, training, pictures, judge: judge)
  }

  /// Writes the pictures, the generator and the summary.
  private func finish(
    _ run: Run, _ training: Training, _ pictures: Pictures, judge: Judge
  ) throws {
    var metrics = judge.report(on: training.evaluationSamples(Judge.sampleCount))
    metrics.merge(training.criticMetrics()) { $1 }
    let agreement = Agreement(run.log, distance: judge.distance)
    metrics["criticQuality"] = agreement.whole
    metrics["criticQualityLate"] = agreement.late
    let drawn = try pictures.draw(training, judge: judge, log: run.log)
    for picture in drawn { try run.write(picture.content.data, as: picture.name) }
    try run.write(training.generatorFile().data(), as: Training.generatorFileName)
    let outcome = verdict(metrics, judge, agreement)
    try run.finish(
      metrics: metrics,
      parameters: [
        "generator": training.generator.parameterCount, "critic": training.critic.parameterCount,
      ],
      digest: digest(
        of: training.generator.parameters + training.generator.averages
          + training.critic.parameters + training.critic.averages),
      outcome: outcome, figures: drawn.map { Report.Figure($0.caption, $0.content) },
      filmstrip: pictures.filmstrip(in: run.folder), meanings: meanings(training.settings.recipe))
    run.say(outcome)
    run.say("the pictures are in \(run.folder.relativePath)/: open report.html, or critic.svg")
  }

  /// The outcome in three lines, for the reader.
  private func verdict(
    _ metrics: [String: Float?], _ judge: Judge, _ agreement: Agreement
  ) -> String {
    func shown(_ name: String) -> String {
      metrics[name].flatMap { $0 }.map(readable) ?? "unknown"
    }
    let quality =
      switch judge {
      case .line: "The generated numbers' distance W1 from the real ones is \(shown("w1"))."
      case .plane(let mixture, _):
        """
        \(shown("modesCovered")) of \(mixture.centers.count) clusters have a sample, and a share of \
        \(shown("highQuality")) of the samples lies in a cluster.
        """
      case .digits:
        """
        The Fréchet ratio of the samples is \(shown("frechetRatio")): 0 is perfect, above 1 is \
        noise. \(shown("digitsCovered")) of the 10 classes are there.
        """
      case .pictures:
        "The samples' Fréchet distance on 50 components is \(shown("pca50Frechet"))."
      }
    return """
      \(quality)
      The critic scores real samples higher than generated ones by \(shown("criticEstimate")); its \
      gradient between them has a norm of \(shown("gradientNormMean")) ± \(shown("gradientNormStd")).
      Does its value follow the distance? Rank correlation \(shown("criticQuality")) over the run, \
      \(shown("criticQualityLate")) after the first quarter.
      """
  }
}

extension Dataset: ExpressibleByArgument {}

extension Settings {
  /// Whether quality and critic are measured at this step: forty times, evenly, and at step 1.
  func isLookedAt(_ step: Int) -> Bool {
    step == 1 || step % max(1, steps / 40) == 0 || step == steps
  }
}

/// How the critic's value and the samples' distance from real ones rise and fall together over a run:
/// their rank correlation.
struct Agreement {
  let whole: Float?
  /// Without the first quarter of the steps, in which everything falls.
  let late: Float?

  init(_ log: MetricLog, distance: String) {
    let (steps, distances) = log.series(distance)
    let estimates = log.series("criticEstimate")
    let byStep = Dictionary(zip(estimates.steps, estimates.values), uniquingKeysWith: { $1 })
    func correlation(from first: Float) -> Float? {
      let pairs = zip(steps, distances).filter { $0.0 >= first && byStep[$0.0] != nil }
      if pairs.count < 6 { return nil }  // A few moments agree by chance.
      return spearman(pairs.compactMap { byStep[$0.0] }, pairs.map(\.1))
    }
    whole = correlation(from: 0)
    late = correlation(from: (steps.last ?? 0) / 4)
  }
}
