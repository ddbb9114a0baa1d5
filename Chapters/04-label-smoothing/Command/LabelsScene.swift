import Charts
import Datasets
import LabelSmoothing
import Lessons
import Live
import Runs

/// The best D there is, for labels that one drags: the formula alone, and nothing is trained.
struct DraggedLabels {
  var labels: Labels
  var fakeMean: Float

  private var p: Distribution { .normal(mean: -1, standardDeviation: 1) }
  private var q: Distribution { .normal(mean: Double(fakeMean), standardDeviation: 1) }
  private var x: [Float] { (0...160).map { Float($0) / 20 - 4 } }

  private func optimum(_ x: Double, _ labels: Labels) -> Double {
    labels.optimum(p: p.density(at: x), q: q.density(at: x))
  }

  var sentence: String {
    "Told \(labels), the best D answers \(readable(labels.middle)) where p = q, "
      + "\(readable(labels.real)) at most, and \(readable(labels.fake)) at least."
  }

  var answers: Chart {
    var chart = Chart(
      "The best D, D*", x: Axis("x", range: -4...4), y: Axis("D*(x)", range: 0...1),
      right: Axis("density", range: 0...1.6), width: 560, height: 380)
    for (name, density, ink) in [("real p(x)", p, Ink.blue), ("generated q(x)", q, .orange)] {
      chart.area(
        name, x: x, y: x.map { Float(density.density(at: Double($0))) }, ink: ink, on: .right)
    }
    chart.line("labels 1 and 0", x: x, y: x.map { optimum(Double($0), .hard) }, ink: .gray)
    chart.line("labels \(labels)", x: x, y: x.map { optimum(Double($0), labels) }, ink: .green)
    chart.rule(y: 0.5, label: "½")
    return chart
  }

  /// d log D* / dx, towards the left.
  var pull: Chart {
    func pull(_ x: Float, _ labels: Labels) -> Double {
      let (x, h) = (Double(x), 1e-4)
      return (optimum(x - h, labels) - optimum(x + h, labels)) / (2 * h) / optimum(x, labels)
    }
    var chart = Chart(
      "What reaches the generator", x: Axis("x of a generated number", range: -4...4),
      y: Axis("pull to the left, −d log D* ⁄ dx"), width: 560, height: 380)
    chart.line("labels 1 and 0", x: x, y: x.map { pull($0, .hard) }, ink: .gray)
    chart.line("labels \(labels)", x: x, y: x.map { pull($0, labels) }, ink: .green)
    return chart
  }
}

extension LiveScene where State == DraggedLabels {
  static func labels(real: Float, fake: Float, mean: Float) -> LiveScene {
    LiveScene(
      "Labels, and the best D",
      DraggedLabels(labels: Labels(real: real, fake: fake), fakeMean: mean),
      knobs: [
        Knob(
          "real-label", 0.5...1, "what D is told of real samples",
          get: { $0.labels.real }, set: { $0.labels.real = $1 }),
        Knob(
          "fake-label", 0...0.49, "what D is told of generated samples",
          get: { $0.labels.fake }, set: { $0.labels.fake = $1 }),
        Knob(
          "fake-mean", -10...10, shown: -3...3, "mean of the generated numbers",
          get: { $0.fakeMean }, set: { $0.fakeMean = $1 }),
      ],
      says: { $0.sentence },
      pictures: { scene in
        [
          Drawn("optimum.svg", "What the best D answers at x.", scene.answers),
          Drawn("pull.svg", "How hard it pulls a generated number at x to the left.", scene.pull),
        ]
      })
  }
}
