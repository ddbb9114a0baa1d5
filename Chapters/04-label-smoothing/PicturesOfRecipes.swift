import Charts
import Datasets
import Foundation
import Runs
import Tensors

// What only one of the recipes shows.

extension Pictures {
  // MARK: - optimum

  func optimumCharts(_ training: Training, _ p: Distribution, _ q: Distribution) -> [Drawing] {
    [
      Drawing(
        name: "optimum.svg", caption: "Lines: the formula. Points: what was learnt.",
        svg: optimum(training, p, q).svg()),
      Drawing(
        name: "pull.svg", caption: "What a generated number at x is told: how hard to move left.",
        svg: pull(training, p, q).svg()),
      Drawing(
        name: "calibration.svg",
        caption: "Of the samples with the same answer, how many are real? Lines: the formula.",
        svg: calibration(training).svg()),
    ]
  }

  /// The name of a twin's series.
  private func name(_ twin: Twin) -> String { "labels \(twin.labels)" }

  private func optimum(_ training: Training, _ p: Distribution, _ q: Distribution) -> Chart {
    var chart = Chart("D beside the best D there is", x: Axis("x"), y: Axis("D(x)", range: 0...1))
    chart.right = Axis("density", range: 0...1.6)
    let first = Comparison(of: training.twins[0], p, q)
    chart.area(
      "real p(x)", x: first.x, y: first.x.map { Float(p.density(at: Double($0))) }, ink: .blue,
      on: .right)
    chart.area(
      "generated q(x)", x: first.x, y: first.x.map { Float(q.density(at: Double($0))) },
      ink: .orange, on: .right)
    for (index, twin) in training.twins.enumerated() {
      let comparison = Comparison(of: twin, p, q)
      add(comparison.best, comparison.measured, of: twin, index, at: comparison.x, to: &chart)
    }
    return chart
  }

  private func pull(_ training: Training, _ p: Distribution, _ q: Distribution) -> Chart {
    var chart = Chart(
      "What reaches the generator", x: Axis("x of a generated number"),
      y: Axis("pull to the left, −d log D ⁄ dx"))
    for (index, twin) in training.twins.enumerated() {
      let comparison = Comparison(of: twin, p, q)
      add(comparison.bestPull, comparison.pull, of: twin, index, at: comparison.x, to: &chart)
    }
    return chart
  }

  /// A line for the formula, and every tenth of the measured values as a point.
  private func add(
    _ best: [Float], _ measured: [Float], of twin: Twin, _ index: Int, at x: [Float],
    to chart: inout Chart
  ) {
    let some = Array(stride(from: index, to: x.count, by: 10))
    chart.line(name(twin), x: x, y: best, ink: Pictures.ink(of: index))
    chart.points(
      name(twin), x: some.map { x[$0] }, y: some.map { measured[$0] }, ink: Pictures.ink(of: index))
  }

  func calibration(_ training: Training) -> Chart {
    var chart = Chart(
      "What an answer means", x: Axis("D's answer", range: 0...1),
      y: Axis("share of real samples", range: 0...1))
    for (index, twin) in training.twins.enumerated() {
      let (ends, ink) = ([twin.labels.fake, twin.labels.real], Pictures.ink(of: index))
      let bins = Inspection(of: twin, in: training, count: 20_000).reliability
      chart.line(name(twin), x: ends, y: [0, 1] as [Float], ink: ink)
      chart.points(name(twin), x: bins.map(\.answer), y: bins.map(\.share), ink: ink)
    }
    return chart
  }

  // MARK: - line

  func lineCharts(
    _ training: Training, _ real: Distribution, _ log: MetricLog
  ) -> [Drawing] {
    let distance = Pictures.lines(
      Chart(
        "Distance of the generated numbers from the real ones", x: Axis("step"),
        y: Axis("Wasserstein-1", scale: .log)), [("w1", "")], training, log)
    return [
      answers(training, log),
      Drawing(
        name: "w1.svg", caption: "Quality: the twins' distances from the real numbers.",
        svg: distance.svg()),
      gradients(training, log),
      Drawing(
        name: "density.svg", caption: "What the twins' generators make at the end.",
        svg: densities(training, real).svg()),
    ]
  }

  private func densities(_ training: Training, _ real: Distribution) -> Chart {
    let x = (0...200).map { Float($0) / 20 - 5.5 }
    var chart = Chart("What the generators make", x: Axis("x"), y: Axis("density"))
    chart.area(
      "real p(x)", x: x, y: x.map { Float(real.density(at: Double($0))) }, ink: .blue)
    for (index, twin) in training.twins.enumerated() {
      chart.line(
        name(twin), x: x, y: density(of: twin.numbers(in: training), over: x),
        ink: Pictures.ink(of: index))
    }
    return chart
  }

  private func answers(_ training: Training, _ log: MetricLog) -> Drawing {
    var chart = Pictures.lines(
      Chart("What D answers to generated samples", x: Axis("step"), y: Axis("mean answer")),
      [("dFake", "")], training, log, smoothing: 15)
    for labels in training.settings.labels {
      let middle = (labels.real + labels.fake) / 2
      chart.rule(
        y: Double(middle),
        label: String(format: "%g: half-way between %@", middle, labels.description))
    }
    return Drawing(
      name: "answers.svg", caption: "Each D settles half-way between its own labels.",
      svg: chart.svg())
  }

  private func gradients(_ training: Training, _ log: MetricLog) -> Drawing {
    let chart = Pictures.lines(
      Chart(
        "The gradient that reaches G", x: Axis("step"),
        y: Axis("mean length of ∇ log D", scale: .log)),
      [("gradientToG", "")], training, log, smoothing: 5)
    return Drawing(
      name: "gradients.svg", caption: "The gradient of log D at generated samples.",
      svg: chart.svg())
  }

  // MARK: - digits

  func digitCharts(_ training: Training, _ log: MetricLog) -> [Drawing] {
    var quality = Pictures.lines(
      Chart(
        "How far the samples are from real digits", x: Axis("step"),
        y: Axis("Fréchet distance ÷ trace", scale: .log)), [("frechetRatio", "")], training, log)
    quality.rule(y: 0.13, label: "0.13: recognisable")
    return [
      answers(training, log),
      Drawing(
        name: "quality.svg", caption: "Quality: the twins' distances from unseen real digits.",
        svg: quality.svg()),
      gradients(training, log), losses(training, log),
    ]
  }
}
