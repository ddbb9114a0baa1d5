import Datasets
import Runs
import Tensors

/// A way of training, complete. Three have names, and an option changes one part.
package struct Recipe {
  package private(set) var name: String
  package var steps: Int
  package var batchSize = 128
  package var latent: Latent
  /// Units of the hidden layers, from the input on.
  package var generatorSizes: [Int]
  package var discriminatorSizes: [Int]
  /// Whether the generator's hidden layers are normalised.
  package var batchNorm: Bool
  package var learningRate: Float
  /// The discriminator's learning rate as a multiple of that; 0 freezes it.
  package var discriminatorPace: Float
  /// Multiplies the generator's learning rate: 0 freezes it, −1 sends it the wrong way.
  package var generatorPace: Float = 1
  /// γ_R of the penalty on D's slopes; 0 for none.
  package var penaltyWeight: Float = 0
  /// The penalty is taken on every so many steps, and so many times as heavy.
  package let penaltyEvery = 4
  /// Of the average of the generator; nil for none.
  package var averageDecay: Float? = 0.999
  /// Whether the digit to draw is asked for.
  package var conditional = false
  /// Measured on two cores.
  package let secondsPerStep: Double

  /// The form in which most tutorials give it.
  package static func classic(_ preset: Preset, steps: Int? = nil) -> Recipe {
    Recipe(
      name: "classic",
      steps: steps ?? (preset == .quick ? 200 : preset == .lesson ? 3_000 : 50_000),
      latent: Latent(.normal, size: 100), generatorSizes: [256, 512, 1024],
      discriminatorSizes: [512, 256], batchNorm: false, learningRate: 2e-4, discriminatorPace: 1,
      secondsPerStep: 24e-3)
  }

  /// Smaller, faster, and with batch norm in the generator.
  package static func batchnorm(_ preset: Preset, steps: Int? = nil) -> Recipe {
    Recipe(
      name: "batchnorm",
      steps: steps ?? (preset == .quick ? 500 : preset == .lesson ? 5_000 : 25_000),
      latent: Latent(.normal, size: 32), generatorSizes: [128, 256],
      discriminatorSizes: [256, 64], batchNorm: true, learningRate: 1e-3, discriminatorPace: 0.5,
      secondsPerStep: 5.5e-3)
  }

  /// That with chapter 1's penalty on the slopes of D, with which it bears twice the rate, and twice as long.
  package static func steady(_ preset: Preset, steps: Int? = nil) -> Recipe {
    var recipe = batchnorm(preset, steps: steps ?? (preset == .lesson ? 10_000 : nil))
    recipe.name = "steady"
    recipe.learningRate = 2e-3
    recipe.penaltyWeight = 0.3
    return recipe
  }

  func makeOptimizer(pace: Float) -> Adam {
    Adam(learningRate: pace * learningRate, beta1: 0.5, beta2: 0.999)
  }

  /// What decides the result, by name, for checkpoints and reports.
  package var facts: KeyValuePairs<String, String> {
    [
      "latent": latent.description,
      "generator": generatorSizes.description, "discriminator": discriminatorSizes.description,
      "batchNorm": "\(batchNorm)", "learningRate": "\(learningRate)",
      "discriminatorPace": "\(discriminatorPace)", "penalty": "\(penaltyWeight)",
      "average": averageDecay.map { "\($0)" } ?? "none", "conditional": "\(conditional)",
    ]
  }
}
