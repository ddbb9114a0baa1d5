import Charts
import Lessons
import Metrics
import Runs
import Tensors

/// What a page shows of a lesson while it runs. It looks and never touches the training.
public protocol LiveView {
  associatedtype Watched: Lesson

  /// Pictures of the state, drawn anew a few times a second while a page is open.
  func pictures(of lesson: Watched, log: MetricLog) throws -> [Drawn]

  /// What is drawn over the steps, with the branches that were left, faint.
  var curves: [LiveCurve] { get }

  /// The generator of the moment, to walk in its noise; nil where it makes no images.
  func generator(of lesson: Watched) -> (any KeptGenerator)?
}

extension LiveView {
  public func generator(of lesson: Watched) -> (any KeptGenerator)? { nil }
}

/// A chart over the steps.
public struct LiveCurve: Sendable {
  public var title: String
  public var metrics: [Metric]
  public var axis: Axis

  public init(_ title: String, _ metrics: [Metric], _ axis: Axis) {
    self.title = title
    self.metrics = metrics
    self.axis = axis
  }

  /// Those of a chapter that draws images.
  public static var ofPictures: [LiveCurve] {
    [
      LiveCurve(
        "How many samples can be read", [.legible], Axis("legible share", range: 0...1)),
      LiveCurve(
        "How far the samples are from real ones", [.frechetRatio, .pca50Frechet],
        Axis("Fréchet distance ÷ trace, or on 50 components", scale: .log)),
      LiveCurve("Losses", [.lossD, .lossG], Axis("loss", unit: "nats")),
      LiveCurve(
        "What D says", [.dReal, .dFake, .accuracy], Axis("mean answer, share right", range: 0...1)),
    ]
  }

  /// The curves of a branch, and behind them, without colour, those of the others from where they left.
  func chart(_ log: MetricLog, others: [(from: Int, log: MetricLog)]) -> Chart {
    var chart = Chart(title, x: Axis("step"), y: axis, width: 560, height: 320)
    for metric in metrics {
      // As many as can be told apart, and of each as many points as can be seen.
      let left = others.suffix(6).map { other in
        let (steps, values) = other.log.series(metric)
        let points = zip(steps, values).filter { $0.0 >= Float(other.from) }
        let every = max(1, points.count / 60)
        return points.enumerated().filter { $0.offset % every == 0 }.map(\.element)
      }.filter { !$0.isEmpty }
      guard !left.isEmpty else { continue }
      // A gap between two branches.
      chart.faint(
        "other branches", x: left.flatMap { $0.map(\.0) + [.nan] },
        y: left.flatMap { $0.map(\.1) + [.nan] })
    }
    for metric in metrics {
      let (steps, values) = log.series(metric)
      if steps.isEmpty { continue }
      chart.line(metric.title.isEmpty ? metric.name : metric.title, x: steps, y: values)
    }
    return chart
  }
}
