import ArgumentParser
import Charts
import Lessons
import Live
import Metrics
import Runs
import Tensors
import ToyGAN

/// `toy-gan dirac`: the game of two numbers, played with six sets of rules.
struct DiracCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toy-gan dirac",
    abstract: "The smallest GAN, of two numbers: who goes round, and what a penalty does.",
    discussion: "Writes dirac.svg, report.html and summary.json. Nothing in it is random.")

  @OptionGroup var options: RunOptions

  @OptionGroup var live: LiveOptions

  func validate() throws { try options.requireNothingToResume() }

  private static let games: [(metric: Metric, rules: DiracGAN.Rules)] = [
    (.radius("Plain", "GAN"), (.gan, .none)),
    (.radius("Alternating", "GAN, in turns"), (.gan, .alternating)),
    (.radius("R1", "GAN, R₁"), (.gan, .r1(weight: 1))),
    (.radius("Clipped", "W, clipped to ±1"), (.wasserstein, .clipping(1))),
    (.radius("TwoSided", "W, two-sided penalty"), (.wasserstein, .twoSidedPenalty(weight: 1))),
    (.radius("WassersteinR1", "W, R₁"), (.wasserstein, .r1(weight: 1))),
  ]

  func run() throws {
    if live.live { return try live.show(.dirac) }
    let steps = options.steps ?? 500
    let run = try Run(
      chapter: "toy-gan", recipe: "dirac", options: options, steps: steps, batchSize: 1,
      dataset: "the number 0", settings: ["rate": "0.2"], secondsPerStep: 1e-5)
    var (metrics, panels, ends): (Measurements, [Chart], [Tensor]) = ([:], [], [])
    for (metric, rules) in Self.games {
      var game = DiracGAN(rules.game, rules.remedy)
      let path = game.path(steps: steps, rate: 0.2)
      metrics[metric] = game.radius
      panels.append(Self.chart("\(metric.title): \(brief(Double(game.radius)))", path))
      ends += [game.theta, game.psi]
    }
    let paths = ChartGrid(
      "θ and ψ from radius 1.41; above each, the radius at the end", columns: 3, panels: panels,
      panelHeight: 375)
    try run.finish(
      Outcome(
        metrics: metrics,
        sentences: """
          Of six games of two numbers, the two with the penalty R₁ come to rest where generated is \
          real.
          """,
        pictures: [Drawn("dirac.svg", "The paths of θ and ψ.", .charts(paths))],
        first: "dirac.svg"),
      learnt: ends, parameters: ["generator": 1, "discriminator": 1])
  }

  private static func chart(_ title: String, _ path: [(theta: Float, psi: Float)]) -> Chart {
    var chart = Chart(title, x: Axis("θ", range: -3.3...3.3), y: Axis("ψ", range: -3.3...3.3))
    // In pieces, for a long line would get markers, which tell nothing here.
    for start in stride(from: 0, to: path.count - 1, by: 100) {
      let piece = path[start...min(start + 100, path.count - 1)]
      chart.line("path", x: piece.map(\.theta), y: piece.map(\.psi), ink: .purple)
    }
    chart.points("start", x: [path[0].theta], y: [path[0].psi], ink: .gray)
    chart.points("equilibrium", x: [0] as [Float], y: [0] as [Float], ink: .green)
    chart.points(
      "end", x: [path[path.count - 1].theta], y: [path[path.count - 1].psi], ink: .orange)
    return chart
  }
}

extension Metric {
  fileprivate static func radius(_ game: String, _ title: String) -> Metric {
    Metric(
      "radius" + game, .answers, title, "How far (θ, ψ) is from the equilibrium at the end.",
      reference: "1.414 at the start; 0 when generated is real.")
  }
}
