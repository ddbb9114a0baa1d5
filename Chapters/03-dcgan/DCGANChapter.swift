import ArgumentParser
import Datasets
import Images
import Metrics
import Runs
import Tensors

/// The command `dcgan`: its options, and what is measured while the loop of the essay runs.
@main
struct DCGANChapter: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "dcgan",
    abstract: "Chapter 3: GANs of convolutions, in three published recipes.",
    discussion: """
      Writes sheets of samples (PNG), quality and losses as pictures (SVG), the measurements as \
      metrics.csv, and the outcome as summary.json and report.html. Ctrl-C stops with a checkpoint, \
      and --resume goes on from it. `dcgan sample --help` tells how to draw from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "sample": Sample.self, "checkerboard": CheckerboardCommand.self,
  ]

  @OptionGroup var options: RunOptions

  @Option(
    help: "keras28: 28 × 28 digits; faces64: 64 × 64 colour faces; mxnet64: 64 × 64 digits.")
  var recipe = Recipe.keras28

  @Option(
    help: "What to learn from: drawn (faces for faces64, else digits), mnist, fashion or folder.")
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
    help: """
      Channels of the narrowest layer, a multiple of 2. (default: 64 for the preset paper, else 16, \
      or 32 for mxnet64)
      """)
  var width: Int?

  @Option(
    parsing: .unconditional,
    help: "Height and width of faces64's images: a power of two from 8 on.")
  var finalSize: Int?

  @Option(
    parsing: .unconditional,
    help: "1 for gray images, 3 for colour. (default: the recipe's)")
  var channels: Int?

  @Option(help: "The noise: normal, N(0, 1), or uniform on (−1, 1). (default: the recipe's)")
  var latent: Latent?

  @Option(
    parsing: .unconditional,
    help: "The share of numbers that keras28's dropout sets to zero, below 1.")
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: "Updates of the generator for one of the discriminator in faces64. (default: 5)")
  var generatorSteps: Int?

  @Option(
    parsing: .unconditional,
    help: "The first steps of keras28, in which only the discriminator learns. (default: 0)")
  var pretraining: Int?

  @Option(
    help: """
      What a block of keras28's generator is made of: published (layer, batch norm, ReLU, dropout), or \
      a mistake to learn from. (default: published)
      """)
  var block: Block?

  @Option(help: "on, or off as keras28's source has it: G's step then trains D as well.")
  var freezeDiscriminator = Switch.on

  @Option(
    parsing: .unconditional,
    help: "The generator's learning rate. (default: the recipe's)")
  var generatorRate: Float?

  @Option(
    parsing: .unconditional,
    help: "The discriminator's learning rate; 0 freezes it. (default: the recipe's)")
  var discriminatorRate: Float?

  enum Switch: String, CaseIterable, ExpressibleByArgument { case on, off }

  func validate() throws {
    if data != nil && dataset == .drawn {
      throw ValidationError("--data: drawn images have no files; give another --dataset too")
    }
    if data == nil && dataset == .folder {
      throw ValidationError("--dataset folder: give the folder with --data")
    }
    if let width, !(2...1024).contains(width) || width % 2 != 0 {
      throw ValidationError("--width \(width): give an even number from 2 to 1024")
    }
    if let finalSize {
      if recipe != .faces64 {
        throw ValidationError(
          "--final-size \(finalSize): only faces64 has another size than its own")
      }
      if finalSize < 8 || finalSize > 512 || finalSize & (finalSize - 1) != 0 {
        throw ValidationError("--final-size \(finalSize): give a power of two, at least 8")
      }
    }
    if let channels, channels != 1 && channels != 3 {
      throw ValidationError("--channels \(channels): give 1 or 3")
    }
    if let dropout, !(dropout >= 0 && dropout < 1) {
      throw ValidationError("--dropout \(dropout): give a number from 0, below 1")
    }
    if let generatorSteps, !(1...100).contains(generatorSteps) {
      throw ValidationError("--generator-steps \(generatorSteps): give a number from 1 to 100")
    }
    if let pretraining, pretraining < 0 {
      throw ValidationError("--pretraining \(pretraining): give a number from 0")
    }
    let foreign: [(String, Bool, Recipe)] = [
      ("--dropout", dropout != nil, .keras28), ("--pretraining", pretraining != nil, .keras28),
      ("--block", block != nil, .keras28),
      ("--freeze-discriminator off", freezeDiscriminator == .off, .keras28),
      ("--generator-steps", generatorSteps != nil, .faces64),
    ]
    for (option, isGiven, owner) in foreign where isGiven && recipe != owner {
      throw ValidationError("\(option): only \(owner) has it, and the recipe is \(recipe)")
    }
    for (name, rate) in [
      ("generator", generatorRate), ("discriminator", discriminatorRate),
    ] {
      if let rate, !(rate >= 0 && rate <= 1) {
        throw ValidationError("--\(name)-rate \(rate): give a number from 0 to 1")
      }
    }
  }

  func settings() -> Settings {
    var settings = Settings(recipe, preset: options.preset, steps: options.steps)
    if let batchSize = options.batchSize { settings.batchSize = batchSize }
    if let width { settings.width = width }
    if let finalSize { settings.finalSize = finalSize }
    if let channels { settings.channels = channels }
    if let latent { settings.latent = latent }
    if let dropout { settings.dropout = dropout }
    if let pretraining { settings.pretraining = pretraining }
    if let block { settings.block = block }
    if let generatorSteps { settings.generatorSteps = generatorSteps }
    if let generatorRate { settings.generatorRate = generatorRate }
    if let discriminatorRate { settings.discriminatorRate = discriminatorRate }
    settings.freezesDiscriminator = freezeDiscriminator == .on
    return settings
  }

  func run() throws {
    let settings = settings()
    let format = ImageFormat(
      side: settings.finalSize, channels: settings.channels == 1 ? .gray : .rgb)
    let training = try images(.train, as: format, settings)
    let unseen = try images(.test, as: format, settings)
    let run = try Run(
      chapter: "dcgan", recipe: recipe.rawValue, options: options, steps: settings.steps,
      batchSize: settings.batchSize, dataset: dataset.title(drawing: settings.drawing),
      settings: settings.facts,
      columns: [
        "lossD", "lossDReal", "lossDFake", "lossG", "dReal", "dFake", "accuracy",
        "frechetRatio", "digitsCovered", "classKL", "pca50Frechet",
      ],
      secondsPerStep: settings.secondsPerStep)
    if let warning = (training as? ImageFolder)?.warning { run.say(warning) }
    let judge = try Judge(
      labelled: settings.hasClasses(dataset) ? dataset.images(.train, data: data) : nil,
      unseen: unseen, dataset, say: run.say)
    try train(run, Training(settings, images: training, seed: options.seed), judge: judge)
  }

  /// The images to learn from, or those that only the judge sees.
  private func images(
    _ split: Dataset.Split, as format: ImageFormat, _ settings: Settings
  ) throws -> any ImageSource {
    do {
      let images = try dataset.images(
        split, as: format, drawing: settings.drawing, data: data, pattern: imagesPattern,
        atLeast: split == .train ? settings.batchSize : 2)
      guard split == .test || settings.batchSize <= images.count else {
        throw RunFailure(
          .usage,
          "--batch-size \(settings.batchSize): \(dataset.title) has only \(images.count) images")
      }
      return images
    } catch let error as DatasetError {
      throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
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
      pictures.frames.restore(checkpoint["samples"][0])
    } else {
      try pictures.add(training.generator, at: 0, in: run)
    }
    training.images.follow(training.batches)
    try training.loop(over: run.steps) { state, answers in
      let step = answers.step
      try run.requireFinite(
        [
          "discriminator": state.discriminator.parameters + state.discriminator.averages,
          "generator": state.generator.parameters + state.generator.averages,
        ], at: step)
      if step % max(1, steps / 500) == 0 || step == steps {
        try run.record(
          discriminatorMetrics(
            real: answers.real, fake: answers.fake, toGenerator: answers.toGenerator), at: step)
      }
      if step % max(1, steps / 20) == 0 || step == steps {
        try run.record(judge.glance(at: state.evaluationSamples(1_000)), at: step)
      }
      // The source of faces64 looks, and saves its model, every 500 steps.
      let isSheet = pictures.frames.isMoment(step) || step % 500 == 0
      if isSheet { try pictures.add(state.generator, at: step, in: run) }
      if run.isCheckpointDue(at: step) || step % 500 == 0 {
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
    run.say("looking at the samples once more, closely")
    var metrics = judge.report(on: training.evaluationSamples())
    metrics["checkerboard"] = checkerboard(training.evaluationSamples(256))
    for name in ["dReal", "dFake", "accuracy", "lossG"] {
      metrics[name] = run.log.average(name, overLast: 0.1)
    }
    let sheets = pictures.sheets(training)
    for sheet in sheets { try run.write(sheet.image.pngData(), as: sheet.name) }
    let charts = pictures.charts(run.log)
    for chart in charts { try run.write(chart.svg, as: chart.name) }
    let networks = [900.0, 360].map {
      networkDrawing(training.generator, training.discriminator, training.settings, width: $0).svg()
    }
    try run.write(networks[0], as: "networks.svg")
    try run.write(training.generatorFile().data(), as: Training.generatorFileName)
    let outcome = verdict(metrics, training.settings)
    try run.finish(
      metrics: metrics,
      parameters: [
        "generator": training.generator.parameterCount,
        "discriminator": training.discriminator.parameterCount,
      ],
      digest: digest(
        of: training.generator.parameters + training.generator.averages
          + training.discriminator.parameters + training.discriminator.averages),
      outcome: outcome,
      figures: try sheets.map { .init($0.caption, .png(try $0.image.pngData())) }
        + charts.map { .init($0.caption, .svg($0.svg)) }
        + [.init("The two networks of this run.", .svg(networks[0], narrow: networks[1]))],
      filmstrip: pictures.filmstrip(in: run.folder))
    run.say(outcome)
    run.say("the pictures are in \(run.folder.relativePath)/: open report.html, or samples.png")
  }

  /// The outcome in two lines, for the reader.
  private func verdict(_ metrics: [String: Float?], _ settings: Settings) -> String {
    func shown(_ name: String) -> String {
      metrics[name].flatMap { $0 }.map(readable) ?? "unknown"
    }
    let quality =
      metrics.keys.contains("frechetRatio")
      ? """
      The samples' Fréchet distance from unseen \(dataset.title), divided by their trace, is \
      \(shown("frechetRatio")) (below 0.13, digits can be recognised), and \
      \(shown("digitsCovered")) of 10 classes are there.
      """
      : "The samples' Fréchet distance on 50 components is \(shown("pca50Frechet"))."
    return "\(quality)\nD tells \(shown("accuracy")) of real and generated right."
  }
}

extension Dataset: ExpressibleByArgument {}

extension Settings {
  /// What drawn images show.
  var drawing: Drawing { recipe == .faces64 ? .faces : .digits }

  /// Whether the images have classes, by which a classifier can judge.
  func hasClasses(_ dataset: Dataset) -> Bool {
    Dataset.labelled.contains(dataset) && !(dataset == .drawn && drawing == .faces)
  }

  /// What a step took when the chapter's figures were recorded, for the estimate before a run.
  var secondsPerStep: Double {
    let share = Double(width * width) / 4096 * Double(batchSize) / 64
    return switch recipe {
    case .keras28: 0.01 + 0.6 * share
    case .faces64: 0.02 + 6 * share
    case .mxnet64: 0.02 + 0.6 * share
    }
  }
}
