import Datasets
import Runs
import Tensors

/// A way of training, complete. Four have names, and an option changes one part.
package struct Recipe {
  package let name: String
  package var steps: Int
  package var batchSize: Int
  /// Channels of the discriminator's first layer: 64 in all three sources.
  package var width: Int
  /// Height and width of an image.
  package var finalSize: Int
  /// 1 for gray images, 3 for colour.
  package var channels: Int
  /// The numbers that pixels become: those in which the generator's last activation ends.
  package let range: PixelRange
  /// What drawn images show.
  package let drawing: Drawing
  package let order: Batches.Order
  package var latent: Latent
  package let makeGenerator: (_ recipe: Recipe, _ weights: inout RandomStream) -> Sequential
  package let makeDiscriminator: (_ recipe: Recipe, _ weights: inout RandomStream) -> Sequential
  package let step:
    (inout Training, _ step: Int, _ x: Tensor, _ z: Tensor, _ asked: Tensor?) -> Answers
  package var optimizer: OptimizerChoice
  package var discriminatorRate: Float
  package var generatorRate: Float
  /// Updates of the generator for one of the discriminator.
  package var generatorSteps = 1
  /// The noise of mxnet64's G step.
  package var generatorNoise = GeneratorNoise.same
  /// The share of numbers that dropout sets to zero; 0 for none.
  package var dropout: Float = 0
  /// What stands in a block of keras28's generator, and in which order.
  package var block = Block.published
  /// How keras28's discriminator makes its maps smaller.
  package var down = WayDown.strides
  /// The first steps of keras28, in which only the discriminator learns.
  package var pretraining = 0
  /// Whether the generator's step leaves the discriminator alone.
  package var freezesDiscriminator = true
  /// Of the average of the generator; nil for none, as in the sources.
  package var averageDecay: Float?
  /// Whether the discriminator of faces64 and mxnet64 has batch norm.
  package var normalisesDiscriminator = true
  /// How large the weights of mxnet64's discriminator begin.
  package var firstWeights = FirstWeights.small
  /// γ of the penalty on D's slopes, in small28 and the lessons of faces64 and mxnet64; 0 for none.
  package var penaltyWeight: Float = 0
  /// The penalty is taken on every so many steps, and so many times as heavy.
  package let penaltyEvery = 4
  /// How faces64's generator makes its maps larger.
  package var up = WayToGrow.strides
  /// How faces64's generator paints its last map.
  package var brush = Brush.places
  /// How many classes can be asked for; 0 where nothing is asked for.
  package var classes = 0
  /// Of a batch of 64, measured on two cores.
  let seconds: (Recipe) -> Double

  /// 28 × 28 digits: the chapter's own, and the smallest of the four.
  package static func small28(_ preset: Preset, steps: Int? = nil) -> Recipe {
    var recipe = Recipe(
      name: "small28", steps: steps ?? (preset == .quick ? 60 : preset == .paper ? 20_000 : 12_000),
      batchSize: 64, width: preset == .quick ? 8 : 16, finalSize: 28, channels: 1,
      range: .symmetric, drawing: .digits, order: .shuffled(), latent: Latent(.normal, size: 32),
      makeGenerator: small28Generator, makeDiscriminator: small28Discriminator,
      step: { $0.smallStep($1, $2, $3, $4) }, optimizer: .adam, discriminatorRate: 1e-3,
      generatorRate: 1e-3, seconds: { 0.011 + 0.1 * $0.breadth })
    (recipe.penaltyWeight, recipe.averageDecay) = (1, 0.999)
    return recipe
  }

  /// 28 × 28 digits: dropout, upsampling and RMSprop.
  package static func keras28(_ preset: Preset, steps: Int? = nil) -> Recipe {
    let isPaper = preset == .paper
    return Recipe(
      name: "keras28", steps: steps ?? (preset == .quick ? 60 : isPaper ? 2_000 : 1_000),
      batchSize: isPaper ? 256 : 64, width: isPaper ? 64 : 16, finalSize: 28, channels: 1,
      range: .unit, drawing: .digits, order: .shuffled(), latent: Latent(.uniform, size: 100),
      makeGenerator: keras28Generator, makeDiscriminator: keras28Discriminator,
      step: { $0.kerasStep($1, $2, $3, $4) }, optimizer: .rmsprop, discriminatorRate: 8e-4,
      generatorRate: 4e-4, dropout: 0.4, seconds: { 0.03 + 0.33 * $0.breadth })
  }

  /// 64 × 64 colour faces. As published with five updates of G for one of D; in a lesson with the step of
  /// small28 and the changes that "What some minutes can do" names.
  ///
  /// - Parameter published: whether a lesson is to be as published too, all but its size.
  package static func faces64(
    _ preset: Preset, steps: Int? = nil, published: Bool = false
  ) -> Recipe {
    let isPaper = preset == .paper
    let usual = preset == .quick ? 20 : isPaper ? 20_000 : published ? 640 : 6_000
    var recipe = Recipe(
      name: "faces64", steps: steps ?? usual, batchSize: isPaper || published ? 64 : 16,
      width: isPaper ? 64 : published ? 16 : 8, finalSize: 64, channels: 3, range: .symmetric,
      // As its source does. (That of `keras28` does too, and is made to go through the set here.)
      drawing: .faces, order: .withReplacement, latent: Latent(.uniform, size: 64),
      makeGenerator: faces64Generator, makeDiscriminator: faces64Discriminator,
      step: isPaper || published
        ? { training, _, x, z, asked in training.slimStep(x, z, asked) }
        : { training, step, x, z, asked in training.smallStep(step, x, z, asked) },
      optimizer: .adam,
      discriminatorRate: 4e-4, generatorRate: 1e-4, generatorSteps: 5,
      seconds: {
        (0.25 + 3.8 * $0.breadth) * Double(1 + $0.generatorSteps) / 6
          * Double($0.finalSize * $0.finalSize) / 4096
      })
    if !isPaper && !published {
      (recipe.up, recipe.brush, recipe.generatorSteps) = (.repeats, .patches, 1)
      (recipe.normalisesDiscriminator, recipe.penaltyWeight) = (false, 1)
      recipe.averageDecay = 0.999
      (recipe.generatorRate, recipe.discriminatorRate) = (1e-3, 5e-4)
    }
    return recipe
  }

  /// 64 × 64 digits: no biases, and D's gradient handed to G by hand. In a lesson the networks are
  /// narrow, and D has the penalty of small28 in place of batch norm.
  ///
  /// - Parameter published: whether a lesson is to be as published too, all but its size.
  package static func mxnet64(
    _ preset: Preset, steps: Int? = nil, published: Bool = false
  ) -> Recipe {
    let isPaper = preset == .paper
    // 100 epochs of 60,000 images.
    let usual = preset == .quick ? 20 : isPaper ? 93_700 : published ? 2_400 : 8_000
    var recipe = Recipe(
      name: "mxnet64", steps: steps ?? usual,
      batchSize: isPaper ? 64 : 32, width: isPaper ? 64 : published ? 32 : 8, finalSize: 64,
      channels: isPaper ? 3 : 1, range: .symmetric, drawing: .digits, order: .shuffled(),
      latent: Latent(.normal, size: 100),
      makeGenerator: mxnet64Generator, makeDiscriminator: mxnet64Discriminator,
      step: { training, step, x, z, asked in training.mxnetStep(step, x, z, asked) },
      optimizer: .adam, discriminatorRate: 2e-4, generatorRate: 2e-4,
      seconds: { 0.02 + 0.4 * $0.breadth })
    // The average touches no training: a lesson's samples are drawn with it, published or not.
    if !isPaper { recipe.averageDecay = 0.999 }
    if !isPaper && !published {
      (recipe.normalisesDiscriminator, recipe.penaltyWeight) = (false, 1)
      recipe.firstWeights = .level
      (recipe.generatorRate, recipe.discriminatorRate) = (1e-3, 1e-3)
    }
    return recipe
  }

  /// How many numbers go into the generator.
  package var inputs: Int { latent.size + classes }

  /// How many answers the discriminator gives.
  package var answers: Int { max(1, classes) }

  package var format: ImageFormat {
    ImageFormat(side: finalSize, channels: channels == 1 ? .gray : .rgb)
  }

  /// The share that a narrow network has of the products of a published one.
  private var breadth: Double { Double(width * width) / 4096 }

  /// What a step took when the chapter's figures were recorded, for the estimate before a run.
  package var secondsPerStep: Double { Double(batchSize) / 64 * seconds(self) }

  /// Each network's optimiser, with the figures of the sources: RMSprop as in keras28, Adam as in the
  /// other two.
  package func makeOptimizers() -> (generator: any Optimizer, discriminator: any Optimizer) {
    switch optimizer {
    case .rmsprop:
      (
        RMSProp(learningRate: generatorRate, decay: 3e-8),
        RMSProp(learningRate: discriminatorRate, decay: 6e-8)
      )
    case .adam:
      (
        Adam(learningRate: generatorRate, beta1: 0.5),
        Adam(learningRate: discriminatorRate, beta1: 0.5)
      )
    }
  }

  /// What decides the result, by name, for checkpoints and reports.
  package var facts: KeyValuePairs<String, String> {
    [
      "width": "\(width)", "finalSize": "\(finalSize)", "channels": "\(channels)",
      "latent": latent.description, "dropout": "\(dropout)",
      "block": block.rawValue, "pretraining": "\(pretraining)",
      "generatorSteps": "\(generatorSteps)", "freezeDiscriminator": "\(freezesDiscriminator)",
      "generatorNoise": generatorNoise.rawValue,
      "generatorRate": "\(generatorRate)", "discriminatorRate": "\(discriminatorRate)",
      "optimizer": optimizer.rawValue, "down": down.rawValue, "up": up.rawValue,
      "brush": brush.rawValue, "normalisesDiscriminator": "\(normalisesDiscriminator)",
      "firstWeights": firstWeights.rawValue, "penalty": "\(penaltyWeight)",
      "classes": "\(classes)",
      "average": averageDecay.map { "\($0)" } ?? "none",
    ]
  }
}

