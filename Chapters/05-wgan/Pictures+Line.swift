import Charts
import Datasets
import Runs
import Tensors

/// On the line: the generated density moves, and the critic's scores with it.
extension Pictures {
  private var points: [Float] { (0...120).map { -5 + Float($0) / 15 } }

  /// The density of the samples and the critic's scores, at each of the points.
  var lineWidth: Int { 2 * points.count }

  func lineNumbers(_ training: Training) -> [Float] {
    let samples = training.evaluationSamples(Judge.sampleCount).scalars
    let scores = training.critic(Tensor(shape: [points.count, 1], scalars: points)).scalars
    return density(of: samples, over: points) + scores
  }

  func linePictures(_ real: Distribution) -> [Drawn] {
    let charts = moments.map { chart($0, real) }
    guard !charts.isEmpty else { return [] }
    let animation = Animation(
      frames: charts, captions: moments.map { "step \($0.step)" }, secondsPerFrame: 0.2)
    return [
      Drawn(
        name: "training.svg", caption: "The generated density moves, and the critic with it.",
        content: .svg(animation.svg()))
    ]
  }

  private func chart(_ moment: Moment, _ real: Distribution) -> Chart {
    let density = Array(moment.numbers.prefix(points.count))
    let scores = moment.numbers.dropFirst(points.count)
    // A constant added to all scores changes nothing: they are shown with the mean over real numbers
    // at 0.
    let weights = points.map { Float(real.density(at: Double($0))) }
    let middle = zip(scores, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    var chart = Chart(
      "What the generator makes, and how the critic scores it",
      x: Axis("x", range: -5...3), y: Axis("density", range: 0...0.8),
      right: Axis("score", range: -4...4))
    chart.area("real", x: points, y: weights, ink: .blue)
    chart.line("generated", x: points, y: density, ink: .orange)
    chart.line("critic", x: points, y: scores.map { $0 - middle }, ink: .green, on: .right)
    return chart
  }
}
