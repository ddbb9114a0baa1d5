import Datasets
import Foundation
import Runs
import Tensors

/// A way of training, complete. Three have names, and an option changes one part.
package struct Recipe {
  package let name: String
  package var steps: Int
  package var batchSize: Int
  /// What the discriminators are told, one pair of labels for each twin.
  package var labels: [Labels]
  package let latent: Latent
  package let makeGenerator: (_ weights: inout RandomStream) -> Generator
  let makeDiscriminator: (_ weights: inout RandomStream) -> Discriminator
  /// The mean of the numbers that a frozen generator makes; nil of one that learns.
  package var frozenMean: Float?
  package var learningRate: Float
  /// Whether the learning rates fall to zero over the second half, as in chapter 1.
  let ratesFall: Bool
  /// The discriminator's learning rate as a multiple of that; 0 freezes it.
  package var discriminatorPace: Float = 1
  /// The generator's, likewise: 0 freezes it, −1 sends it the wrong way.
  package var generatorPace: Float = 1
  /// Updates of the discriminator in a step.
  var discriminatorSteps = 1
  /// γ of chapter 1's slope penalty; 0 for none.
  var penaltyWeight: Float = 0
  /// Of the average of the generator's parameters; nil for none.
  package var averageDecay: Float?
  /// Of one twin, measured on two cores.
  let secondsPerTwin: Double

  /// Only the discriminators learn, against a generator that makes N(`fakeMean`, 1): the best answers
  /// are known.
  package static func optimum(
    _ preset: Preset, steps: Int? = nil, fakeMean: Float = 1
  ) -> Recipe {
    Recipe(
      name: "optimum",
      steps: steps ?? (preset == .quick ? 1_000 : preset == .lesson ? 3_000 : 20_000),
      batchSize: 1_000,
      labels: [
        .hard, Labels(real: 0.9), Labels(real: 0.875), Labels(real: 0.75),
        Labels(real: 0.875, fake: 0.125),
      ],
      latent: Latent(.normal, size: 1), makeGenerator: { _ in Generator.frozen(at: fakeMean) },
      makeDiscriminator: Discriminator.ofNumbers, frozenMean: fakeMean, learningRate: 1e-2,
      ratesFall: true, secondsPerTwin: 0.7e-3)
  }

  /// The `reliable` GAN of chapter 1.
  package static func line(_ preset: Preset, steps: Int? = nil) -> Recipe {
    let steps = steps ?? (preset == .quick ? 1_000 : preset == .lesson ? 5_000 : 10_000)
    return Recipe(
      name: "line", steps: steps, batchSize: 200, labels: [.hard, Labels(real: 0.9)],
      latent: Latent(.uniform, size: 1), makeGenerator: Generator.ofNumbers,
      makeDiscriminator: Discriminator.ofNumbersInBatches, learningRate: 1e-3, ratesFall: true,
      discriminatorSteps: 2, penaltyWeight: 0.1, averageDecay: 1 - 5 / Float(max(10, steps)),
      secondsPerTwin: 0.4e-3)
  }

  /// The `batchnorm` GAN of chapter 2.
  package static func digits(_ preset: Preset, steps: Int? = nil) -> Recipe {
    Recipe(
      name: "digits",
      steps: steps ?? (preset == .quick ? 300 : preset == .lesson ? 3_000 : 25_000),
      batchSize: 128, labels: [.hard, Labels(real: 0.9)], latent: Latent(.normal, size: 32),
      makeGenerator: Generator.ofDigits, makeDiscriminator: Discriminator.ofDigits,
      learningRate: 1e-3, ratesFall: false, discriminatorPace: 0.5, secondsPerTwin: 6.5e-3)
  }

  func makeOptimizer() -> Adam { Adam(learningRate: learningRate, beta1: 0.5, beta2: 0.999) }

  /// The generator's learning rate at its update 0, 1, ….
  func generatorRate(_ update: Int) -> Float {
    generatorPace * schedule(updates: steps)(update)
  }

  /// The discriminator's, at its own updates.
  func discriminatorRate(_ update: Int) -> Float {
    discriminatorPace * schedule(updates: discriminatorSteps * steps)(update)
  }

  private func schedule(updates: Int) -> LearningRate {
    ratesFall
      ? .linear(initial: learningRate, from: updates / 2, to: updates) : .constant(learningRate)
  }

  package var secondsPerStep: Double { secondsPerTwin * Double(labels.count) }

  /// What decides the result, by name, for checkpoints and reports.
  package var facts: KeyValuePairs<String, String> {
    [
      "labels": labels.map(\.description).joined(separator: "; "),
      "learningRate": "\(learningRate)", "discriminatorPace": "\(discriminatorPace)",
      "fakeMean": frozenMean.map { "\($0)" } ?? "learnt",
    ]
  }
}

extension Labels: CustomStringConvertible {
  package var description: String { String(format: "%g and %g", real, fake) }
}
