import Charts
import Lessons
import Live
import Metrics
import Runs
import WGAN

/// What may change while chapter 5 runs. Each has the name of its option.
extension Knob where Subject == Training {
  static var criticRate: Knob {
    Knob(
      "critic-rate", 0...1, shown: 0...0.1,
      "the critic's learning rate, before it falls; 0 freezes it",
      scale: .logarithmic,
      get: { $0.recipe.criticRate }, set: { $0.recipe.criticRate = $1 })
  }
  static var generatorRate: Knob {
    Knob(
      "generator-rate", 0...1, shown: 0...0.1, "G's learning rate, before it falls",
      scale: .logarithmic,
      get: { $0.recipe.generatorRate }, set: { $0.recipe.generatorRate = $1 })
  }
  static var criticSteps: Knob {
    Knob(
      "critic-steps", 1...1_000, shown: 1...20, "updates of the critic for one of G", scale: .whole,
      get: { $0.recipe.generatorLoss == nil ? nil : Float($0.recipe.criticSteps) },
      set: { $0.recipe.criticSteps = Int($1) })
  }
  static var clipValue: Knob {
    Knob(
      "clip-value", 1e-6...1e3, shown: 0.001...1, "every weight of the critic stays within ± this",
      scale: .logarithmic,
      get: { $0.recipe.clipValue }, set: { $0.recipe.clipValue = $1 })
  }
  /// λ of gp, or γ of modern.
  static var penaltyWeight: Knob {
    Knob(
      "penalty-weight", 0...1_000_000, shown: 0...100,
      "weight of the penalty on the critic's slope",
      scale: .logarithmic,
      get: {
        $0.recipe.generatorLoss == nil
          ? $0.recipe.slopePenaltyWeight
          : $0.recipe.name == "gp" ? $0.recipe.gradientPenaltyWeight : nil
      },
      set: {
        if $0.recipe.generatorLoss == nil {
          $0.recipe.slopePenaltyWeight = $1
        } else {
          $0.recipe.gradientPenaltyWeight = $1
        }
      })
  }
}

extension Training {
  package static var knobs: [Knob<Training>] {
    [.criticRate, .generatorRate, .criticSteps, .clipValue, .penaltyWeight]
  }
}

/// What a live page shows of chapter 5.
struct WGANView: LiveView {
  let observer: WGANObserver

  func pictures(of training: Training, log: MetricLog) throws -> [Drawn] {
    try observer.scene.now(training)
  }

  var curves: [LiveCurve] {
    let words = observer.words
    return [
      LiveCurve("What the critic says", [words.estimate], Axis("real scores − generated scores")),
      LiveCurve(
        "How far the samples are from real ones", [observer.scene.judge.distance],
        Axis(observer.scene.distanceTitle, scale: .log)),
      LiveCurve("How many samples can be read", [.legible], Axis("legible share", range: 0...1)),
      LiveCurve("Losses", [words.lossD, words.lossG], Axis("loss")),
    ]
  }

  func generator(of training: Training) -> (any KeptGenerator)? {
    WGANGenerator(training.finalGenerator, training.recipe)
  }
}
