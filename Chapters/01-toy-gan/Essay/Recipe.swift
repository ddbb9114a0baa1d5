import Runs
import Tensors

/// A way of training, complete. Two have names, and an option changes one part.
package struct Recipe {
  package let name: String
  package var steps: Int
  package var batchSize = 200
  /// Units in each of the two hidden layers.
  package var hidden: Int
  package var weights: InitialWeights
  /// Whether the discriminator gets the mean and standard deviation of the batch.
  package var seesBatch: Bool
  /// γ of the slope penalty; 0 for none.
  package var penaltyWeight: Float
  package var optimizer: OptimizerChoice
  /// Whether learning rates go down the tutorial's stairs, or fall to zero over the second half.
  let staircase: Bool
  package let discriminatorLoss: (_ realLogits: Tensor, _ fakeLogits: Tensor) -> Tensor
  package let generatorLoss: (_ fakeLogits: Tensor) -> Tensor
  /// Of the average of the generator's parameters; nil for none.
  package var averageDecay: Float?
  /// Multiplies the learning rate of a player: 0 freezes it, −1 sends it the wrong way.
  package var generatorPace: Float = 1
  package var discriminatorPace: Float = 1
  /// Measured on two cores.
  package let secondsPerStep: Double

  /// The published tutorial, to the letter.
  package static func published(_ preset: Preset, steps: Int? = nil) -> Recipe {
    Recipe(
      name: "published", steps: steps ?? (preset == .quick ? 2_000 : 10_000), hidden: 6,
      weights: .unit, seesBatch: false, penaltyWeight: 0, optimizer: .momentum, staircase: true,
      discriminatorLoss: publishedDiscriminatorLoss, generatorLoss: publishedGeneratorLoss,
      averageDecay: nil, secondsPerStep: 0.11e-3)
  }

  /// What it takes to get there from every seed.
  package static func reliable(_ preset: Preset, steps: Int? = nil) -> Recipe {
    let steps = steps ?? (preset == .quick ? 1_000 : preset == .lesson ? 5_000 : 10_000)
    return Recipe(
      name: "reliable", steps: steps, hidden: 16, weights: .glorot, seesBatch: true,
      penaltyWeight: 0.1, optimizer: .adam, staircase: false,
      discriminatorLoss: minimaxLoss, generatorLoss: nonSaturatingLoss,
      // A fifth of the run: a thousand of the lesson's steps.
      averageDecay: 1 - 5 / Float(max(10, steps)), secondsPerStep: 0.33e-3)
  }

  func makeOptimizer() -> any Optimizer {
    switch optimizer {
    case .momentum: SGD(learningRate: initialRate, momentum: 0.6)
    case .adam: Adam(learningRate: initialRate, beta1: 0.5, beta2: 0.999)
    }
  }

  package var initialRate: Float { optimizer == .momentum ? 0.01 : 1e-3 }

  /// The generator's learning rate at its update 0, 1, ….
  package func generatorRate(_ update: Int) -> Float {
    generatorPace * schedule(updates: steps)(update)
  }

  /// The discriminator's, which makes two updates in a step. The published staircase goes down every
  /// `steps` / 4 updates of the player's own: four stairs for the generator, eight for the
  /// discriminator.
  package func discriminatorRate(_ update: Int) -> Float {
    discriminatorPace * schedule(updates: 2 * steps)(update)
  }

  private func schedule(updates: Int) -> LearningRate {
    staircase
      ? .exponential(
        initial: initialRate, factor: 0.95, period: max(1, steps / 4), staircase: true)
      : .linear(initial: initialRate, from: updates / 2, to: updates)
  }

  /// What decides the result, by name, for checkpoints and reports.
  package var facts: KeyValuePairs<String, String> {
    [
      "hidden": "\(hidden)", "init": weights.rawValue, "optimizer": optimizer.rawValue,
      "penalty": "\(penaltyWeight)", "batchStatistics": "\(seesBatch)",
      "averageDecay": averageDecay.map { "\($0)" } ?? "none",
      "generatorPace": "\(generatorPace)", "discriminatorPace": "\(discriminatorPace)",
    ]
  }
}

package enum OptimizerChoice: String, CaseIterable { case momentum, adam }

/// The initial weights, which the published tutorial leaves open.
package enum InitialWeights: String, CaseIterable {
  /// Truncated normal, standard deviation 0.1.
  case small
  /// Glorot's uniform, which keeps the variance through the layers.
  case glorot
  /// N(0, 0.5).
  case half
  /// N(0, 1), with biases of 0.1.
  case unit

  var initializer: Initializer {
    switch self {
    case .small: .truncatedNormal(standardDeviation: 0.1)
    case .glorot: .glorotUniform
    case .half: .normal(standardDeviation: 0.5)
    case .unit: .normal(standardDeviation: 1)
    }
  }

  var bias: Initializer { .constant(self == .unit ? 0.1 : 0) }
}
