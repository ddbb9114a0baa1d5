import Charts
import DCGAN
import Lessons
import Live
import Runs
import Tensors

/// What may change while chapter 3 runs. Each has the name of its option.
extension Knob where Subject == Training {
  static var generatorRate: Knob {
    Knob(
      "generator-rate", 0...1, shown: 0...0.1, "G's learning rate", scale: .logarithmic,
      get: { $0.recipe.generatorRate },
      set: {
        $0.recipe.generatorRate = $1
        $0.generatorOptimizer.learningRate = $1
        $0.stackedOptimizer.learningRate = $1
      })
  }
  static var discriminatorRate: Knob {
    Knob(
      "discriminator-rate", 0...1, shown: 0...0.1, "D's learning rate; 0 freezes it",
      scale: .logarithmic,
      get: { $0.recipe.discriminatorRate },
      set: {
        $0.recipe.discriminatorRate = $1
        $0.discriminatorOptimizer.learningRate = $1
      })
  }
  static var penalty: Knob {
    Knob(
      "penalty", 0...1000, shown: 0...100, "weight of the penalty on D's slopes",
      scale: .logarithmic,
      get: { $0.recipe.hasPenalty ? $0.recipe.penaltyWeight : nil },
      set: { $0.recipe.penaltyWeight = $1 })
  }
  static var dropout: Knob {
    Knob(
      "dropout", 0...0.999, "share of numbers that dropout sets to zero",
      get: { $0.recipe.name == "keras28" ? $0.recipe.dropout : nil },
      set: {
        $0.recipe.dropout = $1
        $0.generator.setDropout($1)
        $0.discriminator.setDropout($1)
      })
  }
  static var generatorSteps: Knob {
    Knob(
      "generator-steps", 1...100, shown: 1...10, "updates of G for one of D", scale: .whole,
      get: { $0.recipe.repeatsGenerator ? Float($0.recipe.generatorSteps) : nil },
      set: { $0.recipe.generatorSteps = Int($1) })
  }
}

extension Training {
  package static var knobs: [Knob<Training>] {
    [.generatorRate, .discriminatorRate, .penalty, .dropout, .generatorSteps]
  }
}

extension Recipe {
  /// Whether its step takes the penalty on D's slopes.
  fileprivate var hasPenalty: Bool {
    name == "small28" || name == "faces64" && !normalisesDiscriminator
  }

  /// Whether G may make several updates for one of D.
  fileprivate var repeatsGenerator: Bool {
    name == "mxnet64" || name == "faces64" && normalisesDiscriminator
  }
}

extension Sequential {
  fileprivate mutating func setDropout(_ rate: Float) {
    for index in layers.indices {
      guard var dropout = layers[index] as? Dropout else { continue }
      dropout.rate = rate
      layers[index] = dropout
    }
  }
}

/// What a live page shows of chapter 3.
struct DCGANView: LiveView {
  let observer: DCGANObserver

  func pictures(of training: Training, log: MetricLog) throws -> [Drawn] {
    try observer.now(training)
  }

  let curves = LiveCurve.ofPictures

  func generator(of training: Training) -> (any KeptGenerator)? {
    DCGenerator(training.finalGenerator, training.recipe, for: training.images.classNames)
  }
}
