import Charts
import Foundation
import Lessons
import Live
import Runs
import Tensors
import ToyGAN

/// The game of two numbers, whose rules one drags. A few hundred steps are computed at once.
struct DraggedGame {
  /// h.
  var step: Float = 0.2
  /// γ.
  var penalty: Float = 0
  var theta: Float = 1
  var psi: Float = -1

  private var path: [(theta: Float, psi: Float)] {
    var game = DiracGAN(.gan, penalty > 0 ? .r1(weight: penalty) : .none)
    game.theta = Tensor(theta).tracked()
    game.psi = Tensor(psi).tracked()
    return game.path(steps: 500, rate: step)
  }

  /// The larger eigenvalue's size, of the step near the equilibrium: (1, h/2; −h/2, 1 − hγ).
  private var growth: Double {
    let (h, γ) = (Double(step), Double(penalty))
    if γ < 1 { return (1 - h * γ + h * h / 4).squareRoot() }
    let root = h / 2 * (γ * γ - 1).squareRoot()
    return max(abs(1 - h * γ / 2 + root), abs(1 - h * γ / 2 - root))
  }

  private var eigenvalues: String {
    let (h, γ) = (Double(step), Double(penalty))
    let middle = 1 - h * γ / 2
    let root = h / 2 * abs(γ * γ - 1).squareRoot()
    if root == 0 { return "\(brief(middle)), twice" }
    return γ < 1
      ? "\(brief(middle)) ± \(brief(root)) i"
      : "\(brief(middle + root)) and \(brief(middle - root))"
  }

  var sentence: String {
    let verdict = growth < 1 ? "it comes home" : growth > 1 ? "it leaves" : "it stays where it is"
    let turns = penalty < 1 ? ", going round" : ""
    return
      "Near the equilibrium a step has the eigenvalues \(eigenvalues): it multiplies the distance by "
      + "\(String(format: "%.4g", growth)) in the long run, so \(verdict)\(turns)."
  }

  var chart: Chart {
    let path = path
    var chart = Chart(
      "500 steps of size \(brief(Double(step))), γ = \(brief(Double(penalty)))",
      x: Axis("θ, the generated number", range: -3.3...3.3),
      y: Axis("ψ, the slope of D", range: -3.3...3.3), width: 560, height: 580)
    for start in stride(from: 0, to: path.count - 1, by: 100) {
      let piece = path[start...min(start + 100, path.count - 1)]
      chart.line("path", x: piece.map(\.theta), y: piece.map(\.psi), ink: .purple)
    }
    chart.points("start", x: [theta], y: [psi], ink: .gray)
    chart.points("equilibrium", x: [0] as [Float], y: [0] as [Float], ink: .green)
    let end = path[path.count - 1]
    chart.points("end", x: [end.theta], y: [end.psi], ink: .orange)
    return chart
  }

  var distances: Chart {
    let radii = path.map { Double($0.theta * $0.theta + $0.psi * $0.psi).squareRoot() }
    var chart = Chart(
      "Distance from the equilibrium", x: Axis("step"), y: Axis("distance", scale: .log),
      width: 560, height: 320)
    let steps = Array(radii.indices)
    chart.line(
      "both at once", x: steps.map(Double.init), y: radii.map { max($0, 1e-12) }, ink: .purple)
    chart.line(
      "the larger eigenvalue's", x: steps.map(Double.init),
      y: steps.map { max(radii[0] * pow(growth, Double($0)), 1e-12) }, ink: .green)
    return chart
  }
}

extension LiveScene where State == DraggedGame {
  static var dirac: LiveScene {
    LiveScene(
      "The game of two numbers", DraggedGame(),
      knobs: [
        Knob(
          "step", 0.001...2, shown: 0.01...2, "h, the size of a step", scale: .logarithmic,
          get: { $0.step }, set: { $0.step = $1 }),
        Knob(
          "penalty", 0...100, shown: 0...12, "γ, the weight of the penalty R₁",
          get: { $0.penalty }, set: { $0.penalty = $1 }),
        Knob("theta", -3...3, "where θ starts", get: { $0.theta }, set: { $0.theta = $1 }),
        Knob("psi", -3...3, "where ψ starts", get: { $0.psi }, set: { $0.psi = $1 }),
      ],
      says: { $0.sentence },
      pictures: { game in
        [
          Drawn("path.svg", "The path of θ and ψ.", game.chart),
          Drawn("distance.svg", "How far the pair is from the equilibrium.", game.distances),
        ]
      })
  }
}
