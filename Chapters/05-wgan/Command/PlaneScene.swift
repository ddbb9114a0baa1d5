import Charts
import Datasets
import Lessons
import Metrics
import Runs
import Tensors
import WGAN

/// In the plane: the critic's scores as shades, the samples, and where each is pulled.
struct PlaneScene: Scene {
  let distanceTitle = "sliced Wasserstein-1"
  private let plane: PlaneJudge
  private var frames: Frames

  // As few as still show it: an animation repeats them in every frame.
  static let cells = 24
  private static let pointCount = 100
  private static let arrowCount = 30

  init(_ mixture: PlaneMixture, steps: Int) {
    plane = PlaneJudge(mixture)
    frames = Frames(
      at: Frames.moments(10, of: steps),
      width: PlaneScene.cells * PlaneScene.cells + 4 * PlaneScene.pointCount)
  }

  var judge: any Judge { plane }

  func aside(_ samples: Tensor) -> Measurements {
    [.clusterCount: Float(plane.mixture.centers.count)]
  }

  private var range: ClosedRange<Double> { plane.mixture.plotRange }

  mutating func visit(_ visit: inout Visit) { frames.visit(&visit) }

  func isMoment(_ step: Int) -> Bool { frames.isMoment(step) }

  mutating func add(_ training: Training, at step: Int, in run: Run) {
    frames.append(numbers(training), at: step)
  }

  /// Scores on the cells; samples and the critic's gradient at each.
  func numbers(_ training: Training) -> [Float] {
    let n = PlaneScene.cells
    let step = Float(range.upperBound - range.lowerBound) / Float(n)
    let low = Float(range.lowerBound)
    let middles = (0..<n).map { low + (Float($0) + 0.5) * step }
    let cells = Tensor(rows: middles.flatMap { y in middles.map { [$0, y] } })
    let samples = training.samples(PlaneScene.pointCount).tracked()
    let slopes = gradients(of: training.critic(samples).sum(), withRespectTo: [samples])[0]
    return training.critic(cells).scalars + samples.scalars + slopes.scalars
  }

  func verdict(_ metrics: Measurements) -> String {
    """
    \(metrics.readable(.modesCovered)) of \(plane.mixture.centers.count) clusters have a sample, and a \
    share of \(metrics.readable(.highQuality)) of the samples lies in a cluster.
    """
  }

  func pictures(_ training: Training) -> [Drawn] {
    let animation = Animation(
      frames: frames.frames.map { chart($0.numbers) },
      captions: frames.frames.map { "step \($0.step)" },
      secondsPerFrame: 0.35)
    return [
      Drawn(
        "training.svg",
        "The critic's scores as shades, the samples, and where the critic sends them.",
        .animation(animation)),
      Drawn(
        "density.svg", "How many samples lie where: real and generated.",
        .charts(densities(training))),
    ]
  }

  func now(_ training: Training) -> [Drawn] {
    let chart = chart(numbers(training))
    return [
      Drawn(
        "now.svg",
        "The critic's scores as shades, samples, and the slope of the score at some of them.",
        chart)
    ]
  }

  private func chart(_ numbers: [Float]) -> Chart {
    let cells = PlaneScene.cells * PlaneScene.cells
    func column(_ start: Int, _ count: Int) -> [Float] {
      (0..<count).map { numbers[cells + start + 2 * $0] }
    }
    var chart = Chart(
      "Where the critic sends the samples", x: Axis("x", range: range),
      y: Axis("y", range: range), width: 560, height: 600)
    chart.shades(
      "score",
      ShadeMap(Array(numbers.prefix(cells)), columns: PlaneScene.cells, x: range, y: range),
      ink: .blue)
    chart.points(
      "real clusters", x: plane.mixture.centers.map(\.x), y: plane.mixture.centers.map(\.y),
      ink: .gray)
    let count = PlaneScene.arrowCount
    let (x, y) = (column(0, count), column(1, count))
    let slopes = (
      column(2 * PlaneScene.pointCount, count), column(2 * PlaneScene.pointCount + 1, count)
    )
    // The longest arrow takes a tenth of the picture.
    let longest = zip(slopes.0, slopes.1).map { ($0 * $0 + $1 * $1).squareRoot() }.max() ?? 1
    let scale = Float(range.upperBound - range.lowerBound) / 10 / max(longest, 1e-9)
    chart.points(
      "generated", x: column(0, PlaneScene.pointCount), y: column(1, PlaneScene.pointCount),
      ink: .orange)
    chart.arrows(
      "gradient of the score", x: x, y: y, toX: zip(x, slopes.0).map { $0 + scale * $1 },
      toY: zip(y, slopes.1).map { $0 + scale * $1 }, ink: .ochre)
    return chart
  }

  private func densities(_ training: Training) -> ChartGrid {
    func panel(_ title: String, _ points: Tensor, _ ink: Ink) -> Chart {
      let x = points.slice(0..<1, along: 1).scalars
      let y = points.slice(1..<2, along: 1).scalars
      let columns = 75
      // A cluster fills a cell or two: the root keeps the stray samples visible beside them.
      let counts = ShadeMap.counts(x: x, y: y, columns: columns, in: range).map { $0.squareRoot() }
      var chart = Chart(title, x: Axis("x", range: range), y: Axis("y", range: range))
      chart.shades(
        title, ShadeMap(counts, columns: columns, x: range, y: range, span: 0...6), ink: ink)
      return chart
    }
    return ChartGrid(
      "Where the samples lie", columns: 2,
      panels: [
        panel("real", plane.real, .blue),
        panel("generated", training.samples(Training.judgedCount), .orange),
      ], width: 860, panelHeight: 440)
  }
}
