import Charts
import LabelSmoothing
import Lessons
import Live
import Metrics
import Runs

/// What may change while chapter 4 runs. Each has the name of its option; the labels are those of the twin
/// that is smoothed, and no farther than where they still tell real from generated.
extension Knob where Subject == Training {
  static var realLabel: Knob {
    Knob(
      "real-label", 0.5...1, "what the smoothed twin's D is told of real samples",
      get: { $0.twins.count == 2 ? $0.subject.labels.real : nil },
      set: { $0.twins[$0.recipe.subject].labels.real = $1 })
  }
  static var fakeLabel: Knob {
    Knob(
      "fake-label", 0...0.49, "what the smoothed twin's D is told of generated samples",
      get: { $0.twins.count == 2 ? $0.subject.labels.fake : nil },
      set: { $0.twins[$0.recipe.subject].labels.fake = $1 })
  }
  static var discriminatorPace: Knob {
    Knob(
      "discriminator-pace", 0...100, shown: 0...10,
      "D's learning rate as a multiple of G's; 0 freezes it", scale: .logarithmic,
      get: { $0.recipe.discriminatorPace }, set: { $0.recipe.discriminatorPace = $1 })
  }
}

extension Training {
  package static var knobs: [Knob<Training>] { [.realLabel, .fakeLabel, .discriminatorPace] }
}

/// What a live page shows of chapter 4: the twins side by side.
struct TwinView: LiveView {
  let observer: TwinObserver
  let recipe: Recipe

  func pictures(of training: Training, log: MetricLog) throws -> [Drawn] {
    try observer.study.now(training)
  }

  var curves: [LiveCurve] {
    func ofTwins(_ metric: Metric) -> [Metric] {
      recipe.labels.indices.map { recipe.metric(metric, of: $0) }
    }
    return [
      LiveCurve("What D answers to generated samples", ofTwins(.dFake), Axis("mean answer")),
      LiveCurve(
        "Quality", ofTwins(observer.study.quality.metric),
        Axis(observer.study.quality.metric.title, scale: .log)),
      LiveCurve(
        "The gradient that reaches G", ofTwins(.gradientToG),
        Axis("mean length of ∇ log D", scale: .log)),
      LiveCurve("D's loss on real samples", ofTwins(.lossDReal), Axis("loss", unit: "nats")),
    ]
  }

  func generator(of training: Training) -> (any KeptGenerator)? {
    let twin = training.subject
    return recipe.frozenMean == nil
      ? TwinGenerator(twin.finalGenerator, recipe, labels: twin.labels.description) : nil
  }
}
