import Charts
import Lessons
import Metrics
import Runs

/// The course of a run: quality, and the losses in two ways.
///
/// - Parameter distance: the judge's measure of how far the samples are from real images.
func charts(_ log: MetricLog, distance: Metric) -> [Drawn] {
  [
    Drawn(
      "quality.svg", "The distance of the samples from real images.", quality(log, distance)),
    Drawn("drift.svg", "D's accuracy and G's loss drift apart as D wins.", drift(log)),
    Drawn("losses.svg", "D's loss, its two parts, and G's.", losses(log)),
  ]
}

private func quality(_ log: MetricLog, _ distance: Metric) -> Chart {
  let hasClasses = distance == .frechetRatio
  var chart = Chart(
    "How far the samples are from real images", x: Axis("step"),
    y: Axis(
      hasClasses ? "Fréchet distance ÷ trace" : distance.title, scale: .log))
  let (steps, values) = log.series(distance)
  chart.line("samples", x: steps, y: values, ink: .orange)
  chart.addLegible(log)
  return chart
}

private func drift(_ log: MetricLog) -> Chart {
  var chart = Chart(
    "Who is winning?", x: Axis("step"), y: Axis("D's accuracy", range: 0...1),
    right: Axis("G's cross-entropy", unit: "nats"))
  let (steps, accuracy) = log.series(.accuracy)
  chart.line("D's accuracy", x: steps, y: accuracy, smoothing: 15, ink: .green)
  let (lossSteps, losses) = log.series(.lossG)
  chart.line(
    "G's cross-entropy", x: lossSteps, y: losses, smoothing: 15, ink: .orange, on: .right)
  return chart
}

private func losses(_ log: MetricLog) -> Chart {
  var chart = Chart("The four losses", x: Axis("step"), y: Axis("cross-entropy", unit: "nats"))
  for (metric, title, ink) in [
    (Metric.lossD, "D", Ink.green), (.lossDReal, "D on real", .blue),
    (.lossDFake, "D on generated", .purple), (.lossG, "G", .orange),
  ] {
    let (steps, values) = log.series(metric)
    chart.line(title, x: steps, y: values, smoothing: 15, ink: ink)
  }
  return chart
}
