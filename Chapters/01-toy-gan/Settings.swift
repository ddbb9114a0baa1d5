import ArgumentParser
import Runs
import Tensors

/// A way of training, complete: two of them are named ``Recipe``s, and an option changes one part.
struct Settings {
  var steps: Int
  var batchSize = 200
  var hidden: Int
  var weights: InitialWeights
  /// Whether the discriminator gets the mean and standard deviation of the batch.
  var seesBatch: Bool
  /// γ of the slope penalty; 0 for none.
  var penaltyWeight: Float
  var optimizer: OptimizerChoice
  /// Multiplies the learning rate of a player: 0 freezes it, −1 sends it the wrong way.
  var generatorPace: Float = 1
  var discriminatorPace: Float = 1
  var averageDecay: Float?
  /// Whether losses and learning rates are those of the published tutorial.
  var publishedForm: Bool

  init(_ recipe: Recipe, preset: Preset, steps: Int? = nil) {
    switch recipe {
    case .published:
      self.steps = steps ?? (preset == .quick ? 2_000 : 10_000)
      hidden = 6
      weights = .unit
      seesBatch = false
      penaltyWeight = 0
      optimizer = .momentum
      averageDecay = nil
      publishedForm = true
    case .reliable:
      self.steps = steps ?? (preset == .quick ? 1_000 : preset == .lesson ? 5_000 : 10_000)
      hidden = 16
      weights = .glorot
      seesBatch = true
      penaltyWeight = 0.1
      optimizer = .adam
      // A fifth of the run: a thousand of the lesson's steps.
      averageDecay = 1 - 5 / Float(max(10, self.steps))
      publishedForm = false
    }
  }

  /// The settings by name, for checkpoints and reports.
  var facts: KeyValuePairs<String, String> {
    [
      "hidden": "\(hidden)", "init": weights.rawValue, "optimizer": optimizer.rawValue,
      "penalty": "\(penaltyWeight)", "batchStatistics": "\(seesBatch)",
      "averageDecay": averageDecay.map { "\($0)" } ?? "none",
    ]
  }

  func dense(
    _ inputs: Int, _ outputs: Int, _ activation: Activation, using stream: inout RandomStream
  ) -> Dense {
    Dense(
      inputs: inputs, outputs: outputs, activation: activation, weights: weights.initializer,
      bias: .constant(weights == .unit ? 0.1 : 0), using: &stream)
  }

  func makeOptimizer() -> any Optimizer {
    switch optimizer {
    case .momentum: SGD(learningRate: initialRate, momentum: 0.6)
    case .adam: Adam(learningRate: initialRate, beta1: 0.5, beta2: 0.999)
    }
  }

  private var initialRate: Float { optimizer == .momentum ? 0.01 : 1e-3 }

  /// The generator's learning rate at its update 0, 1, ….
  func generatorRate(_ update: Int) -> Float {
    generatorPace * schedule(updates: steps)(update)
  }

  /// The discriminator's, which makes two updates in a step. The published staircase goes down every
  /// `steps` / 4 updates of the player's own: four stairs for the generator, eight for the
  /// discriminator.
  func discriminatorRate(_ update: Int) -> Float {
    discriminatorPace * schedule(updates: 2 * steps)(update)
  }

  private func schedule(updates: Int) -> LearningRate {
    publishedForm
      ? .exponential(
        initial: initialRate, factor: 0.95, period: max(1, steps / 4), staircase: true)
      : .linear(initial: initialRate, from: updates / 2, to: updates)
  }

  /// The tutorial makes 1 − mean(log D(x) + log(1 − D(G(z)))) small: the same loss but for the 1, as
  /// long as D does not round to 0 or 1.
  func discriminatorLoss(realLogits: Tensor, fakeLogits: Tensor) -> Tensor {
    guard publishedForm else {
      return minimaxLoss(realLogits: realLogits, fakeLogits: fakeLogits)
    }
    return 1 - (realLogits.sigmoid().log() + (1 - fakeLogits.sigmoid()).log()).mean()
  }

  /// The tutorial makes 1 − mean(log D(G(z))) small.
  func generatorLoss(fakeLogits: Tensor) -> Tensor {
    guard publishedForm else { return nonSaturatingLoss(fakeLogits: fakeLogits) }
    return 1 - fakeLogits.sigmoid().log().mean()
  }
}

enum Recipe: String, CaseIterable, ExpressibleByArgument {
  /// The published tutorial, to the letter.
  case published
  /// What it takes to get there from every seed.
  case reliable
}

enum OptimizerChoice: String, CaseIterable, ExpressibleByArgument { case momentum, adam }

/// The initial weights, which the published tutorial leaves open.
enum InitialWeights: String, CaseIterable, ExpressibleByArgument {
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
}
