import Charts
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// The chapter's pictures, collected while it runs. What is drawn of a moment depends on the problem:
/// see `Pictures+Line`, `Pictures+Plane` and `Pictures+Images`.
struct Pictures {
  let settings: Settings
  /// Moments of numbers, on the line and in the plane: a row each.
  var moments: [Moment] = []
  /// Moments of images.
  var frames: SampleFrames

  /// What is kept of one moment: the step and as many numbers as the problem's pictures need.
  struct Moment {
    let step: Int
    let numbers: [Float]
  }

  struct Drawn {
    let name: String
    let caption: String
    let content: Report.Picture
  }

  init(_ training: Training) {
    settings = training.settings
    frames = SampleFrames(
      steps: settings.steps, size: settings.problem.hasImages ? 12 * settings.pixelCount : 1)
  }

  /// The steps of which something is drawn, close together at the beginning, when most happens.
  private var steps: [Int] {
    let count = settings.problem == .line ? 40 : 10
    let all = (0...count).map { $0 == 0 ? 0 : max(1, settings.steps * $0 * $0 / (count * count)) }
    return Set(all).sorted()
  }

  func isMoment(_ step: Int) -> Bool {
    settings.problem.hasImages ? frames.isMoment(step) : steps.contains(step)
  }

  mutating func add(_ training: Training, at step: Int, in run: Run) throws {
    switch settings.problem {
    case .line: moments.append(Moment(step: step, numbers: lineNumbers(training)))
    case .ring, .grid: moments.append(Moment(step: step, numbers: planeNumbers(training)))
    case .digits, .faces:
      let pixels = PixelRange.symmetric.levels(of: training.generator(training.fixedNoise))
      frames.append(pixels, at: step)
      try run.record(samples: ImageGrid().image(of: settings.tiles(pixels)), at: step)
    }
  }

  // MARK: - For a checkpoint

  /// As many rows as there will be at the end; −1 in place of a step that is to come.
  var tensor: Tensor {
    if settings.problem.hasImages { return frames.tensor }
    let width = settings.problem == .line ? lineWidth : planeWidth
    let scalars = moments.flatMap { [Float($0.step)] + $0.numbers }
    let rest = [Float](repeating: -1, count: steps.count * (1 + width) - scalars.count)
    return Tensor(shape: [steps.count, 1 + width], scalars: scalars + rest)
  }

  mutating func restore(_ checkpoint: Checkpoint) {
    if settings.problem.hasImages { return frames.restore(checkpoint["samples"][0]) }
    let tensor = checkpoint["frames"][0]
    let (scalars, width) = (tensor.scalars, tensor.shape[1])
    moments = stride(from: 0, to: scalars.count, by: width).compactMap { start in
      guard scalars[start] >= 0 else { return nil }
      return Moment(
        step: Int(scalars[start]), numbers: Array(scalars[start + 1..<start + width]))
    }
  }

  // MARK: - At the end

  func draw(_ training: Training, judge: Judge, log: MetricLog) throws -> [Drawn] {
    let own =
      switch judge {
      case .line(let real): linePictures(real)
      case .plane(let mixture, let real): planePictures(training, mixture, real: real)
      case .digits, .pictures: try imagePictures(training)
      }
    return own + [
      Drawn(
        name: "critic.svg",
        caption: "The critic's value beside the distance of the samples: do they fall together?",
        content: .svg(critic(log, judge, columns: 2).svg(), narrow: critic(log, judge).svg())),
      Drawn(
        name: "slopes.svg",
        caption: "The norm of the critic's gradient between real and generated samples.",
        content: .svg(slopes(log).svg())),
    ]
  }

  private func critic(_ log: MetricLog, _ judge: Judge, columns: Int = 1) -> ChartGrid {
    let titles = [
      "w1": "Wasserstein-1", "slicedW1": "sliced Wasserstein-1",
      "frechetRatio": "Fréchet distance ÷ trace",
      "pca50Frechet": "Fréchet distance on 50 components",
    ]
    let estimates = log.series("criticEstimate")
    var value = Chart(
      "The critic's value", x: Axis("step"),
      y: Axis(
        "mean score, real less generated",
        scale: estimates.values.contains { $0 <= 0 } ? .linear : .log))
    value.line("critic's value", x: estimates.steps, y: estimates.values, ink: .purple)
    let distances = log.series(judge.distance)
    var distance = Chart(
      "The distance from real samples", x: Axis("step"),
      y: Axis(titles[judge.distance] ?? "", scale: .log))
    distance.line("distance", x: distances.steps, y: distances.values, ink: .orange)
    return ChartGrid(
      "Does the critic's value tell quality?", columns: columns, panels: [value, distance],
      width: columns == 1 ? 380 : 960)
  }

  private func slopes(_ log: MetricLog) -> Chart {
    var chart = Chart(
      "How steep is the critic?", x: Axis("step"), y: Axis("norm of the gradient"))
    let (steps, means) = log.series("gradientNormMean")
    let spreads = log.series("gradientNormStd").values
    if spreads.count == means.count {
      chart.band(
        "mean ± standard deviation", x: steps, low: zip(means, spreads).map { max(0, $0 - $1) },
        high: zip(means, spreads).map { $0 + $1 }, ink: .purple)
    }
    chart.line("mean ± standard deviation", x: steps, y: means, ink: .purple)
    if settings.recipe == .gp { chart.rule(y: 1, label: "1: what the penalty asks for") }
    return chart
  }

  /// Every moment, for the report: the sheets that the run has written.
  func filmstrip(in folder: URL) -> [Report.Figure] {
    frames.frames.compactMap { frame in
      let file = folder.appendingPathComponent("samples-\(frame.step).png")
      return (try? Data(contentsOf: file)).map { .init("step \(frame.step)", .png($0)) }
    }
  }
}

extension Report.Picture {
  /// The bytes of the file.
  var data: Data {
    switch self {
    case .svg(let text, _): Data(text.utf8)
    case .png(let data): data
    }
  }
}

/// A number for a caption.
func rounded(_ value: Float) -> String {
  value.isFinite ? "\((value * 1000).rounded() / 1000)" : "not finite"
}
