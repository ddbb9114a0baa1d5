import Charts
import Lessons
import Metrics
import WGAN

/// The pictures of part 1.
struct DistancePictures {
  let measured: [BrickMeasurement]
  let plan: TransportPlan

  var all: [Drawn] {
    [
      Drawn(
        "bricks.svg", "The bricks move apart, and D becomes flat wherever a sample lies.",
        .animation(bricks)),
      Drawn("distances.svg", "KL, JS and W as the bricks move apart, exactly.", distances),
      Drawn("gradients.svg", "What each tells the generator: the slope of its loss.", gradients),
      Drawn("plan.svg", "The cheapest plan for ten bricks.", .svg(planPicture)),
    ]
  }

  private var bricks: Animation {
    let frames = measured.map { moment in
      var chart = Chart(
        "Two bricks, and the D that was trained on them", x: Axis("x", range: -0.5...9.5),
        y: Axis("density", range: 0...1.25), right: Axis("D(x)", range: 0...1.25))
      chart.area("real", x: outline(at: 0), y: [0, 1, 1, 0] as [Float], ink: .blue)
      chart.area(
        "generated", x: outline(at: moment.theta), y: [0, 1, 1, 0] as [Float], ink: .orange)
      chart.line("D(x)", x: BrickMeasurement.grid, y: moment.answers, ink: .green, on: .right)
      return chart
    }
    let captions = measured.map {
      "θ \(brief(Double($0.theta))) · JS \(brief($0.exact.js)) · W \(brief($0.exact.w)) · "
        + "minimax slope \(brief(Double($0.minimax)))"
    }
    return Animation(frames: frames, captions: captions, secondsPerFrame: 0.5)
  }

  private func outline(at x: Float) -> [Float] { [x, x, x + 1, x + 1] }

  private var distances: Chart {
    let reach = 3 * Bricks.cellsPerUnit
    let all = (0...reach).map { Bricks(shift: $0) }
    let theta = all.map(\.distance)
    var chart = Chart(
      "How far apart are two bricks?", x: Axis("θ", range: 0...3),
      y: Axis("distance", range: 0...3))
    // Infinite from the first cell on: a line that leaves the picture.
    chart.line("KL: ∞ for every θ > 0", x: [0, 0] as [Double], y: [0, 4] as [Double], ink: .gray)
    chart.line(
      "JS", x: theta, y: all.map { jensenShannon($0.real, $0.fake) }, ink: .green)
    chart.line(
      "W", x: theta,
      y: all.map {
        wasserstein($0.real, $0.fake, cellWidth: 1 / Double(Bricks.cellsPerUnit))
      }, ink: .purple)
    let trained = measured.filter { $0.theta <= 3 }
    chart.points(
      "JS as a trained D estimates it", x: trained.map(\.theta), y: trained.map(\.js), ink: .orange)
    chart.rule(y: jensenShannon([1, 0], [0, 1]), label: "log 2 = 0.693")
    return chart
  }

  private var gradients: Chart {
    let moved = measured.filter { $0.theta > 0 }
    let theta = moved.map(\.theta)
    var chart = Chart(
      "The slope that tells the generator to move", x: Axis("θ", range: 0...8),
      y: Axis("slope with respect to θ", scale: .log))
    chart.line("non-saturating loss", x: theta, y: moved.map(\.nonSaturating), ink: .orange)
    chart.line("W, exactly", x: theta, y: moved.map { _ in Float(1) }, ink: .purple)
    chart.line("minimax loss", x: theta, y: moved.map(\.minimax), ink: .green)
    chart.rule(x: 1, label: "the bricks part")
    return chart
  }

  private var planPicture: String {
    let heaps = DistancesCommand.heaps
    let bricks = heaps.from.reduce(0, +)
    return BrickPlan(
      "The cheapest plan",
      subtitle:
        "\(Int(plan.cost)) steps of one brick by one place: W = \(brief(plan.cost / Double(bricks)))",
      from: heaps.from, to: heaps.to,
      moves: plan.moves.map { (from: $0.source, to: $0.goal, bricks: $0.bricks) }
    ).svg()
  }
}
