import Charts
import Datasets
import Runs
import Tensors

/// Three critics on heaps between which the best price list falls and climbs: two real ones outside,
/// the generated one in the middle.
struct RulerBend {
  let critics: [(title: String, values: [Float], parameters: [Tensor])]
  /// The best price list: its slope is 1 where more generated mass lies to the left than real, else −1.
  let exact: [Float]
  static let grid = (0...160).map { Float($0) / 40 - 2 }

  init(updates: Int, samples: Int, seed: UInt64) throws {
    let real = Distribution(mixing: [
      try .init(mean: -1.2, standardDeviation: 0.2), try .init(mean: 1.2, standardDeviation: 0.2),
    ])
    let fake = Distribution.normal(mean: 0, standardDeviation: 0.3)
    var stream = RandomStream(seed: seed, for: "bend")
    let pair = HeapPair(
      real: real.sample(samples, using: &stream), fake: fake.sample(samples, using: &stream))
    let points = Tensor(shape: [Self.grid.count, 1], scalars: Self.grid)
    critics = [RulerKind.oneSided, .twoSided, .clipLarge].map { kind in
      var weights = RandomStream(seed: seed, for: "weights bend")
      var epsilons = RandomStream(seed: seed, for: "epsilon bend")
      var ruler = Ruler(kind.constraint, using: &weights)
      ruler.learn(pair, updates: updates, using: &epsilons)
      let values = ruler.layers(points).scalars
      let scaled = values.map { $0 / (kind.bound ?? 1) }
      return (
        kind.bound == nil ? kind.title : "\(kind.title), ÷ 8.2", Self.centred(scaled),
        ruler.layers.parameters
      )
    }
    var prices: [Float] = [0]
    for (x, next) in zip(Self.grid, Self.grid.dropFirst()) {
      let middle = Double(x + next) / 2
      let climbs = fake.cumulative(at: middle) > real.cumulative(at: middle)
      prices.append(prices[prices.count - 1] + (climbs ? next - x : x - next))
    }
    exact = Self.centred(prices)
  }

  /// A price list means the same when a constant is added, so lists are compared with mean 0.
  private static func centred(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0, +) / Float(values.count)
    return values.map { $0 - mean }
  }
}

/// The pictures of part 2.
struct RulerPictures {
  let boards: [RulerBoard]
  let bend: RulerBend

  var all: [(name: String, caption: String, svg: String)] {
    [
      ("ruler.svg", "What critics say, against exact distances.", rulers),
      ("valleys.svg", "The loss of the simplest critic against its slope.", valleys),
      ("weights.svg", "Where the weights end.", weights),
      ("critics.svg", "The exact price list, and what critics make of it.", critics),
    ]
  }

  private var rulers: String {
    let panels = boards.map { board in
      let (x, y) = (board.readings.map(\.w1), board.readings.map(\.estimate))
      let end = (x.max() ?? 1) * 1.05
      var chart = Chart(
        "\(board.kind.title): Pearson \(board.pearson.map { brief(Double($0)) } ?? "unknown")",
        x: Axis("exact W₁", range: 0...Double(end)), y: Axis("the critic's estimate"))
      chart.line(
        board.kind.bound == nil ? "estimate = W₁" : "estimate = 1024 c³ W₁", x: [0, end],
        y: [0, end * (board.kind.bound ?? 1)], ink: board.kind.bound == nil ? .gray : .ochre)
      chart.points("a pair of heaps", x: x, y: y, ink: .orange)
      return chart
    }
    return ChartGrid("Critics as rulers", columns: 2, panels: panels).svg()
  }

  private var valleys: String {
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
    return chart.svg()
  }

  private var weights: String {
    let panels = boards.filter { $0.kind != .twoSided && $0.kind != .clipLarge }.map { board in
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
    return ChartGrid("Where the weights end", columns: 2, panels: panels).svg()
  }

  private var critics: String {
    var chart = Chart(
      "Real heaps outside, the generated one in the middle", x: Axis("x", range: -2...2),
      y: Axis("price, or score"))
    let inks: [Ink] = [.purple, .orange, .green]
    chart.line("exact", x: RulerBend.grid, y: bend.exact, ink: .gray)
    for (critic, ink) in zip(bend.critics, inks) {
      chart.line(critic.title, x: RulerBend.grid, y: critic.values, ink: ink)
    }
    return chart.svg()
  }

  static var meanings: MetricMeanings {
    var meanings = MetricMeanings()
    for kind in RulerKind.allCases {
      let critics = "critics with the constraint “\(kind.title)”"
      let name = kind.rawValue
      meanings[name + "Pearson"] = MetricMeaning(
        .answers, "\(kind.title): correlation",
        "How nearly the estimates of \(critics) are a straight line of the exact W1 (Pearson).",
        reference: "1 for a perfect ruler; 0 for none.")
      switch kind {
      case .oneSided:
        meanings[name + "Least"] = MetricMeaning(
          .answers, "\(kind.title): least ratio", "The least estimate ÷ W1.", reference: "1.")
        meanings[name + "Greatest"] = MetricMeaning(
          .answers, "\(kind.title): greatest ratio", "The greatest estimate ÷ W1.",
          reference: "1 + W1 ÷ 2λ.")
        meanings[name + "Error"] = MetricMeaning(
          .answers, "\(kind.title): greatest error",
          "How far an estimate is from W1 (1 + W1 ÷ 2λ), as a share of it.", reference: "0.")
      case .twoSided:
        meanings[name + "Wrong"] = MetricMeaning(
          .answers, "\(kind.title): wrong sign",
          "The share of critics that score the real heap below the generated one.", reference: "0.")
      case .clipSmall, .clipLarge:
        meanings[name + "Scale"] = MetricMeaning(
          .answers, "\(kind.title): unit", "The median estimate ÷ W1.",
          reference: "At most \(readable(kind.bound ?? 0)), the greatest slope.")
        meanings[name + "Worst"] = MetricMeaning(
          .answers, "\(kind.title): worst reading",
          "The least estimate ÷ W1, as a share of the median one.",
          reference: "1, if there were one unit for all.")
        meanings[name + "AtLimit"] = MetricMeaning(
          .answers, "\(kind.title): weights at the stops", "The share of weights at −c or c.")
      }
    }
    return meanings
  }
}
