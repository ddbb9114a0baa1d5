import Charts
import Datasets
import Foundation
import LabelSmoothing
import Runs
import ToyGAN
import WGAN

extension BookSlider {
  /// All of them. Each says where its numbers come from.
  ///
  /// - Parameter record: what is recorded of chapter 4.
  static func all(chapter4 record: Record) -> [BookSlider] {
    [label, labelsBySeed(record), penaltyWeight, rest].compactMap { $0 }
  }

  // MARK: - Chapter 4

  /// The best answer there is, by the formula D* = t p ⁄ (p + q).
  private static var label: BookSlider {
    let (p, q) = (
      Distribution.normal(mean: -1, standardDeviation: 1),
      Distribution.normal(mean: 1, standardDeviation: 1)
    )
    let x = (0...120).map { Double($0) / 20 - 3 }
    let values = (10...20).map { Float($0) / 20 }
    let frames = values.map { value -> Frame in
      let labels = Labels(real: value)
      var chart = Chart(
        "The best D, told \(brief(value)) for real samples", x: Axis("x", range: -3...3),
        y: Axis("D*(x)", range: 0...1), right: Axis("density", range: 0...1.6))
      chart.line(
        "D*(x)", x: x, y: x.map { labels.optimum(p: p.density(at: $0), q: q.density(at: $0)) },
        ink: .green)
      chart.area("real p(x)", x: x, y: x.map(p.density), ink: .blue, on: .right)
      chart.area("generated q(x)", x: x, y: x.map(q.density), ink: .orange, on: .right)
      chart.rule(y: Double(labels.middle), label: "p = q: \(brief(labels.middle))")
      let end = value < 1 ? brief(labels.bestLogit) : "without end"
      let floor =
        value < 1
        ? "the loss on real samples cannot fall below \(brief(labels.realFloor)) nats"
        : "the loss on real samples can fall to 0"
      return Frame(
        brief(value),
        "Label \(brief(value)): where p = q the best D answers \(brief(labels.middle)); \(floor); the best "
          + "logit is at most \(end).",
        chart)
    }
    return BookSlider(
      name: "label", picture: "Figures/04-label-smoothing/logits.svg", title: "Move the label.",
      words: """
        D* by the formula, for one real label t from one half to 1, where generated samples are told 0. Does \
        the curve change its shape, or its height alone?
        """,
      label: "Label of real samples", frames: frames, first: values.firstIndex(of: 0.9) ?? 0)
  }

  /// W1 at the end for the four one-sided labels, a line for each recorded seed. Nil where a run is not
  /// recorded with the values of its seeds.
  private static func labelsBySeed(_ record: Record) -> BookSlider? {
    let kinds: [(label: Float, run: String, metric: String)] = [
      (0.75, "lesson.one-sided", "w1"), (0.875, "lesson.slim", "w1"), (0.9, "lesson", "w1"),
      (1, "lesson", "w1Hard"),
    ]
    let seeds = record.runs["lesson"]?.seeds ?? []
    let rows = kinds.compactMap { kind -> [Float]? in
      guard let run = record.runs[kind.run], run.seeds == seeds else { return nil }
      let values = (run.values[kind.metric] ?? []).compactMap { $0 }
      return values.count == seeds.count ? values : nil
    }
    guard seeds.count > 1, rows.count == kinds.count else { return nil }
    let labels = kinds.map(\.label)
    let highest = Double(rows.joined().max() ?? 1)
    let frames = seeds.indices.map { seed -> Frame in
      var chart = Chart(
        "W1 at the end, seed \(seeds[seed])", x: Axis("label of real samples", range: 0.7...1.05),
        y: Axis("W1", range: 0...highest * 1.1))
      for other in seeds.indices where other != seed {
        chart.points("other seeds", x: labels, y: rows.map { $0[other] }, ink: .gray)
      }
      let values = rows.map { $0[seed] }
      chart.line("this seed", x: labels, y: values, ink: .purple)
      chart.points("this seed", x: labels, y: values, ink: .purple)
      let best = labels.indices.min { values[$0] < values[$1] } ?? 0
      return Frame(
        "\(seeds[seed])",
        "Seed \(seeds[seed]): nearest is the label \(brief(labels[best])), with W1 \(readable(values[best])).",
        chart)
    }
    return BookSlider(
      name: "labels-by-seed", picture: "Figures/04-label-smoothing/w1.svg",
      title: "Move the seed.",
      words: """
        The recorded runs with four labels, each with the same seeds. What would you have said of labels, had \
        you run one seed only?
        """,
      label: "Seed", frames: frames, first: 0)
  }

