import ArgumentParser
import DCGAN
import Datasets
import Lessons
import Live
import Runs

/// The command `dcgan`.
@main
struct DCGANCommand: ChapterCommand {
  static let configuration = CommandConfiguration(
    commandName: "dcgan",
    abstract: "Chapter 3: GANs of convolutions, in three published recipes and a small one.",
    discussion: """
      Writes sheets of samples (PNG), quality and losses as pictures (SVG), the measurements as \
      metrics.csv, and the outcome as summary.json and report.html. Ctrl-C stops with a checkpoint, \
      and --resume goes on from it. `dcgan sample --help` tells how to draw from a trained generator.
      """)

  static let others: [String: any ParsableCommand.Type] = [
    "sample": LiveSampleCommand<DCGenerator>.self, "ship": ShipCommand<DCGenerator>.self,
    "checkerboard": CheckerboardCommand.self,
  ]

  @OptionGroup var options: RunOptions

  @OptionGroup var own: DCGANOptions

  @OptionGroup var live: LiveOptions

  func run() throws {
    var recipe = own.chosen(options)
    let (dataset, drawing) = (own.pictures.dataset, recipe.drawing)
    let (images, unseen) = try own.pictures.images(
      as: recipe.format, drawing: drawing, batchSize: recipe.batchSize,
      labelled: own.conditional, quiet: options.quiet)
    if own.conditional { recipe.classes = try own.classCount(of: images) }
    let run = try Run(
      chapter: "dcgan", recipe: recipe.name, options: options, steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: dataset.title(drawing: drawing),
      settings: recipe.facts, secondsPerStep: recipe.secondsPerStep)
    run.use(images, unseen: unseen)
    let judge: any PictureViewer =
      if let labelled = try own.pictures.labelled(drawing: drawing) {
        try DigitJudge(
          dataset, labelled: labelled, unseen: unseen, reads: options.preset != .quick,
          say: run.say)
      } else {
        try PictureJudge(dataset, unseen: unseen)
      }
    let training = Training(recipe, images: images, seed: options.seed)
    let observer = DCGANObserver(training, judge: judge, dataset)
    try live.follow(run, training, by: observer, showing: DCGANView(observer: observer))
  }
}

enum RecipeName: String, CaseIterable, ExpressibleByArgument {
  case small28, keras28, faces64, mxnet64

  func recipe(_ preset: Preset, steps: Int? = nil, published: Bool = false) -> Recipe {
    switch self {
    case .small28: .small28(preset, steps: steps)
    case .keras28: .keras28(preset, steps: steps)
    case .faces64: .faces64(preset, steps: steps, published: published)
    case .mxnet64: .mxnet64(preset, steps: steps, published: published)
    }
  }
}
