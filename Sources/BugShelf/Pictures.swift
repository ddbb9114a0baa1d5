import Charts
import Datasets
import Images
import Metrics
import Runs
import Tensors

/// A chart of metrics over the steps.
struct Curves {
  let file: String
  let title: String
  let y: Axis
  let columns: [Metric]
  var rules: [(y: Double, label: String)] = []
  /// The measurement that the chart is about.
  var needed: Metric?

  static let all = [
    Curves(
      file: "losses.svg", title: "Losses", y: Axis("loss"), columns: [.lossD, .lossG]),
    Curves(
      file: "answers.svg", title: "What D says", y: Axis("mean answer", range: 0...1),
      columns: [.dReal, .dFake, .dUnseen], rules: [(0.5, "½")]),
    Curves(
      file: "estimate.svg", title: "The distance, and the critic's estimate of it",
      y: Axis("distance"), columns: [.criticEstimate, .w1], needed: .criticEstimate),
    Curves(
      file: "penalty.svg", title: "The penalty, before its weight", y: Axis("penalty"),
      columns: [.penalty]),
    Curves(
      file: "slopes.svg", title: "The critic's slope", y: Axis("mean length of the gradient"),
      columns: [.gradientNormMean, .gradientNormReal], rules: [(1, "1")]),
    Curves(
      file: "detour.svg", title: "Where the slope is penalised", y: Axis("share of the line"),
      columns: [.detour]),
    Curves(
      file: "weights.svg", title: "The critic's largest weight so far", y: Axis("absolute value"),
      columns: [.weightMax]),
    Curves(
      file: "quality.svg", title: "How far the samples are from real ones", y: Axis("distance"),
      columns: [.w1, .frechetRatio, .frechetInTraining]),
    Curves(
      file: "spread.svg", title: "Mean and spread of the samples", y: Axis("number"),
      columns: [.mean, .std]),
    Curves(
      file: "pixels.svg", title: "The samples' pixels", y: Axis("−1 black, 1 white", range: -1...1),
      columns: [.pixelMean, .pixelMin]),
    Curves(
      file: "asked.svg", title: "How often a sample is read as what was asked for",
      y: Axis("share", range: 0...1), columns: [.askedOnPixels, .askedLeast]),
    Curves(
      file: "grid.svg", title: "How much of the fine detail is a grid", y: Axis("share"),
      columns: [.grid]),
    Curves(
      file: "units.svg", title: "Spread of G's units after batch norm, in training",
      y: Axis("standard deviation"), columns: [.unitStd], rules: [(1, "1")]),
    Curves(
      file: "moves.svg", title: "How far the parameters move in a step",
      y: Axis("Euclidean length"), columns: [.moveD, .moveG]),
  ]

  /// Nil if nothing of it was measured, or only what belongs to another chart: a distance without an estimate
  /// stands in `quality.svg`.
  func chart(_ log: MetricLog) -> Chart? {
    if let needed, !log.columns.contains(needed) { return nil }
    var chart = Chart(title, x: Axis("step"), y: y)
    var isEmpty = true
    // The words are those that the game measured it with.
    for column in log.columns where columns.contains(column) {
      let (steps, values) = log.series(column)
      if values.isEmpty { continue }
      isEmpty = false
      chart.line(column.title, x: steps, y: values)
    }
    for rule in rules { chart.rule(y: rule.y, label: rule.label) }
    return isEmpty ? nil : chart
  }
}

// MARK: - Samples

extension LineGame {
  var sampleChart: Chart? {
    let range: ClosedRange<Double> = -6...6
    var chart = densities(samples(4000).scalars, of: real, over: range)
    let grid = points(range)
    chart.right = Axis("D(x)", range: 0...1)
    chart.line("D(x)", x: grid, y: answers(at: grid), on: .right)
    return chart
  }
}

extension CriticGame {

  var sampleChart: Chart? {
    guard data == .line else { return nil }
    return densities(samples(4000).scalars, of: numbers, over: -2...5)
  }

  var penalisedPoints: Tensor? { penalised?.points }
}

private func points(_ range: ClosedRange<Double>) -> [Float] {
  let (low, high) = (Float(range.lowerBound), Float(range.upperBound))
  return (0...160).map { low + (high - low) * Float($0) / 160 }
}

/// Real and generated density; generated numbers outside the range are told in the subtitle.
private func densities(
  _ samples: [Float], of real: Distribution, over range: ClosedRange<Double>
) -> Chart {
  let grid = points(range)
  let outside = samples.count { !range.contains(Double($0)) }
  var chart = Chart(
    "Real and generated numbers",
    subtitle: outside == 0
      ? "" : "\(100 * outside / samples.count) % of the generated numbers lie outside the picture",
    x: Axis("x", range: range), y: Axis("density", range: 0...1.2))
  chart.area("real", x: grid, y: grid.map { Float(real.density(at: Double($0))) })
  chart.line("generated", x: grid, y: density(of: samples, over: grid))
  return chart
}

/// Images in rows of eight.
func sheet(_ images: Tensor, columns: Int = 8) -> Image {
  let side = SmallDigits.side
  return ImageGrid(columns: columns).image(
    of: Image.tiles(
      width: side, height: side, channels: .gray, pixels: PixelRange.symmetric.levels(of: images)))
}

/// A batch as D saw it: real on the left, generated on the right.
func sheet(of turn: Turn) -> Image {
  let columns = turn.real.shape[0] < 64 ? 4 : 8
  return ImageGrid(columns: 2, gap: 12).image(
    of: [sheet(turn.real, columns: columns), sheet(turn.fake, columns: columns)]
  ).scaled(by: 3)
}