  // MARK: - Chapter 5

  /// The loss of the critic f(x) = a x by its formula.
  private static var penaltyWeight: BookSlider {
    let weights: [Double] = [0.5, 1, 2, 5, 10, 20]
    let slopes = (-110...110).map { Double($0) / 50 }
    let frames = weights.map { weight -> Frame in
      var chart = Chart(
        "The loss of f(x) = a x on heaps 1 apart, λ = \(brief(weight))",
        x: Axis("slope a", range: -2.2...2.2), y: Axis("loss", range: -3...8))
      for (name, twoSided, ink) in [
        ("two-sided penalty", true, Ink.orange), ("one-sided penalty", false, .purple),
      ] {
        chart.line(
          name, x: slopes,
          y: slopes.map { Ruler.loss(slope: $0, distance: 1, weight: weight, twoSided: twoSided) },
          ink: ink)
      }
      // The two valleys, as long as Δ < 2λ.
      let (right, left) = (1 + 1 / (2 * weight), -1 + 1 / (2 * weight))
      chart.rule(x: right, label: "1 + Δ ⁄ 2λ")
      if left < 0 { chart.rule(x: left, label: "−1 + Δ ⁄ 2λ") }
      let other =
        left < 0
        ? "with the two-sided penalty a second valley lies at \(brief(left))"
        : "the second valley is gone"
      return Frame(
        brief(weight),
        "λ = \(brief(weight)): the lowest loss has the slope \(brief(right)); \(other).", chart)
    }
    return BookSlider(
      name: "penalty-weight", picture: "Figures/05-wgan/valleys.svg", title: "Move λ.",
      words: """
        The same loss, by its formula. A heavier penalty brings the slope nearer to 1. What does it do to the \
        wrong valley?
        """,
      label: "Penalty weight λ", frames: frames, first: weights.firstIndex(of: 10) ?? 0)
  }

  /// The game of two numbers with the two penalties. Nothing in it is random, and it is played anew.
  private static var rest: BookSlider {
    let weights: [Float] = [0, 0.1, 0.25, 0.5, 1, 1.5]
    let frames = weights.map { weight -> Frame in
      var (r1, twoSided) = (
        DiracGAN(.gan, .r1(weight: weight)),
        DiracGAN(.wasserstein, .twoSidedPenalty(weight: weight))
      )
      let panels = [
        path("GAN, R₁", r1.path(steps: 500, rate: 0.2)),
        path("W, two-sided penalty", twoSided.path(steps: 500, rate: 0.2)),
      ]
      return Frame(
        brief(weight),
        "Weight \(brief(weight)): after 500 steps the GAN with R₁ is \(readable(r1.radius)) from the "
          + "equilibrium, the critic with the two-sided penalty \(readable(twoSided.radius)).",
        ChartGrid(
          "θ and ψ, penalty weight \(brief(weight))", columns: 2, panels: panels, width: 720,
          panelHeight: 375))
    }
    return BookSlider(
      name: "rest", picture: "Figures/01-toy-gan/dirac.svg",
      title: "Move the weight of the penalty.",
      words: """
        γ of R₁ and λ of the two-sided penalty, both games played anew for each weight. From which weight on \
        does a game come to rest, and where?
        """,
      label: "Penalty weight", frames: frames, first: weights.firstIndex(of: 1) ?? 0)
  }

  private static func path(_ title: String, _ path: [(theta: Float, psi: Float)]) -> Chart {
    var chart = Chart(title, x: Axis("θ", range: -3.3...3.3), y: Axis("ψ", range: -3.3...3.3))
    // In pieces, for a long line would get markers, which tell nothing here.
    for start in stride(from: 0, to: path.count - 1, by: 100) {
      let piece = path[start...min(start + 100, path.count - 1)]
      chart.line("path", x: piece.map(\.theta), y: piece.map(\.psi), ink: .purple)
    }
    chart.points("equilibrium", x: [0] as [Float], y: [0] as [Float], ink: .green)
    chart.points(
      "end", x: [path[path.count - 1].theta], y: [path[path.count - 1].psi], ink: .orange)
    return chart
  }

  private static func brief(_ value: some BinaryFloatingPoint) -> String {
    String(format: "%.4g", Double(value)).replacing("-", with: "−")
  }
}

extension Labels {
  /// The logit of the label itself: D* is nowhere larger.
  fileprivate var bestLogit: Float { Float(logit(Double(real))) }
}

private func logit(_ share: Double) -> Double { log(share / (1 - share)) }
