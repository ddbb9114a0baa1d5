import ArgumentParser
import Foundation
import Runs
import Tensors

/// A way of training, complete: three of them are named ``Recipe``s, and an option changes one part.
struct Settings {
  let recipe: Recipe
  var steps: Int
  var batchSize: Int
  /// What the discriminators are told, one pair of labels for each twin.
  var labels: [Labels]
  var learningRate: Float
  /// The discriminator's learning rate as a multiple of that; 0 freezes it.
  var discriminatorPace: Float = 1
  /// The generator's, likewise: 0 freezes it, −1 sends it the wrong way.
  var generatorPace: Float = 1
  /// Updates of the discriminator in a step.
  var discriminatorSteps = 1
  /// γ of chapter 1's slope penalty; 0 for none.
  var penaltyWeight: Float = 0
  /// Of the generator's averaged parameters; `nil` for none.
  var averageDecay: Float?
  /// The mean of the numbers that the frozen generator of `optimum` makes.
  var fakeMean: Float = 1

  init(_ recipe: Recipe, preset: Preset, steps: Int? = nil) {
    self.recipe = recipe
    let isQuick = preset == .quick
    let isPaper = preset == .paper
    switch recipe {
    case .optimum:
      self.steps = steps ?? (isQuick ? 1_000 : isPaper ? 20_000 : 3_000)
      batchSize = 1_000
      labels = [
        .hard, Labels(real: 0.9), Labels(real: 0.875), Labels(real: 0.75),
        Labels(real: 0.875, fake: 0.125),
      ]
      learningRate = 1e-2
    case .line:
      self.steps = steps ?? (isQuick ? 1_000 : isPaper ? 10_000 : 5_000)
      batchSize = 200
      labels = [.hard, Labels(real: 0.9)]
      learningRate = 1e-3
      discriminatorSteps = 2
      penaltyWeight = 0.1
      averageDecay = 1 - 5 / Float(max(10, self.steps))
    case .digits:
      self.steps = steps ?? (isQuick ? 300 : isPaper ? 25_000 : 3_000)
      batchSize = 128
      labels = [.hard, Labels(real: 0.9)]
      learningRate = 1e-3
      discriminatorPace = 0.5
    }
  }

  /// The twin that a run is about: the one that is smoothed, if there is one.
  var subject: Int { min(1, labels.count - 1) }

  /// What stands behind a metric's name for each twin: nothing for the subject, `Hard` for hard
  /// labels, and the labels in thousandths for others, such as `Real875Fake125`.
  func suffix(of twin: Int) -> String {
    let labels = labels[twin]
    if twin == subject { return "" }
    if labels == .hard { return "Hard" }
    return "Real\(thousandths(labels.real))Fake\(thousandths(labels.fake))"
  }

  private func thousandths(_ label: Float) -> Int { Int((label * 1000).rounded()) }

  /// The learning rate of a player at its update 0, 1, …. On the line it falls to zero over the second
  /// half, as in chapter 1; on digits it stays, as in chapter 2.
  func rate(pace: Float, update: Int, of updates: Int) -> Float {
    let schedule: LearningRate =
      recipe == .digits
      ? .constant(learningRate)
      : .linear(initial: learningRate, from: updates / 2, to: updates)
    return pace * schedule(update)
  }

  /// Noise for `count` samples: chapter 1's for the line, chapter 2's for digits.
  func latent(_ count: Int, using stream: inout RandomStream) -> Tensor {
    switch recipe {
    case .optimum: .normal([count, 1], using: &stream)
    case .line: .uniform([count, 1], from: -1, to: 1, using: &stream)
    case .digits: .normal([count, 32], using: &stream)
    }
  }

  /// The settings by name, for checkpoints and reports.
  var facts: KeyValuePairs<String, String> {
    [
      "labels": labels.map(\.description).joined(separator: "; "),
      "learningRate": "\(learningRate)", "discriminatorPace": "\(discriminatorPace)",
      "fakeMean": recipe == .optimum ? "\(fakeMean)" : "learnt",
    ]
  }
}

enum Recipe: String, CaseIterable, ExpressibleByArgument {
  /// A frozen generator: only the discriminators learn, and the best one is known.
  case optimum
  /// The `reliable` GAN of chapter 1.
  case line
  /// The `batchnorm` GAN of chapter 2.
  case digits
}

extension Labels: CustomStringConvertible {
  var description: String { String(format: "%g and %g", real, fake) }
}
