import ArgumentParser
import Datasets
import Runs
import Tensors

/// A way of training, complete: three of them are named ``Recipe``s, and an option changes one part.
struct Settings {
  let recipe: Recipe
  var steps: Int
  var batchSize: Int
  /// Channels of the discriminator's first layer: 64 in all three sources.
  var width: Int
  /// Height and width of an image.
  var finalSize: Int
  /// 1 for gray images, 3 for colour.
  var channels: Int
  var latent: Latent
  var latentSize: Int
  /// The share of numbers that dropout sets to zero; 0 for none.
  var dropout: Float
  /// What stands in a block of keras28's generator, and in which order.
  var block = Block.published
  /// How keras28's discriminator makes its maps smaller.
  var down = WayDown.strides
  /// The first steps of keras28, in which only the discriminator learns.
  var pretraining = 0
  /// Updates of the generator for one of the discriminator.
  var generatorSteps: Int
  /// Whether the generator's step leaves the discriminator alone.
  var freezesDiscriminator = true
  var generatorRate: Float
  var discriminatorRate: Float
  var optimizer: OptimizerChoice

  init(_ recipe: Recipe, preset: Preset, steps: Int? = nil) {
    self.recipe = recipe
    let isPaper = preset == .paper
    optimizer = recipe == .keras28 ? .rmsprop : .adam
    switch recipe {
    case .keras28:
      (finalSize, channels, width) = (28, 1, isPaper ? 64 : 16)
      (latent, latentSize) = (.uniform, 100)
      batchSize = isPaper ? 256 : 64
      dropout = 0.4
      generatorSteps = 1
      (discriminatorRate, generatorRate) = (8e-4, 4e-4)
      self.steps = steps ?? (preset == .quick ? 60 : isPaper ? 2_000 : 1_000)
    case .faces64:
      (finalSize, channels, width) = (64, 3, isPaper ? 64 : 16)
      (latent, latentSize) = (.uniform, 64)
      batchSize = 64
      dropout = 0
      generatorSteps = 5
      (discriminatorRate, generatorRate) = (4e-4, 1e-4)
      self.steps = steps ?? (preset == .quick ? 20 : isPaper ? 20_000 : 640)
    case .mxnet64:
      (finalSize, channels, width) = (64, isPaper ? 3 : 1, isPaper ? 64 : 32)
      (latent, latentSize) = (.normal, 100)
      batchSize = isPaper ? 64 : 32
      dropout = 0
      generatorSteps = 1
      // A narrow G moves its output less with the same rate: see "D wins" in the chapter.
      (discriminatorRate, generatorRate) = (2e-4, isPaper ? 2e-4 : 1e-3)
      // 100 epochs of 60,000 images.
      self.steps = steps ?? (preset == .quick ? 20 : isPaper ? 93_700 : 800)
    }
  }

  /// The numbers that pixels become: keras28's generator ends in a sigmoid, the others in tanh.
  var pixelRange: PixelRange { recipe == .keras28 ? .unit : .symmetric }

  /// The source of faces64 draws each batch at random; the others go through the set.
  var order: Batches.Order { recipe == .faces64 ? .withReplacement : .shuffled() }

  /// Each network's optimiser, with the figures of the sources: RMSprop as in keras28, Adam as in the
  /// other two.
  func makeOptimizers() -> (generator: any Optimizer, discriminator: any Optimizer) {
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

  /// The settings by name, for checkpoints and reports.
  var facts: KeyValuePairs<String, String> {
    [
      "width": "\(width)", "finalSize": "\(finalSize)", "channels": "\(channels)",
      "latent": "\(latent.rawValue), \(latentSize) numbers", "dropout": "\(dropout)",
      "block": block.rawValue, "pretraining": "\(pretraining)",
      "generatorSteps": "\(generatorSteps)", "freezeDiscriminator": "\(freezesDiscriminator)",
      "generatorRate": "\(generatorRate)", "discriminatorRate": "\(discriminatorRate)",
      "optimizer": optimizer.rawValue, "down": down.rawValue,
    ]
  }
}

enum Recipe: String, CaseIterable, ExpressibleByArgument {
  /// 28 × 28 digits: dropout, upsampling and RMSprop.
  case keras28
  /// 64 × 64 colour faces: five updates of G for one of D.
  case faces64
  /// 64 × 64 digits: no biases, and D's gradient handed to G by hand.
  case mxnet64
}

/// The order of the parts in a block of keras28's generator. One is right; the others are mistakes to
/// learn from.
enum Block: String, CaseIterable, ExpressibleByArgument {
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
enum OptimizerChoice: String, CaseIterable, ExpressibleByArgument { case rmsprop, adam }

/// How a discriminator makes its maps smaller.
enum WayDown: String, CaseIterable, ExpressibleByArgument {
  /// The convolution looks at every second place: DCGAN's way.
  case strides
  /// The convolution looks at every place, and the mean of each square of 2 × 2 goes on.
  case pooling
}

/// What noise the generator starts from.
enum Latent: String, CaseIterable, ExpressibleByArgument {
  /// N(0, 1).
  case normal
  /// Uniform on (−1, 1).
  case uniform

  /// Noise for `count` samples, `[count, size]`.
  func callAsFunction(_ count: Int, _ size: Int, using stream: inout RandomStream) -> Tensor {
    switch self {
    case .normal: .normal([count, size], using: &stream)
    case .uniform: .uniform([count, size], from: -1, to: 1, using: &stream)
    }
  }
}
