import ArgumentParser
import Datasets
import Images
import Metrics
import Runs
import Tensors

/// The command `dense-gan`: its options, and what is measured while the loop of the essay runs.
@main
struct DenseGANChapter: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "dense-gan",
    abstract: "Chapter 2: a GAN of dense layers, whose generator learns to draw digits.",
    discussion: """
      Writes sheets of samples (PNG), losses and quality as pictures (SVG), the measurements as \
      metrics.csv, and the outcome as summary.json and report.html. Ctrl-C stops with a checkpoint, \
      and --resume goes on from it. `dense-gan sample --help` tells how to draw from a trained \
      generator.
      """)

  static let others: [String: any ParsableCommand.Type] = ["sample": Sample.self]

  @OptionGroup var options: RunOptions

  @Option(help: "classic: as most tutorials have it; batchnorm: smaller, with batch norm in G.")
  var recipe = Recipe.batchnorm

  @Option(help: "What to learn from: drawn, mnist or fashion.")
  var dataset = Dataset.drawn

  @Option(help: "The folder of the data set's files. (default: $WORKBOOK_DATA/…, then Data/…)")
  var data: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Batch norm in the generator. (default: on for batchnorm, off for classic)")
  var batchNorm: Bool?

  @Option(help: "The noise: normal, N(0, 1), or uniform on (−1, 1).")
  var latent = Latent.normal

  @Option(
    parsing: .unconditional,
    help: "Numbers in a noise vector. (default: 32 for batchnorm, 100 for classic)")
  var latentSize: Int?

  @Option(
    parsing: .unconditional,
    help: "Adam's learning rate. (default: 0.001 for batchnorm, 0.0002 for classic)")
  var learningRate: Float?

  @Option(
    parsing: .unconditional,
    help: """
      The discriminator's learning rate as a multiple of the generator's; 0 freezes it. (default: \
      0.5 for batchnorm, 1 for classic)
      """)
  var discriminatorPace: Float?

  func validate() throws {
    if !Dataset.labelled.contains(dataset) {
      throw ValidationError(
        "--dataset \(dataset.rawValue): this chapter's judge needs labels; give drawn, mnist or fashion"
      )
    }
    if data != nil && dataset == .drawn {
      throw ValidationError("--data: drawn digits have no files; give --dataset mnist or fashion")
    }
    if let latentSize, latentSize < 1 || latentSize > 4096 {
      throw ValidationError("--latent-size \(latentSize): give a number from 1 to 4096")
    }
    if let learningRate, !(learningRate > 0 && learningRate <= 1) {
      throw ValidationError("--learning-rate \(learningRate): give a number above 0, at most 1")
    }
    if let discriminatorPace, !(discriminatorPace >= 0 && discriminatorPace <= 100) {
      throw ValidationError(
        "--discriminator-pace \(discriminatorPace): give a number from 0 to 100")
    }
  }

  func settings() -> Settings {
    var settings = Settings(recipe, preset: options.preset, steps: options.steps)
    if let batchSize = options.batchSize { settings.batchSize = batchSize }
    if let batchNorm { settings.batchNorm = batchNorm }
    if let latentSize { settings.latentSize = latentSize }
    if let learningRate { settings.learningRate = learningRate }
    if let discriminatorPace { settings.discriminatorPace = discriminatorPace }
    settings.latent = latent
    return settings
  }

  func run() throws {
    let settings = settings()
    let (training, unseen) = try images(dataset, data: data, batchSize: settings.batchSize)
    let run = try Run(
      chapter: "dense-gan", recipe: recipe.rawValue, options: options, steps: settings.steps,
      batchSize: settings.batchSize, dataset: dataset.title, settings: settings.facts,
      columns: [
        "lossD", "lossDReal", "lossDFake", "lossG", "dReal", "dFake", "accuracy",
        "frechetRatio", "digitsCovered", "classKL",
      ],
      secondsPerStep: recipe == .batchnorm ? 5.5e-3 : 24e-3)
    try train(
      run, Training(settings, images: training, seed: options.seed),
      unseen: unseen)
  }

  private func train(_ run: Run, _ start: Training, unseen: ImageSet) throws {
    var training = start
    let judge = try judge(dataset, training: training.images, unseen: unseen, say: run.say)
    let steps = training.settings.steps
    var pictures = Pictures(steps: steps, latent: training.fixedNoise)
    if let checkpoint = try run.begin(
      training.checkpoint(in: run, at: 0, pictures), optional: Training.optionalGroups)
    {
      training.restore(from: checkpoint)
      pictures.frames.restore(checkpoint["samples"][0])
    } else {
      try pictures.add(training.generator, at: 0, in: run)
    }
    try training.loop(over: run.steps) { state, answers in
      let step = answers.step
      try run.requireFinite(
        [
          "discriminator": state.discriminator.parameters,
          "generator": state.generator.parameters + state.generator.averages,
        ], at: step)
      if step % max(1, steps / 500) == 0 || step == steps {
        try run.record(
          discriminatorMetrics(
            real: answers.real, fake: answers.fake, toGenerator: answers.toGenerator), at: step)
      }
      if step % max(1, steps / 40) == 0 || step == steps {
        let glance = judge.glance(at: state.evaluationSamples())
        try run.record(glance?.metrics ?? [:], at: step)
      }
      if pictures.frames.isMoment(step) { try pictures.add(state.generator, at: step, in: run) }
      if run.isCheckpointDue(at: step) {
        try run.save(state.checkpoint(in: run, at: step, pictures))
      }
    }
    try run.leaveIfStopped()
    try finish(run, training, pictures, judge: judge, unseen: unseen)
  }

  /// Writes the pictures, the generator and the summary.
  private func finish(
    _ run: Run, _ training: Training, _ pictures: Pictures, judge: ImageJudge, unseen: ImageSet
  ) throws {
    run.say("looking at the samples once more, closely")
    let samples = training.evaluationSamples()
    var metrics = judge.report(on: samples)?.metrics ?? [:]
    for name in ["dReal", "dFake", "accuracy"] {
      metrics[name] = run.log.average(name, overLast: 0.1)
    }
    let neighbours = Neighbours(of: samples, in: training.images, unseen: unseen)
    metrics.merge(neighbours.metrics) { $1 }
    metrics["lossQuality"] = lossAgainstQuality(run.log)
    let sheets = try pictures.sheets(training, neighbours: neighbours)
    for sheet in sheets { try run.write(sheet.image.pngData(), as: sheet.name) }
    let charts = pictures.charts(run.log)
    for chart in charts { try run.write(chart.svg, as: chart.name) }
    try run.write(training.generator.file(training.settings).data(), as: Generator.fileName)
    let outcome = verdict(metrics)
    try run.finish(
      metrics: metrics,
      parameters: [
        "generator": training.generator.parameterCount,
        "discriminator": training.discriminator.parameterCount,
      ],
      digest: digest(
        of: training.generator.parameters + training.generator.averages
          + training.discriminator.parameters),
      outcome: outcome,
      figures: try sheets.map { .init($0.caption, .png(try $0.image.pngData())) }
        + charts.map { .init($0.caption, .svg($0.svg, narrow: $0.narrow)) },
      filmstrip: try pictures.filmstrip(), meanings: meanings)
    run.say(outcome)
    run.say("the pictures are in \(run.folder.relativePath)/: open report.html, or samples.png")
  }

  /// What the metrics are to be compared with on this data set: on drawn digits the values that
  /// `ImageJudgeTests` finds.
  private var meanings: MetricMeanings {
    var meanings = MetricMeanings.standard
    guard dataset == .drawn else { return meanings }
    meanings["frechetRatio"]?.reference =
      "0 is perfect. 2,000 unseen drawn digits reach 0.002, five digits alone 0.15, noise more than 1."
    meanings["pca50Frechet"]?.reference =
      "0 is perfect. 2,000 unseen drawn digits reach 0.36 and noise 51."
    meanings["classKL"]?.reference =
      "0 is perfect. Unseen drawn digits have 0.003; five digits alone have 0.68."
    return meanings
  }

  /// The outcome in two lines, for the reader.
  private func verdict(_ metrics: [String: Float?]) -> String {
    func shown(_ name: String) -> String {
      metrics[name].flatMap { $0 }.map(readable) ?? "unknown"
    }
    return """
      The Fréchet ratio of the samples is \(shown("frechetRatio")): 0 is perfect, above 1 is noise. \
      \(shown("digitsCovered")) of the 10 classes are there.
      D is right about \(shown("accuracy")) of the images, real and generated.
      """
  }
}

/// How the loss of G and the quality of its samples agree, over the second half of the run: their rank
/// correlation, 1 if the loss falls whenever quality rises, 0 if it tells nothing.
private func lossAgainstQuality(_ log: MetricLog) -> Float? {
  let (steps, quality) = log.series("frechetRatio")
  let losses = Dictionary(
    zip(log.series("lossG").steps, log.series("lossG").values), uniquingKeysWith: { $1 })
  let late = zip(steps, quality).suffix((steps.count + 1) / 2).filter { losses[$0.0] != nil }
  return spearman(late.compactMap { losses[$0.0] }, late.map(\.1))
}

extension Dataset: ExpressibleByArgument {}
