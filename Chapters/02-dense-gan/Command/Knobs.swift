import Charts
import Datasets
import DenseGAN
import Lessons
import Live
import Metrics
import Runs

/// What may change while chapter 2 runs. Each has the name of its option.
extension Knob where Subject == Training {
  static var learningRate: Knob {
    Knob(
      "learning-rate", 0...1, shown: 0...0.1, "Adam's learning rate; D's is a multiple of it",
      scale: .logarithmic, get: { $0.recipe.learningRate },
      set: {
        $0.recipe.learningRate = $1
        $0.setRates()
      })
  }
  static var discriminatorPace: Knob {
    Knob(
      "discriminator-pace", 0...100, shown: 0...10,
      "D's learning rate as a multiple of G's; 0 freezes it", scale: .logarithmic,
      get: { $0.recipe.discriminatorPace },
      set: {
        $0.recipe.discriminatorPace = $1
        $0.setRates()
      })
  }
  static var penalty: Knob {
    Knob(
      "penalty", 0...1000, shown: 0...100, "weight of the penalty on D's slopes",
      scale: .logarithmic,
      get: { $0.recipe.penaltyWeight }, set: { $0.recipe.penaltyWeight = $1 })
  }
}

extension Training {
  package static var knobs: [Knob<Training>] { [.learningRate, .discriminatorPace, .penalty] }

  fileprivate mutating func setRates() {
    generatorOptimizer.learningRate = recipe.generatorPace * recipe.learningRate
    discriminatorOptimizer.learningRate = recipe.discriminatorPace * recipe.learningRate
  }
}

/// What a live page shows of chapter 2.
struct DenseView: LiveView {
  let observer: DenseObserver
  let recipe: Recipe
  let images: ImageSet

  func pictures(of training: Training, log: MetricLog) throws -> [Drawn] {
    try observer.now(training)
  }

  let curves = LiveCurve.ofPictures

  func generator(of training: Training) -> (any KeptGenerator)? {
    DenseGenerator(training.finalGenerator, recipe, for: images.classNames)
  }
}
