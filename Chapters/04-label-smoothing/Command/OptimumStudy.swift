import Charts
import Datasets
import LabelSmoothing
import Lessons
import Metrics
import Runs
import Tensors

/// The recipe `optimum`: discriminators beside the formula of the best one.
struct OptimumStudy: Study {
  let quality = (metric: Metric.optimumError, name: "largest difference from the best D")
  /// The real density, and the generated one.
  let p: Distribution
  let q: Distribution

  func measured(_ twin: Twin, in training: Training) -> Measurements {
    let comparison = Comparison(of: twin, p, q)
    return [
      .optimumError: comparison.error, .dMiddle: comparison.middle, .pullFar: comparison.farPull,
    ]
  }

  func pictures(of training: Training, _ log: MetricLog) -> [Drawn] {
    let comparisons = training.twins.map { Comparison(of: $0, p, q) }
    return [
      Drawn("optimum.svg", "Lines: the formula. Points: what was learnt.", answers(comparisons)),
      Drawn(
        "pull.svg", "What a generated number at x is told: how hard to move left.",
        pulls(comparisons)),
      Drawn(
        "calibration.svg",
        "Of the samples with the same answer, how many are real? Lines: the formula.",
        calibration(training)),
    ]
  }

  func now(_ training: Training) -> [Drawn] {
    let comparisons = training.twins.map { Comparison(of: $0, p, q) }
    return [
      Drawn("optimum.svg", "Lines: the formula. Points: what was learnt.", answers(comparisons)),
      Drawn(
        "pull.svg", "How hard a generated number at x is told to move left.", pulls(comparisons)),
    ]
  }

  private func answers(_ comparisons: [Comparison]) -> Chart {
    var chart = Chart("D beside the best D there is", x: Axis("x"), y: Axis("D(x)", range: 0...1))
    chart.right = Axis("density", range: 0...1.6)
    let x = comparisons[0].x
    for (name, density, ink) in [("real p(x)", p, Ink.blue), ("generated q(x)", q, .orange)] {
      chart.area(
        name, x: x, y: x.map { Float(density.density(at: Double($0))) }, ink: ink, on: .right)
    }
    for (index, comparison) in comparisons.enumerated() {
      chart.add(comparison, comparison.best, comparison.measured, of: index)
    }
    return chart
  }

  private func pulls(_ comparisons: [Comparison]) -> Chart {
    var chart = Chart(
      "What reaches the generator", x: Axis("x of a generated number"),
      y: Axis("pull to the left, −d log D ⁄ dx"))
    for (index, comparison) in comparisons.enumerated() {
      chart.add(comparison, comparison.bestPull, comparison.pull, of: index)
    }
    return chart
  }

  private func calibration(_ training: Training) -> Chart {
    var chart = Chart(
      "What an answer means", x: Axis("D's answer", range: 0...1),
      y: Axis("share of real samples", range: 0...1))
    for (index, twin) in training.twins.enumerated() {
      let bins = Inspection(of: twin, in: training, count: 20_000).reliability.bins
      chart.line(
        twin.labels.title, x: [twin.labels.fake, twin.labels.real], y: [0, 1] as [Float],
        ink: .ofTwin(index))
      chart.points(
        twin.labels.title, x: bins.map(\.answer), y: bins.map(\.share), ink: .ofTwin(index))
    }
    return chart
  }
}

extension Chart {
  /// A line for the formula, and every tenth of the measured values as a point.
  fileprivate mutating func add(
    _ comparison: Comparison, _ best: [Float], _ measured: [Float], of twin: Int
  ) {
    let (x, name) = (comparison.x, comparison.labels.title)
    let some = Array(stride(from: twin, to: x.count, by: 10))
    line(name, x: x, y: best, ink: .ofTwin(twin))
    points(name, x: some.map { x[$0] }, y: some.map { measured[$0] }, ink: .ofTwin(twin))
  }
}

/// A discriminator beside the best one, from three units left of the middle between p and q to three
/// right of it: there fall nearly all samples.
struct Comparison {
  let labels: Labels
  let x: [Float]
  /// D, and D* of the formula.
  let measured: [Float]
  let best: [Float]
  /// d log D / dx to the left: how strongly a generated number is pulled towards the real ones.
  let pull: [Float]
  let bestPull: [Float]

  init(of twin: Twin, _ p: Distribution, _ q: Distribution) {
    let center = (p.mean + q.mean) / 2
    let labels = twin.labels
    self.labels = labels
    x = (0...120).map { Float(center + 3 * (Double($0) / 60 - 1)) }
    func optimum(_ x: Double) -> Double {
      labels.optimum(p: p.density(at: x), q: q.density(at: x))
    }
    best = x.map { Float(optimum(Double($0))) }
    bestPull = x.map { x in
      let (x, h) = (Double(x), 1e-4)
      return Float((optimum(x - h) - optimum(x + h)) / (2 * h) / optimum(x))
    }
    let points = Tensor(shape: [x.count, 1], scalars: x).tracked()
    let logits = twin.discriminator(points)
    measured = logits.detached().sigmoid().scalars
    pull = pulls(at: points, logits: logits).scalars
  }

  /// The largest difference between D and D*.
  var error: Float { zip(measured, best).map { abs($0 - $1) }.max() ?? 0 }
  /// D in the middle, where p = q.
  var middle: Float { measured[measured.count / 2] }
  /// The pull two units right of the middle: nearly all numbers there are generated.
  var farPull: Float { pull[100] }
  var bestFarPull: Float { bestPull[100] }
}

extension Metric {
  static let optimumError = Metric(
    "optimumError", .answers, "Distance from the best D",
    "The largest difference between D and the formula, over six units around the middle.",
    reference: "0 is perfect.")
  static let dMiddle = Metric(
    "dMiddle", .answers, "D where p = q",
    "D's answer where real and generated are equally likely.",
    reference: "Half-way between the labels.")
  static let pullFar = Metric(
    "pullFar", .answers, "Pull on the worst samples",
    "How strongly log D pulls a generated number to the left, two units right of the middle.",
    reference: "Near 2 with any real label, so long as the other label is 0.")
}
