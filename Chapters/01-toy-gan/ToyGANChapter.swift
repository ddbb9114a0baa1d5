import ArgumentParser
import Datasets
import Metrics
import Runs
import Tensors

/// The command `toy-gan`: its options, and what is measured while the loop of the essay runs.
@main
struct ToyGANChapter: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "toy-gan",
    abstract: "Chapter 1: a GAN on the line, whose generator learns a bell curve.",
    discussion: """
      Writes densities, losses and distances as pictures (SVG), the measurements as metrics.csv, and \
      the outcome as summary.json and report.html. Ctrl-C stops with a checkpoint, and --resume goes \
      on from it. `toy-gan sample --help` tells how to draw from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = ["sample": Sample.self]

  @OptionGroup var options: RunOptions

  @Option(help: "published: the tutorial to the letter; reliable: what works from every seed.")
  var recipe = Recipe.reliable

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

  func validate() throws {
    if let hidden, hidden < 1 || hidden > 4096 {
      throw ValidationError("--hidden \(hidden): give a number from 1 to 4096")
    }
    if let penalty, !(penalty >= 0 && penalty <= 1e6) {
      throw ValidationError("--penalty \(penalty): give a number from 0 to 1000000")
    }
    _ = try real()
  }

  func real() throws -> Distribution {
    do {
      if let mixture { return try Distribution(mixture: mixture) }
      return try Distribution(mean: realMean, standardDeviation: realStd)
    } catch {
      let option = mixture == nil ? "--real-mean \(realMean) --real-std \(realStd)" : "--mixture"
      throw ValidationError("\(option): \(error)")
    }
  }

  func settings() -> Settings {
    var settings = Settings(recipe, preset: options.preset, steps: options.steps)
    if let batchSize = options.batchSize { settings.batchSize = batchSize }
    if let initialWeights { settings.weights = initialWeights }
    if let optimizer { settings.optimizer = optimizer }
    if let hidden { settings.hidden = hidden }
    if let penalty { settings.penaltyWeight = penalty }
    if let batchStatistics { settings.seesBatch = batchStatistics }
    return settings
  }

  func run() throws {
    let settings = settings()
    let real = try real()
    let run = try Run(
      chapter: "toy-gan", recipe: recipe.rawValue, options: options, steps: settings.steps,
      batchSize: settings.batchSize, dataset: real.description, settings: settings.facts,
      columns: [
        "lossD", "lossDReal", "lossDFake", "lossG", "dReal", "dFake",
        "w1", "ks", "mean", "std", "js", "w1Unaveraged",
      ],
      secondsPerStep: recipe == .reliable ? 0.33e-3 : 0.11e-3)
    let outside = 1 - (real.cumulative(at: 5) - real.cumulative(at: -5))
    if outside > 0.01 {
      run.say(
        """
        note: the generator's numbers end at −5 and 5, and \
        \((outside * 1000).rounded() / 10) % of the real ones lie beyond
        """)
    }

    var training = Training(settings, real: real, seed: options.seed)
    var pictures = Pictures(real: real, steps: settings.steps)
    pictures.add(Judgement(of: training.generator, in: training), of: training, at: 0)
    if let checkpoint = try run.begin(
      training.checkpoint(in: run, at: 0, pictures), optional: Training.optionalGroups)
    {
      training.restore(from: checkpoint)
      pictures.restore(checkpoint["frames"][0])
    }
    try training.loop(over: run.steps) { state, answers in
      let step = answers.step
      try run.requireFinite(
        [
          "discriminator": state.discriminator.parameters,
          "generator": state.generator.parameters,
        ], at: step)
      if step % max(1, settings.steps / 500) == 0 || step == settings.steps {
        try run.record(answers.measured, at: step)
      }
      if pictures.isFrame(step) {
        let judgement = Judgement(of: state.generator, in: state)
        try run.record(["w1Unaveraged": judgement.report?.w1], at: step)
        try run.record(Judgement(of: state.finalGenerator, in: state).measured, at: step)
        pictures.add(judgement, of: state, at: step)
      }
      if run.isCheckpointDue(at: step) {
        try run.save(state.checkpoint(in: run, at: step, pictures))
      }
    }
    try run.leaveIfStopped()
    try finish(run, training, pictures)
  }

  /// Writes the pictures, the generator and the summary.
  private func finish(_ run: Run, _ training: Training, _ pictures: Pictures) throws {
    let drawn = pictures.draw(training, log: run.log)
    for picture in drawn { try run.write(picture.svg, as: picture.name) }
    try run.write(training.finalGenerator.file(training.settings).data(), as: Generator.fileName)
    let report = Judgement(of: training.finalGenerator, in: training).report
    var metrics = report?.metrics.mapValues { Optional($0) } ?? [:]
    for name in ["dReal", "dFake"] { metrics[name] = run.log.average(name, overLast: 0.1) }
    let real = training.real
    let outcome = verdict(metrics, real: real)
    var meanings = MetricMeanings.standard
    meanings["mean"]?.reference = "\(readable(Float(real.mean))), that of the real numbers."
    meanings["std"]?.reference =
      "\(readable(Float(real.standardDeviation))), that of the real numbers."
    try run.finish(
      metrics: metrics,
      parameters: [
        "generator": training.generator.parameterCount,
        "discriminator": training.discriminator.parameterCount,
      ],
      digest: digest(
        of: training.generator.parameters + training.discriminator.parameters
          + (training.average?.parameters ?? [])),
      outcome: outcome, figures: drawn.map { .init($0.caption, .svg($0.svg)) },
      filmstrip: pictures.filmstrip, meanings: meanings)
    run.say(outcome)
    run.say("the pictures are in \(run.folder.relativePath)/: open report.html, or training.svg")
  }

  /// The outcome in two lines, for the reader.
  private func verdict(_ metrics: [String: Float?], real: Distribution) -> String {
    func shown(_ name: String) -> String {
      metrics[name].flatMap { $0 }.map(readable) ?? "unknown"
    }
    return """
      The generated numbers have the mean \(shown("mean")) and the standard deviation \
      \(shown("std")), the real ones \(readable(Float(real.mean))) and \
      \(readable(Float(real.standardDeviation))); their distance W1 is \(shown("w1")).
      D answers \(shown("dReal")) on real and \(shown("dFake")) on generated numbers.
      """
  }
}

/// How good the generator is at one moment, by numbers that it was not trained on. They come from a
/// random stream of their own, so looking never changes the run.
struct Judgement {
  let samples: [Float]
  let report: OneDimensionalReport?

  init(of generator: Generator, in training: Training, count: Int = 10_000) {
    var stream = RandomStream(seed: training.noise.seed, for: "evaluation")
    let z = Tensor.uniform([count, 1], from: -1, to: 1, using: &stream)
    let real = training.real
    samples = generator(z).scalars
    report = OneDimensionalReport(
      of: samples, cumulative: real.cumulative(at:), meanDistance: real.meanDistance(to:),
      over: real.plotRange)
  }

  var measured: KeyValuePairs<String, Float?> {
    [
      "w1": report?.w1, "ks": report?.ks, "mean": report?.mean, "std": report?.std,
      "js": report?.js,
    ]
  }
}

extension Answers {
  /// The losses in their common form, whatever the recipe adds to them, and the mean answers.
  var measured: KeyValuePairs<String, Float?> {
    let lossDReal = sigmoidCrossEntropy(logits: real.detached(), label: 1).scalar
    let lossDFake = sigmoidCrossEntropy(logits: fake.detached(), label: 0).scalar
    return [
      "lossD": lossDReal + lossDFake, "lossDReal": lossDReal, "lossDFake": lossDFake,
      "lossG": sigmoidCrossEntropy(logits: toGenerator.detached(), label: 1).scalar,
      "dReal": real.detached().sigmoid().mean().scalar,
      "dFake": fake.detached().sigmoid().mean().scalar,
    ]
  }
}