/// The order of the parts in a block of keras28's generator. One is right; the others are mistakes to
/// learn from.
package enum Block: String, CaseIterable, Sendable {
  /// Layer, batch norm, ReLU; dropout after the first block.
  case published
  /// Batch norm after ReLU.
  case reluFirst = "relu-first"
  /// Dropout before batch norm.
  case dropoutFirst = "dropout-first"
  /// No batch norm.
  case noNorm = "no-norm"
  /// No ReLU.
  case noReLU = "no-relu"
}

/// By what the gradients are followed.
package enum OptimizerChoice: String, CaseIterable, Sendable { case rmsprop, adam }

/// What G's step makes its fakes of.
package enum GeneratorNoise: String, CaseIterable, Sendable {
  /// The noise whose fakes D has just learnt from.
  case same
  /// Noise that is drawn anew.
  case fresh
}

/// How a generator makes its maps larger.
package enum WayToGrow: String, CaseIterable, Sendable {
  /// Transposed convolutions of 4 × 4 with a stride of 2.
  case strides
  /// Pixels are repeated, and a convolution of 3 × 3 follows.
  case repeats
}

/// How the last map becomes a picture.
package enum Brush: String, CaseIterable, Sendable {
  /// Each place by itself: a convolution of 1 × 1.
  case places
  /// Batch norm, ReLU, and a convolution of 3 × 3.
  case patches
}

/// How large the weights of a discriminator begin.
package enum FirstWeights: String, CaseIterable, Sendable {
  /// Normal, with a deviation of 0.02 in every layer: DCGAN's rule, which counts on batch norm.
  case small
  /// Normal, and so large that the maps begin with the same spread in every layer.
  case level
}

/// How a discriminator makes its maps smaller.
package enum WayDown: String, CaseIterable, Sendable {
  /// The convolution looks at every second place: DCGAN's way.
  case strides
  /// The convolution looks at every place, and the mean of each square of 2 × 2 goes on.
  case pooling
}
