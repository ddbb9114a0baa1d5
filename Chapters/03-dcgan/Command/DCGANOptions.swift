import ArgumentParser
import DCGAN
import Datasets
import Lessons
import Runs

/// The options of the command `dcgan` beside those that every chapter has.
struct DCGANOptions: ParsableArguments {
  @Option(
    help: """
      small28: the chapter's own, 28 × 28 digits; and three published ones: keras28: 28 × 28 digits; \
      faces64: 64 × 64 colour faces; mxnet64: 64 × 64 digits.
      """)
  var recipe = RecipeName.small28

  @Flag(help: "faces64 or mxnet64 as its source has it, all but the size: width, batch and steps.")
  var published = false

  @Flag(help: "Learn with the labels: a class can then be asked for.")
  var conditional = false

  @OptionGroup var average: AverageOption

  @Option(
    parsing: .unconditional,
    help: "The weight of the penalty on D's slopes, in small28, faces64 and mxnet64. (default: 1)")
  var penalty: Float?

  @Option(
    help: """
      How faces64's generator doubles its maps: strides (transposed convolutions), or repeats (of pixels, \
      and a convolution of 3 × 3). (default: repeats in a lesson, strides as published)
      """)
  var up: WayToGrow?

  @Option(
    help: """
      How faces64's generator paints its last map: places (1 × 1), or patches (batch norm, ReLU, 3 × 3). \
      (default: patches in a lesson, places as published)
      """)
  var brush: Brush?

  @Option(
    help: """
      How large the weights of mxnet64's discriminator begin: small (a deviation of 0.02), or level (the \
      same spread in all maps). (default: level in a lesson, small as published)
      """)
  var firstWeights: FirstWeights?

  @OptionGroup var pictures: PictureOptions

  @Option(
    parsing: .unconditional,
    help: """
      Channels of D's first layer, a multiple of 2. (default: 16; 8 for the lessons of faces64 and \
      mxnet64; 32 for mxnet64 as published; for the preset paper 64, but for small28)
      """)
  var width: Int?

  @Option(
    parsing: .unconditional,
    help: "Height and width of faces64's images: a power of two from 8 to 512.")
  var finalSize: Int?

  @Option(
    parsing: .unconditional,
    help: "1 for gray images, 3 for colour. (default: the recipe's)")
  var channels: Int?

  @Option(help: "The noise: normal, N(0, 1), or uniform on (−1, 1). (default: the recipe's)")
  var latent: Latent.Distribution?

