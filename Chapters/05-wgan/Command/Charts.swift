import Charts
import Lessons
import Metrics
import Runs

/// The course of a run: the critic's value beside the distance of the samples, and its slope.
func charts(_ log: MetricLog, distance: Metric, called title: String, penalised: Bool) -> [Drawn] {
  [
    Drawn(
      "critic.svg",
      "The critic's value beside the distance of the samples: do they fall together?",
      "Does the critic's value tell quality?",
      [value(log), quality(log, distance, called: title)]),
    Drawn(
      "slopes.svg", "The norm of the critic's gradient between real and generated samples.",
      slopes(log, penalised: penalised)),
  ]
}

private func value(_ log: MetricLog) -> Chart {
  let (steps, estimates) = log.series(.criticEstimate)
  var chart = Chart(
    "The critic's value", x: Axis("step"),
    y: Axis(
      "mean score, real less generated", scale: estimates.contains { $0 <= 0 } ? .linear : .log))
  chart.line("critic's value", x: steps, y: estimates, ink: .purple)
  return chart
}

private func quality(_ log: MetricLog, _ distance: Metric, called title: String) -> Chart {
  let (steps, distances) = log.series(distance)
  var chart = Chart(
    "The distance from real samples", x: Axis("step"), y: Axis(title, scale: .log))
  chart.line("distance", x: steps, y: distances, ink: .orange)
  chart.addLegible(log)
  return chart
}

private func slopes(_ log: MetricLog, penalised: Bool) -> Chart {
  var chart = Chart(
    "How steep is the critic?", x: Axis("step"), y: Axis("norm of the gradient"))
  let (steps, means) = log.series(.gradientNormMean)
  let spreads = log.series(.gradientNormStd).values
  if spreads.count == means.count {
    chart.band(
      "mean ± standard deviation", x: steps, low: zip(means, spreads).map { max(0, $0 - $1) },
      high: zip(means, spreads).map { $0 + $1 }, ink: .purple)
  }
  chart.line("mean ± standard deviation", x: steps, y: means, ink: .purple)
  if penalised { chart.rule(y: 1, label: "1: what the penalty asks for") }
  return chart
}
