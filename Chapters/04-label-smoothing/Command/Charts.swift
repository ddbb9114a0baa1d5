import Charts
import Foundation
import LabelSmoothing
import Lessons
import Metrics
import Runs

// What more than one recipe shows.

extension Ink {
  /// One look for a twin in every chart.
  static func ofTwin(_ index: Int) -> Ink { [.gray, .green, .purple, .ochre, .blue][index % 5] }
}

extension Chart {
  /// A metric of every twin, as lines.
  mutating func lines(
    of metric: Metric, _ recipe: Recipe, _ log: MetricLog, smoothing: Int = 1
  ) {
    for (index, labels) in recipe.labels.enumerated() {
      let (steps, values) = log.series(recipe.metric(metric, of: index))
      line(labels.title, x: steps, y: values, smoothing: smoothing, ink: .ofTwin(index))
    }
  }
}

func answersChart(_ recipe: Recipe, _ log: MetricLog) -> Drawn {
  var chart = Chart(
    "What D answers to generated samples", x: Axis("step"), y: Axis("mean answer"))
  chart.lines(of: .dFake, recipe, log, smoothing: 15)
  for labels in recipe.labels {
    chart.rule(
      y: Double(labels.middle),
      label: String(format: "%g: half-way between %@", labels.middle, labels.description))
  }
  return Drawn("answers.svg", "Each D settles half-way between its own labels.", chart)
}

func gradientsChart(_ recipe: Recipe, _ log: MetricLog) -> Drawn {
  var chart = Chart(
    "The gradient that reaches G", x: Axis("step"), y: Axis("mean length of ∇ log D", scale: .log))
  chart.lines(of: .gradientToG, recipe, log, smoothing: 5)
  return Drawn("gradients.svg", "The gradient of log D at generated samples.", chart)
}

/// The twins' logits at the end, hard labels before smoothed ones.
func logits(_ training: Training) -> Drawn {
  let inspections = Set([0, training.recipe.subject]).sorted().map {
    Inspection(of: training.twins[$0], in: training, count: 4_000)
  }
  let all = inspections.flatMap { $0.realLogits + $0.fakeLogits }.filter(\.isFinite).sorted()
  // All but the outermost thousandth.
  let low = Double(all.isEmpty ? -1 : all[all.count / 1000])
  let high = Double(all.isEmpty ? 1 : all[all.count - 1 - all.count / 1000])
  let range = low - 0.2...max(low, high) + 0.2
  let panels = inspections.map { inspection in
    var chart = Chart(
      "Labels \(inspection.labels)", x: Axis("logit of D", range: range), y: Axis("density"))
    chart.histogram(
      "real samples", samples: inspection.realLogits, bins: 50, range: range, ink: .blue)
    chart.histogram(
      "generated samples", samples: inspection.fakeLogits, bins: 50, range: range, ink: .orange)
    let label = Double(inspection.labels.real)
    let limit = log(label / (1 - label))
    if limit < range.upperBound { chart.rule(x: limit, label: String(format: "D = %g", label)) }
    return chart
  }
  return Drawn(
    "logits.svg", "The logits of D at the end, with hard labels and smoothed ones.",
    "How sure is D?", panels)
}
