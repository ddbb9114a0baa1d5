import Charts
import Datasets
import Lessons
import Metrics
import Runs
import Tensors
import WGAN

/// On the line: the generated density moves, and the critic's scores with it.
struct LineScene: Scene {
  let judge: any Judge
  let distanceTitle = "Wasserstein-1"
  private let real: Distribution
  private let points: [Float]
  /// The density of the samples and the critic's scores, at each of the points.
  private var frames: Frames

  init(_ real: Distribution, steps: Int) {
    judge = LineJudge(real)
    self.real = real
    points = (0...120).map { -5 + Float($0) / 15 }
    frames = Frames(at: Frames.moments(40, of: steps), width: 2 * points.count)
  }

  mutating func visit(_ visit: inout Visit) { frames.visit(&visit) }

  func isMoment(_ step: Int) -> Bool { frames.isMoment(step) }

  mutating func add(_ training: Training, at step: Int, in run: Run) {
    frames.append(numbers(training), at: step)
  }

  private func numbers(_ training: Training) -> [Float] {
    let samples = training.samples(Training.judgedCount).scalars
    let scores = training.critic(Tensor(shape: [points.count, 1], scalars: points)).scalars
    return density(of: samples, over: points) + scores
  }

  func now(_ training: Training) -> [Drawn] {
    let chart = chart(numbers(training))
    return [
      Drawn("now.svg", "What the generator makes, and the critic's score of each place.", chart)
    ]
  }

  func verdict(_ metrics: Measurements) -> String {
    "The generated numbers' distance W1 from the real ones is \(metrics.readable(.w1))."
  }

  func pictures(_ training: Training) -> [Drawn] {
    let animation = Animation(
      frames: frames.frames.map { chart($0.numbers) },
      captions: frames.frames.map { "step \($0.step)" },
      secondsPerFrame: 0.2)
    return [
      Drawn(
        "training.svg", "The generated density moves, and the critic with it.",
        .animation(animation))
    ]
  }

  private func chart(_ numbers: [Float]) -> Chart {
    let density = Array(numbers.prefix(points.count))
    let scores = numbers.dropFirst(points.count)
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
