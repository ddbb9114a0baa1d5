import Charts
import Datasets
import Lessons
import Live
import Metrics
import Runs
import ToyGAN

/// What may change while chapter 1 runs. Each has the name of its option.
extension Knob where Subject == Training {
  static var generatorRate: Knob {
    rate("generator-rate", "G's learning rate, before it falls", \.generatorPace)
  }
  static var discriminatorRate: Knob {
    rate(
      "discriminator-rate", "D's learning rate, before it falls; 0 freezes it", \.discriminatorPace)
  }
  static var penalty: Knob {
    Knob(
      "penalty", 0...1_000_000, shown: 0...100, "weight of the penalty on D's slope",
      scale: .logarithmic,
      get: { $0.recipe.penaltyWeight }, set: { $0.recipe.penaltyWeight = $1 })
  }

  private static func rate(
    _ name: String, _ words: String, _ pace: WritableKeyPath<Recipe, Float>
  ) -> Knob {
    Knob(
      name, 0...1, shown: 0...0.1, words, scale: .logarithmic,
      get: { $0.recipe[keyPath: pace] * $0.recipe.initialRate },
      set: { $0.recipe[keyPath: pace] = $1 / $0.recipe.initialRate })
  }

  static var realMean: Knob {
    real("real-mean", -100...100, -4...4, "mean of the real numbers", \.mean)
  }
  static var realStd: Knob {
    real("real-std", 0.01...100, 0.1...2, "standard deviation of the real numbers", \.std)
  }
  static var secondShare: Knob {
    real("second-share", 0...0.9, 0...0.9, "share of a second hill of real numbers", \.share)
  }
  static var secondMean: Knob {
    real("second-mean", -100...100, -4...4, "mean of the second hill", \.secondMean)
  }
  static var secondStd: Knob {
    real("second-std", 0.01...100, 0.1...2, "standard deviation of the second hill", \.secondStd)
  }

  private static func real(
    _ name: String, _ range: ClosedRange<Float>, _ shown: ClosedRange<Float>, _ words: String,
    _ path: WritableKeyPath<Hills, Float>
  ) -> Knob {
    Knob(
      name, range, shown: shown, words,
      get: { training in
        guard let hills = Hills(training.real) else { return nil }
        // There is nothing to move before there is a second hill.
        if hills.share == 0, path == \.secondMean || path == \.secondStd { return nil }
        return hills[keyPath: path]
      },
      set: { training, value in
        guard var hills = Hills(training.real) else { return }
        hills[keyPath: path] = value
        training.real = hills.distribution
      })
  }
}

extension Training {
  package static var knobs: [Knob<Training>] {
    [
      .generatorRate, .discriminatorRate, .penalty, .realMean, .realStd, .secondShare, .secondMean,
      .secondStd,
    ]
  }
}

/// Real numbers of one hill, or of two.
struct Hills {
  var mean: Float
  var std: Float
  /// 0 without a second hill.
  var share: Float = 0
  var secondMean: Float = 2
  var secondStd: Float = 0.5

  init(mean: Float, std: Float) { (self.mean, self.std) = (mean, std) }

  /// Nil of numbers with more hills, or none.
  init?(_ real: Distribution) {
    let components = real.components
    guard let first = components.first, components.count <= 2 else { return nil }
    self.init(mean: Float(first.mean), std: Float(first.standardDeviation))
    guard components.count == 2 else { return }
    let second = components[1]
    share = Float(second.weight)
    (secondMean, secondStd) = (Float(second.mean), Float(second.standardDeviation))
  }

  var distribution: Distribution {
    func hill(_ weight: Float, _ mean: Float, _ std: Float) -> Distribution.Component? {
      try? Distribution.Component(
        weight: Double(weight), mean: Double(mean), standardDeviation: Double(std))
    }
    // A weight of 0 is no component.
    return Distribution(
      mixing: [hill(1 - share, mean, std), hill(share, secondMean, secondStd)].compactMap { $0 })
  }
}

/// What a live page shows of chapter 1.
struct ToyView: LiveView {
  let observer: ToyObserver

  func pictures(of training: Training, log: MetricLog) -> [Drawn] { observer.now(training) }

  let curves = [
    LiveCurve(
      "Distance of the generated numbers from the real ones", [.w1Unaveraged, .w1],
      Axis("Wasserstein-1", scale: .log)),
    LiveCurve("Losses", [.lossD, .lossG], Axis("loss", unit: "nats")),
    LiveCurve("What D says", [.dReal, .dFake], Axis("mean answer", range: 0...1)),
  ]
}
