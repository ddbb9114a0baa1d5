import Charts
import Lessons
import Live
import WGAN

/// Two heaps that one drags apart: what each distance says, and what it tells a generator. Nothing is
/// trained; all of it is exact on cells of a sixteenth.
struct HeapsApart {
  /// In widths of a heap.
  var distance: Float = 0.5

  private static let reach = 3 * Bricks.cellsPerUnit

  private var shift: Int { Int((distance * Float(Bricks.cellsPerUnit)).rounded()) }
  private func bricks(_ shift: Int) -> Bricks { Bricks(shift: max(0, shift)) }
  private func js(_ shift: Int) -> Double {
    let bricks = bricks(shift)
    return jensenShannon(bricks.real, bricks.fake)
  }
  private func w(_ shift: Int) -> Double {
    let bricks = bricks(shift)
    return wasserstein(bricks.real, bricks.fake, cellWidth: 1 / Double(Bricks.cellsPerUnit))
  }
  /// Per width, to the right.
  private func slope(_ value: (Int) -> Double) -> Double {
    (value(shift + 1) - value(shift)) * Double(Bricks.cellsPerUnit)
  }

  var sentence: String {
    let kl = kullbackLeibler(bricks(shift).real, bricks(shift).fake)
    let klWords = kl.isFinite ? "\(brief(kl))" : "∞, and has no slope"
    return "KL is \(klWords). JS is \(brief(js(shift))), and its slope \(brief(slope(js))). "
      + "W is \(brief(w(shift))), and its slope \(brief(slope(w)))."
  }

  var heaps: Chart {
    var chart = Chart(
      "Two heaps at a distance of θ = \(brief(Double(distance)))", x: Axis("x", range: -0.5...4.5),
      y: Axis("density", range: 0...1.25), width: 560, height: 300)
    func outline(_ x: Float) -> [Float] { [x, x, x + 1, x + 1] }
    chart.area("real", x: outline(0), y: [0, 1, 1, 0] as [Float], ink: .blue)
    chart.area("generated", x: outline(distance), y: [0, 1, 1, 0] as [Float], ink: .orange)
    return chart
  }

  var distances: Chart {
    let shifts = Array(0...Self.reach)
    let theta = shifts.map { Double($0) / Double(Bricks.cellsPerUnit) }
    var chart = Chart(
      "How far apart are they?", x: Axis("θ", range: 0...3), y: Axis("distance", range: 0...3),
      width: 560, height: 340)
    chart.line("KL: ∞ for every θ > 0", x: [0, 0] as [Double], y: [0, 4] as [Double], ink: .gray)
    chart.line("JS", x: theta, y: shifts.map(js), ink: .green)
    chart.line("W", x: theta, y: shifts.map(w), ink: .purple)
    chart.rule(x: Double(distance), label: "here")
    return chart
  }

  var slopes: Chart {
    var chart = Chart(
      "What tells a generator to move", x: Axis("θ", range: 0...3),
      y: Axis("slope with respect to θ", range: 0...1.25), width: 560, height: 340)
    let shifts = Array(0...Self.reach)
    let theta = shifts.map { Double($0) / Double(Bricks.cellsPerUnit) }
    func slopes(_ value: (Int) -> Double) -> [Double] {
      shifts.map { (value($0 + 1) - value($0)) * Double(Bricks.cellsPerUnit) }
    }
    chart.line("JS", x: theta, y: slopes(js), ink: .green)
    chart.line("W", x: theta, y: slopes(w), ink: .purple)
    chart.rule(x: Double(distance), label: "here")
    return chart
  }
}

extension LiveScene where State == HeapsApart {
  static var distances: LiveScene {
    LiveScene(
      "Two heaps: KL, JS and W", HeapsApart(),
      knobs: [
        Knob(
          "distance", 0...3, "θ, how far the generated heap has moved, in widths of a heap",
          get: { $0.distance }, set: { $0.distance = $1 })
      ],
      says: { $0.sentence },
      pictures: { heaps in
        [
          Drawn("heaps.svg", "The real heap, and the one that you move.", heaps.heaps),
          Drawn("distances.svg", "What each distance says of them.", heaps.distances),
          Drawn("slopes.svg", "Only W has a slope where the heaps do not touch.", heaps.slopes),
        ]
      })
  }
}
