import ArgumentParser
import Datasets
import Metrics
import Runs
import Tensors

/// The command `label-smoothing`: its options, and what is measured while the loop of the essay runs.
@main
struct LabelSmoothingChapter: ChapterCommand {
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

  static let others: [String: any ParsableCommand.Type] = ["sample": Sample.self]

  @OptionGroup var options: RunOptions

  @Option(
    help: """
      optimum: only D learns, and its best answer is known; line: the GAN of chapter 1; digits: that \
      of chapter 2.
      """)
  var recipe = Recipe.line

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

  @Option(help: "digits: what to learn from: drawn, mnist or fashion. (default: drawn)")
  var dataset: Dataset?

  @Option(help: "The folder of the data set's files. (default: $WORKBOOK_DATA/…, then Data/…)")
  var data: String?

  func validate() throws {
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
    if let discriminatorPace, !(discriminatorPace >= 0 && discriminatorPace <= 100) {
      throw ValidationError(
        "--discriminator-pace \(discriminatorPace): give a number from 0 to 100")
    }
    if let dataset {
      if recipe != .digits {
        throw ValidationError("--dataset \(dataset.rawValue): only the recipe digits has one")
      }
      if !Dataset.labelled.contains(dataset) {
        throw ValidationError(
          "--dataset \(dataset.rawValue): this chapter's judge needs labels; "
            + "give drawn, mnist or fashion")
      }
    }
    if data != nil && dataset != .mnist && dataset != .fashion {
      throw ValidationError("--data: give it with --dataset mnist or fashion, which have files")
    }
  }

  /// The labels that the options ask for; `nil` for those of the recipe.
  var labels: Labels? {
    if realLabel == nil && fakeLabel == nil && smoothing == nil { return nil }
    let smoothed = smoothing.map { (smoothingStyle ?? .slim)(1, by: $0) }
    return Labels(real: realLabel ?? smoothed ?? 0.9, fake: fakeLabel ?? 0)
  }

  func settings() -> Settings {
    var settings = Settings(recipe, preset: options.preset, steps: options.steps)
    if let batchSize = options.batchSize { settings.batchSize = batchSize }
    if let labels { settings.labels = labels == .hard ? [.hard] : [.hard, labels] }
    if let fakeMean { settings.fakeMean = fakeMean }
    if let discriminatorPace { settings.discriminatorPace = discriminatorPace }
    return settings
  }

  func run() throws {
    let settings = settings()
    let p = Distribution.normal(mean: -1, standardDeviation: 1)
    switch recipe {
    case .optimum:
      let q = Distribution.normal(mean: Double(settings.fakeMean), standardDeviation: 1)
      let run = try makeRun(settings, dataset: "\(p), beside generated ones from \(q)")
      try train(run, settings, RealData(p, seed: options.seed), .formula(p, q))
    case .line:
      let run = try makeRun(settings, dataset: p.description)
      try train(run, settings, RealData(p, seed: options.seed), .distribution(p))
    case .digits:
      let dataset = dataset ?? .drawn
      let (training, unseen) = try images(dataset, data: data, batchSize: settings.batchSize)
      let run = try makeRun(settings, dataset: dataset.title)
      let judge = try judge(dataset, training: training, unseen: unseen, say: run.say)
      let real = RealData(training, batchSize: settings.batchSize, seed: options.seed)
      try train(run, settings, real, .images(judge))
    }
  }

  private func makeRun(_ settings: Settings, dataset: String) throws -> Run {
    let columns =
      [
        "lossD", "lossDReal", "lossDFake", "lossG", "dReal", "dFake", "gradientToG",
      ] + recipe.judged
    let perTwin: Double =
      switch recipe {
      case .optimum: 0.7e-3
      case .line: 0.4e-3
      case .digits: 6.5e-3
      }
    let run = try Run(
      chapter: "label-smoothing", recipe: recipe.rawValue, options: options,
      steps: settings.steps, batchSize: settings.batchSize, dataset: dataset,
      settings: settings.facts,
      columns: settings.labels.indices.flatMap { twin in
        columns.map { $0 + settings.suffix(of: twin) }
      },
      secondsPerStep: perTwin * Double(settings.labels.count))
    run.say(
      "the same training with the labels "
        + settings.labels.map(\.description).joined(separator: "; "))
    return run
  }

  private func train(_ run: Run, _ settings: Settings, _ data: RealData, _ judge: Judge) throws {
    var training = Training(settings, data: data, seed: options.seed)
    var pictures = Pictures(training)
    if let checkpoint = try run.begin(
      training.checkpoint(in: run, at: 0, pictures), optional: training.optionalGroups)
    {
      training.restore(from: checkpoint)
      pictures.frames?.restore(checkpoint["samples"][0])
    } else {
      try pictures.add(training, at: 0, in: run)
    }
    let steps = settings.steps
    try training.loop(over: run.steps) { state, step in
      for (index, twin) in state.twins.enumerated() {
        try run.requireFinite(
          [
            "discriminator of the labels \(twin.labels)": twin.discriminator.parameters,
            "generator of the labels \(twin.labels)": twin.generator.parameters
              + twin.generator.averages,
          ], at: step)
        let suffix = settings.suffix(of: index)
        if step % max(1, steps / 500) == 0 || step == steps {
          try record(twin.answers.measured(twin.labels), suffix, at: step, in: run)
        }
        if step % max(1, steps / 40) == 0 || step == steps {
          let pulls = Inspection(of: twin, in: state).pulls
          try run.record(["gradientToG" + suffix: mean(pulls)], at: step)
          try record(judge.metrics(of: twin, in: state), suffix, at: step, in: run)
        }
      }
      try pictures.add(state, at: step, in: run)
      if run.isCheckpointDue(at: step) {
        try run.save(state.checkpoint(in: run, at: step, pictures))
      }
    }
    try run.leaveIfStopped()
    try finish(run, training, pictures, judge)
  }

  private func record(
    _ values: KeyValuePairs<String, Float?>, _ suffix: String, at step: Int,
    in run: Run
  ) throws {
    for (name, value) in values { try run.record([name + suffix: value], at: step) }
  }
}

extension Dataset: ExpressibleByArgument {}
