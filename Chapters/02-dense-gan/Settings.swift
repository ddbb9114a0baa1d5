import ArgumentParser
import Runs
import Tensors

/// A way of training, complete: two of them are named ``Recipe``s, and an option changes one part.
struct Settings {
  var steps: Int
  var batchSize = 128
  var latent = Latent.normal
  var latentSize: Int
  /// Units of the hidden layers, from the input on.
  var generatorSizes: [Int]
  var discriminatorSizes: [Int]
  /// Whether the generator's hidden layers are normalised.
  var batchNorm: Bool
  var learningRate: Float
  /// The discriminator's learning rate as a multiple of that; 0 freezes it.
  var discriminatorPace: Float
  /// Multiplies the generator's learning rate: 0 freezes it, −1 sends it the wrong way.
  var generatorPace: Float = 1

  init(_ recipe: Recipe, preset: Preset, steps: Int? = nil) {
    switch recipe {
    case .classic:
      latentSize = 100
      generatorSizes = [256, 512, 1024]
      discriminatorSizes = [512, 256]
      batchNorm = false
      learningRate = 2e-4
      discriminatorPace = 1
      self.steps = steps ?? (preset == .quick ? 200 : preset == .lesson ? 3_000 : 50_000)
    case .batchnorm:
      latentSize = 32
      generatorSizes = [128, 256]
      discriminatorSizes = [256, 64]
      batchNorm = true
      learningRate = 1e-3
      discriminatorPace = 0.5
      self.steps = steps ?? (preset == .quick ? 500 : preset == .lesson ? 5_000 : 25_000)
    }
  }

  func makeOptimizer(pace: Float) -> Adam {
    Adam(learningRate: pace * learningRate, beta1: 0.5, beta2: 0.999)
  }

  /// The settings by name, for checkpoints and reports.
  var facts: KeyValuePairs<String, String> {
    [
      "latent": "\(latent.rawValue), \(latentSize) numbers",
      "generator": generatorSizes.description, "discriminator": discriminatorSizes.description,
      "batchNorm": "\(batchNorm)", "learningRate": "\(learningRate)",
      "discriminatorPace": "\(discriminatorPace)",
    ]
  }
}

enum Recipe: String, CaseIterable, ExpressibleByArgument {
  /// The form in which most tutorials give it.
  case classic
  /// Smaller, faster, and with batch norm in the generator.
  case batchnorm
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