  @Option(
    parsing: .unconditional,
    help: "The share of numbers that keras28's dropout sets to zero, below 1.")
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: "Updates of the generator for one of the discriminator, in faces64 and mxnet64.")
  var generatorSteps: Int?

  @Option(
    help: """
      What G's step of mxnet64 makes its fakes of: same (the noise that D has just learnt from), or \
      fresh noise. (default: same)
      """)
  var noise: GeneratorNoise?

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

  @Option(
    help: """
      How keras28's discriminator halves its maps of 28 and 14 pixels: strides, or pooling (means over \
      2 × 2). (default: strides)
      """)
  var down: WayDown?

  @Option(
    help: "rmsprop or adam, β₁ = 0.5. (default: rmsprop for keras28, adam for the others)")
  var optimizer: OptimizerChoice?

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
    if let width, !(2...1024).contains(width) || width % 2 != 0 {
      throw ValidationError("--width \(width): give an even number from 2 to 1024")
    }
    if let finalSize {
      if recipe != .faces64 {
        throw ValidationError(
          "--final-size \(finalSize): only faces64 has another size than its own")
      }
      if finalSize < 8 || finalSize > 512 || finalSize & (finalSize - 1) != 0 {
        throw ValidationError("--final-size \(finalSize): give a power of two from 8 to 512")
      }
    }
    if let channels, channels != 1 && channels != 3 {
      throw ValidationError("--channels \(channels): give 1 or 3")
    }
    try Knob.dropout.check(dropout)
    try Knob.generatorSteps.check(generatorSteps.map(Float.init))
    try Knob.penalty.check(penalty)
    try Knob.generatorRate.check(generatorRate)
    try Knob.discriminatorRate.check(discriminatorRate)
    if let pretraining, pretraining < 0 {
      throw ValidationError("--pretraining \(pretraining): give a number from 0")
    }
    let foreign: [(String, Bool, RecipeName)] = [
      ("--up", up != nil, .faces64), ("--brush", brush != nil, .faces64),
      ("--dropout", dropout != nil, .keras28), ("--pretraining", pretraining != nil, .keras28),
      ("--block", block != nil, .keras28), ("--down", down != nil, .keras28),
      ("--freeze-discriminator off", freezeDiscriminator == .off, .keras28),
      ("--noise", noise != nil, .mxnet64), ("--first-weights", firstWeights != nil, .mxnet64),
    ]
    if published && recipe != .faces64 && recipe != .mxnet64 {
      throw ValidationError(
        "--published: only faces64 and mxnet64 have it, and the recipe is \(recipe)")
    }
    if penalty != nil && (recipe == .keras28 || published) {
      throw ValidationError(
        "--penalty: only small28 and the lessons of faces64 and mxnet64 have one")
    }
    if generatorSteps != nil && recipe == .faces64 && !published {
      throw ValidationError("--generator-steps: the lesson of faces64 has one; add --published")
    }
    if generatorSteps != nil && recipe != .faces64 && recipe != .mxnet64 {
      throw ValidationError(
        "--generator-steps: \(recipe) has no such thing; faces64 and mxnet64 have it")
    }
    for (option, isGiven, owner) in foreign where isGiven && recipe != owner {
      throw ValidationError("\(option): only \(owner) has it, and the recipe is \(recipe)")
    }
  }

  /// The recipe at a preset, with what the options change.
  func chosen(_ options: RunOptions) -> Recipe {
    var chosen = recipe.recipe(options.preset, steps: options.steps, published: published)
    average.change(&chosen.averageDecay)
    if let penalty { chosen.penaltyWeight = penalty }
    if let up { chosen.up = up }
    if let firstWeights { chosen.firstWeights = firstWeights }
    if let brush { chosen.brush = brush }
    if let batchSize = options.batchSize { chosen.batchSize = batchSize }
    if let width { chosen.width = width }
    if let finalSize { chosen.finalSize = finalSize }
    if let channels { chosen.channels = channels }
    if let latent { chosen.latent.distribution = latent }
    if let dropout { chosen.dropout = dropout }
    if let pretraining { chosen.pretraining = pretraining }
    if let block { chosen.block = block }
    if let down { chosen.down = down }
    if let optimizer { chosen.optimizer = optimizer }
    if let generatorSteps { chosen.generatorSteps = generatorSteps }
    if let noise { chosen.generatorNoise = noise }
    if let generatorRate { chosen.generatorRate = generatorRate }
    if let discriminatorRate { chosen.discriminatorRate = discriminatorRate }
    chosen.freezesDiscriminator = freezeDiscriminator == .on
    return chosen
  }
}

extension DCGANOptions {
  /// How many classes can be asked for.
  ///
  /// - Throws: ``Runs/RunFailure`` (64) where the images have none.
  func classCount(of images: any ImageSource) throws -> Int {
    let count = images.classNames.count
    guard count > 1 else {
      throw RunFailure(
        .usage,
        pictures.dataset == .folder
          ? "--conditional: \(pictures.data ?? "") has no classes; give a folder with a folder for each"
          : "--conditional: drawn faces have no labels; give digits, or a folder with a folder for each "
            + "class")
    }
    return count
  }
}

extension Block: ExpressibleByArgument {}
extension OptimizerChoice: ExpressibleByArgument {}
extension GeneratorNoise: ExpressibleByArgument {}
extension WayDown: ExpressibleByArgument {}
extension WayToGrow: ExpressibleByArgument {}
extension FirstWeights: ExpressibleByArgument {}
extension Brush: ExpressibleByArgument {}
