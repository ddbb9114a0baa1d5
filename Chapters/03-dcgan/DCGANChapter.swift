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

  @OptionGroup var own: DCGANOptions

  private var dataset: Dataset { own.dataset }

  func run() throws {
    let settings = own.settings(options)
    let format = ImageFormat(
      side: settings.finalSize, channels: settings.channels == 1 ? .gray : .rgb)
    let training = try images(.train, as: format, settings)
    let unseen = try images(.test, as: format, settings)
    let run = try Run(
      chapter: "dcgan", recipe: own.recipe.rawValue, options: options, steps: settings.steps,
      batchSize: settings.batchSize, dataset: dataset.title(drawing: settings.drawing),
      settings: settings.facts,
      columns: [
        "lossD", "lossDReal", "lossDFake", "lossG", "dReal", "dFake", "accuracy",
        "frechetRatio", "digitsCovered", "classKL", "pca50Frechet",
      ],
      secondsPerStep: settings.secondsPerStep)
    if let warning = (training as? ImageFolder)?.warning { run.say(warning) }
    let judge = try Judge(
      labelled: settings.hasClasses(dataset) ? dataset.images(.train, data: own.data) : nil,
      unseen: unseen, dataset, say: run.say)
    try train(run, Training(settings, images: training, seed: options.seed), judge: judge)
  }

  /// The images to learn from, or those that only the judge sees.
  private func images(
    _ split: Dataset.Split, as format: ImageFormat, _ settings: Settings
  ) throws -> any ImageSource {
    do {
      let images = try dataset.images(
        split, as: format, drawing: settings.drawing, data: own.data, pattern: own.imagesPattern,
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

extension Settings {
  /// What drawn images show.
  var drawing: Drawing { recipe == .faces64 ? .faces : .digits }

  /// Whether the images have classes, by which a classifier can judge.
  func hasClasses(_ dataset: Dataset) -> Bool {
    Dataset.labelled.contains(dataset) && !(dataset == .drawn && drawing == .faces)
  }

  /// What a step took when the chapter's figures were recorded, for the estimate before a run.
  var secondsPerStep: Double {
    let (narrow, wide) = (Double(batchSize) / 64, Double(width * width) / 4096)
    return switch recipe {
    case .keras28: narrow * (0.03 + 0.33 * wide)
    case .faces64:
      narrow * (0.25 + 3.8 * wide) * Double(1 + generatorSteps) / 6
        * Double(finalSize * finalSize) / 4096
    case .mxnet64: narrow * (0.04 + 0.36 * wide)
    }
  }
}
