import Charts
import Lessons
import WGAN

/// The pictures of part 2.
struct RulerPictures {
  let boards: [RulerBoard]
  let bend: RulerBend

  var all: [Drawn] {
    [
      Drawn("ruler.svg", "What critics say, against exact distances.", .charts(rulers)),
      Drawn("valleys.svg", "The loss of the simplest critic against its slope.", valleys),
      Drawn("weights.svg", "Where the weights end.", .charts(weights)),
      Drawn("critics.svg", "The exact price list, and what critics make of it.", critics),
    ]
  }

  private var rulers: ChartGrid {
    let panels = boards.map { board in
      let (x, y) = (board.readings.map(\.w1), board.readings.map(\.estimate))
      let end = (x.max() ?? 1) * 1.05
      var chart = Chart(
        "\(board.kind.title): Pearson \(board.pearson.map { brief(Double($0)) } ?? "unknown")",
        x: Axis("exact W₁", range: 0...Double(end)), y: Axis("the critic's estimate"))
      chart.line(
        board.kind.limit == nil ? "estimate = W₁" : "estimate = 1024 c³ W₁", x: [0, end],
        y: [0, end * (board.kind.bound ?? 1)], ink: board.kind.limit == nil ? .gray : .ochre)
      chart.points("a pair of heaps", x: x, y: y, ink: .orange)
      return chart
    }
    return ChartGrid("Critics as rulers", columns: 2, panels: panels)
  }

  private var valleys: Chart {
    let slopes = (-90...90).map { Double($0) / 50 }
    var chart = Chart(
      "The loss of the critic f(x) = a x on heaps 1 apart", x: Axis("slope a", range: -1.8...1.8),
      y: Axis("loss", range: -2...10))
    for (name, twoSided, ink) in [
      ("two-sided penalty", true, Ink.orange), ("one-sided penalty", false, .purple),
    ] {
      chart.line(
        name, x: slopes,
        y: slopes.map { Ruler.loss(slope: $0, distance: 1, weight: 10, twoSided: twoSided) },
        ink: ink)
    }
    chart.rule(x: 1.05, label: "1 + Δ ⁄ 2λ")
    chart.rule(x: -0.95, label: "−1 + Δ ⁄ 2λ")
    return chart
  }

  private var weights: ChartGrid {
    let panels = boards.filter { $0.kind == .oneSided || $0.kind == .clipSmall }.map { board in
      let limit = board.kind.limit ?? 1
      let weights = board.readings.flatMap(\.weights).map { $0 / limit }
      let reach = board.kind.limit == nil ? 1.5 : 1.1
      var chart = Chart(
        board.kind.title,
        x: Axis(board.kind.limit == nil ? "weight" : "weight ÷ c", range: -reach...reach),
        y: Axis("density"))
      chart.histogram("weights", samples: weights, bins: 44, range: -reach...reach, ink: .purple)
      return chart
    }
    return ChartGrid("Where the weights end", columns: 2, panels: panels)
  }

  private var critics: Chart {
    var chart = Chart(
      "Real heaps outside, the generated one in the middle", x: Axis("x", range: -2...2),
      y: Axis("price, or score"))
    let inks: [Ink] = [.purple, .orange, .green]
    chart.line("exact", x: RulerBend.grid, y: bend.exact, ink: .gray)
    for (critic, ink) in zip(bend.critics, inks) {
      chart.line(critic.title, x: RulerBend.grid, y: critic.values, ink: ink)
    }
    return chart
  }
}
