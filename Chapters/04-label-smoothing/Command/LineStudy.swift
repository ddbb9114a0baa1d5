import Charts
import Datasets
import LabelSmoothing
import Lessons
import Metrics
import Runs

/// The recipe `line`: numbers beside their known distribution.
struct LineStudy: Study {
  let quality = (metric: Metric.w1, name: "distance W1 of the generated numbers")
  let judge: LineJudge

  func measured(_ twin: Twin, in training: Training) -> Measurements {
    judge.glance(at: twin.evaluationSamples(10_000, in: training))
  }

  func pictures(of training: Training, _ log: MetricLog) -> [Drawn] {
    var distances = Chart(
      "Distance of the generated numbers from the real ones", x: Axis("step"),
      y: Axis("Wasserstein-1", scale: .log))
    distances.lines(of: .w1, training.recipe, log)
    return [
      answersChart(training.recipe, log),
      Drawn("w1.svg", "Quality: the twins' distances from the real numbers.", distances),
      gradientsChart(training.recipe, log),
      Drawn("density.svg", "What the twins' generators make at the end.", densities(training)),
    ]
  }

  func now(_ training: Training) -> [Drawn] {
    [Drawn("now.svg", "What the twins' generators make.", densities(training))]
  }

  private func densities(_ training: Training) -> Chart {
    let x = (0...200).map { Float($0) / 20 - 5.5 }
    var chart = Chart("What the generators make", x: Axis("x"), y: Axis("density"))
    chart.area(
      "real p(x)", x: x, y: x.map { Float(judge.real.density(at: Double($0))) }, ink: .blue)
    for (index, twin) in training.twins.enumerated() {
      let numbers = twin.evaluationSamples(10_000, in: training).scalars
      chart.line(twin.labels.title, x: x, y: density(of: numbers, over: x), ink: .ofTwin(index))
    }
    return chart
  }
}
