import Charts
import Lessons
import Metrics
import Runs

/// The course of a run: quality beside the losses, and D's answers.
func charts(_ log: MetricLog) -> [Drawn] {
  [
    Drawn(
      "quality.svg", "Quality and the losses: they tell different stories.",
      "Does the loss tell quality?", [quality(log), losses(log)]),
    Drawn(
      "accuracy.svg", "At one half D would be guessing; at 1 it would never be fooled.",
      accuracy(log)),
  ]
}

private func quality(_ log: MetricLog) -> Chart {
  let (steps, ratios) = log.series(.frechetRatio)
  var chart = Chart(
    "How far the samples are from real digits", x: Axis("step"),
    y: Axis("Fréchet distance ÷ trace", scale: .log))
  chart.line("samples", x: steps, y: ratios, ink: .purple)
  chart.addLegible(log)
  return chart
}

private func losses(_ log: MetricLog) -> Chart {
  var chart = Chart("The losses", x: Axis("step"), y: Axis("loss", unit: "nats"))
  for (name, metric, ink) in [
    ("discriminator", Metric.lossD, Ink.green), ("generator", .lossG, .orange),
  ] {
    let (steps, values) = log.series(metric)
    chart.line(name, x: steps, y: values, smoothing: 15, ink: ink)
  }
  chart.rule(y: 1.386294, label: "ln 4: D at ½")
  chart.rule(y: 0.693147, label: "ln 2: G at ½")
  return chart
}

private func accuracy(_ log: MetricLog) -> Chart {
  var chart = Chart(
    "How often D is right, and what it answers", x: Axis("step"),
    y: Axis("share", range: 0...1))
  for (name, metric, ink) in [
    ("accuracy", Metric.accuracy, Ink.green), ("D on real", .dReal, .blue),
    ("D on generated", .dFake, .orange),
  ] {
    let (steps, values) = log.series(metric)
    chart.line(name, x: steps, y: values, smoothing: 15, ink: ink)
  }
  chart.rule(y: 0.5, label: "½: guessing")
  return chart
}
