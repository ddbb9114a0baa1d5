import Foundation
import Testing

@testable import Charts

/// Charts of every kind, the awkward ones included, by name.
struct Example: CustomTestStringConvertible, Sendable {
  var name: String
  var chart: Chart
  var testDescription: String { name }
}

/// Numbers that look like noise and are the same everywhere.
func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
  var state = seed
  return (0..<count).map { _ in
    // The sum of four uniforms is normal enough.
    (0..<4).reduce(-2.0) { sum, _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return sum + Double(state >> 40) / Double(1 << 24)
    }
  }
}

func normalDensity(_ x: Double, mean: Double, deviation: Double) -> Double {
  let z = (x - mean) / deviation
  return exp(-0.5 * z * z) / (deviation * (2 * Double.pi).squareRoot())
}

let examples: [Example] = {
  func chart(
    _ title: String, x: Axis = Axis("step"), y: Axis = Axis("loss", unit: "nats"),
    right: Axis? = nil, width: Double = 720, height: Double = 400, _ fill: (inout Chart) -> Void
  ) -> Example {
    var chart = Chart(title, x: x, y: y, right: right, width: width, height: height)
    fill(&chart)
    return Example(name: title, chart: chart)
  }
  let steps = (0..<5000).map { Double($0) }
  let short = Array(steps.prefix(50))
  let log = Axis("W₁", scale: .log)
  return [
    chart("restless lines") {
      $0.line("discriminator", x: steps, y: noise(5000))
      $0.line("generator", x: steps, y: noise(5000, seed: 2))
      $0.rule(y: 0.693, label: "ln 2 = 0.693 equilibrium")
      $0.rule(x: 1000, label: "learning rate halved")
    },
    chart("smoothed lines") { $0.line("D", x: steps, y: noise(5000), smoothing: 50) },
    chart("log axis with bands", y: log) {
      let low = short.map { exp(-$0 / 8) }
      $0.band("reliable", x: short, low: low, high: low.map { $0 * 3 })
      $0.line("reliable", x: short, y: low.map { $0 * 2 })
      $0.rule(y: 0.01, label: "limit 0.01")
      $0.rule(y: 0.0098, label: "two samples of the real data: 0.0098")
    },
    chart("density with histogram and D", right: Axis("D(x)", range: 0...1)) {
      let grid = (0...120).map { -4 + Double($0) / 10 }
      $0.area("real", x: grid, y: grid.map { normalDensity($0, mean: 4, deviation: 1.25) })
      $0.histogram("generated", samples: noise(2000).map { $0 + 3 })
      $0.line("D(x)", x: grid, y: grid.map { 1 / (1 + exp(-$0)) }, on: .right)
      $0.rule(y: 0.5, label: "D = ½", on: .right)
    },
    chart("many points") { $0.points("z → x", x: noise(9000), y: noise(9000, seed: 3)) },
    chart("few points") {
      for name in ["a", "b", "c"] { $0.points(name, x: short, y: noise(50)) }
    },
    chart("nothing at all") { _ in },
    chart("an empty series", y: log) { $0.line("empty", x: [Float](), y: [Float]()) },
    chart("one point") { $0.line("one", x: [3.0], y: [0.5]) },
    chart("one point at the origin") { $0.line("one", x: [0.0], y: [0.0]) },
    chart("a constant") { $0.line("½", x: short, y: short.map { _ in 0.5 }) },
    chart("a constant on a log axis", y: log) {
      $0.line("0.02", x: short, y: short.map { _ in 0.02 })
    },
    chart("nothing positive on a log axis", y: log) {
      $0.line("bad", x: short, y: short.map { -$0 })
      $0.rule(y: 0, label: "zero")
    },
    chart("only gaps") { $0.line("gaps", x: short, y: short.map { _ in Double.nan }) },
    chart("every kind of bad number", x: Axis("x"), y: log) {
      let bad: [Double] = [
        .nan, .infinity, -.infinity, 0, -1, .leastNonzeroMagnitude, 1e308, -1e308, 1, 2, .nan, 3,
      ]
      $0.line("line", x: (0..<12).map { Double($0) }, y: bad)
      $0.area("area", x: bad, y: bad)
      $0.band("band", x: (0..<12).map { Double($0) }, low: bad, high: bad.reversed())
      $0.histogram("histogram", samples: bad)
      $0.points("points", x: bad, y: bad)
      $0.rule(y: .nan, label: "not a number")
      $0.rule(x: .infinity, label: "nowhere")
    },
    chart("enormous") { $0.line("e", x: [-1e300, 0, 1e300], y: [1e300, -1e300, 0]) },
    chart("tiny") { $0.line("t", x: [0, 1e-290, 2e-290], y: [1e-300, 2e-300, 0]) },
    chart("a small step far from 0") { $0.line("s", x: [1e9, 1e9 + 1], y: [1e7, 1e7 + 0.5]) },
    chart("thirty decades", y: log) { $0.line("d", x: [0.0, 1], y: [1e-15, 1e15]) },
    chart("a twentieth of a decade", y: log) { $0.line("d", x: [0.0, 1], y: [0.65, 0.72]) },
    chart("data far outside the range", y: Axis("y", range: 0...1)) {
      $0.line("far", x: [0.0, 1, 2, 3], y: [0.5, 1e12, -1e12, 0.5])
      $0.points("far points", x: [0.0, 1], y: [1e12, 0.5])
      $0.rule(y: 7, label: "outside")
    },
    chart(
      "A title far too long for one line of a picture that is as narrow as this one is, which "
        + "therefore wraps, and aWordThatIsLongerThanAnyLineCouldEverBeWhateverItsLengthMayBeInAll",
      y: Axis("an axis with a title that is long enough for two lines", unit: "nats per sample"),
      width: 400, height: 420
    ) {
      for index in 0..<9 {
        $0.line("series number \(index)", x: short, y: short.map { sin($0 / 9 + Double(index)) })
      }
      $0.line(String(repeating: "endless name ", count: 20), x: short, y: short)
      for index in 0..<40 { $0.rule(y: Double(index), label: "reference \(index)") }
      for index in 0..<9 { $0.rule(x: 20 + Double(index), label: "time \(index)") }
    },
    chart("the smallest", width: 240, height: 140) { $0.line("a", x: [0.0, 1e5], y: [0, 1e5]) },
    chart("<tags> & \"quotes\" & 'more' \u{1} \u{FFFE} 漢字 🎲") {
      $0.line("a < b & c", x: short, y: short)
      $0.rule(y: 3, label: "<x> & </text>")
    },
  ]
}()
