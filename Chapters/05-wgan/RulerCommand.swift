import ArgumentParser
import Charts
import Foundation
import Metrics
import Runs
import Tensors

/// `wgan ruler`: part 2 of the chapter, measured and drawn.
struct RulerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan ruler",
    abstract: "Train critics as rulers, and compare them with exact distances.",
    discussion: "Writes pictures (SVG), report.html and summary.json; takes some ten seconds.")

  @OptionGroup var options: RunOptions

  @Option(
    parsing: .unconditional,
    help: "Pairs of heaps to measure. (default: 8 for quick, 16 for lesson, 40 for paper)")
  var pairs: Int?

  func validate() throws {
    try options.requireNothingToResume()
    if let pairs, pairs < 2 || pairs > 1000 {
      throw ValidationError("--pairs \(pairs): give a number from 2 to 1000")
    }
  }

  func run() throws {
    let (count, updates) =
      switch options.preset {
      case .quick: (pairs ?? 8, options.steps ?? 400)
      case .lesson: (pairs ?? 16, options.steps ?? 1000)
      case .paper: (pairs ?? 40, options.steps ?? 2000)
      }
    let samples = options.batchSize ?? 256
    let run = try Run(
      chapter: "wgan", recipe: "ruler", options: options, steps: updates, batchSize: samples,
      dataset: "\(count) pairs of heaps", settings: ["pairs": "\(count)", "hidden": "32"],
      columns: [], secondsPerStep: Double(count) * 0.5e-3)
    let heaps = (0..<count).map { HeapPair(index: $0, count: samples, seed: options.seed) }
    var boards: [RulerBoard] = []
    for kind in RulerKind.allCases {
      var board = RulerBoard(kind: kind)
      for (index, pair) in heaps.enumerated() {
        board.measure(pair, index: index, updates: updates, seed: options.seed)
        try run.leaveWithoutResult()
      }
      run.say("\(kind.title): Pearson \(board.pearson.map(readable) ?? "unknown")")
      boards.append(board)
    }
    let bend = try RulerBend(updates: updates, samples: samples, seed: options.seed)
    try finish(run, boards, bend)
  }

  private func finish(_ run: Run, _ boards: [RulerBoard], _ bend: RulerBend) throws {
    var metrics: [String: Float?] = [:]
    for board in boards {
      for (name, value) in board.metrics { metrics[board.kind.rawValue + name] = value }
    }
    let drawn = RulerPictures(boards: boards, bend: bend).all
    for picture in drawn { try run.write(picture.svg, as: picture.name) }
    let outcome = """
      The one-sided penalty measures W1 with the correlation \
      \(boards[0].pearson.map(readable) ?? "unknown"), the two-sided one with \
      \(boards[1].pearson.map(readable) ?? "unknown"). Clipped critics have a scale of their own.
      """
    let critics = boards.flatMap(\.readings).map(\.parameters) + bend.critics.map(\.parameters)
    try run.finish(
      metrics: metrics,
      parameters: ["critic": critics[0].reduce(0) { $0 + $1.scalarCount }],
      digest: digest(of: critics.flatMap { $0 }), outcome: outcome,
      figures: drawn.map { .init($0.caption, .svg($0.svg)) }, filmstrip: [],
      meanings: RulerPictures.meanings)
    run.say(outcome)
    run.say("the pictures are in \(run.folder.relativePath)/: open report.html, or ruler.svg")
  }
}

/// The four rulers. The raw value begins the names of their metrics.
enum RulerKind: String, CaseIterable {
  case oneSided, twoSided, clipSmall, clipLarge

  var constraint: Ruler.Constraint {
    switch self {
    case .oneSided: .oneSidedPenalty(weight: 10)
    case .twoSided: .twoSidedPenalty(weight: 10)
    case .clipSmall: .clipping(0.01)
    case .clipLarge: .clipping(0.2)
    }
  }

  var title: String {
    switch self {
    case .oneSided: "one-sided penalty"
    case .twoSided: "two-sided penalty"
    case .clipSmall: "clipped to ±0.01"
    case .clipLarge: "clipped to ±0.2"
    }
  }

  /// c, of a clipped ruler.
  var limit: Float? {
    if case .clipping(let c) = constraint { c } else { nil }
  }

  /// The greatest slope that clipped weights allow: 32 c · 32 c · c.
  var bound: Float? { limit.map { 1024 * $0 * $0 * $0 } }
}

/// What the critics of one kind say of all pairs.
struct RulerBoard {
  struct Reading {
    let w1: Float
    let estimate: Float
    let parameters: [Tensor]
    /// Weights, without biases.
    var weights: [Float] {
      stride(from: 0, to: parameters.count, by: 2).flatMap { parameters[$0].scalars }
    }
  }

  let kind: RulerKind
  private(set) var readings: [Reading] = []

  init(kind: RulerKind) { self.kind = kind }

  mutating func measure(_ pair: HeapPair, index: Int, updates: Int, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights \(index)")
    var epsilons = RandomStream(seed: seed, for: "epsilon \(index)")
    var ruler = Ruler(kind.constraint, using: &weights)
    ruler.learn(pair, updates: updates, using: &epsilons)
    readings.append(
      Reading(
        w1: pair.w1, estimate: ruler.estimate(pair.real, pair.fake).scalar,
        parameters: ruler.layers.parameters))
  }

  var pearson: Float? { Metrics.pearson(readings.map(\.w1), readings.map(\.estimate)) }

  /// The readings as multiples of the exact distances, in ascending order.
  var ratios: [Float] { readings.map { $0.estimate / $0.w1 }.sorted() }

  /// The share of weights at the stops.
  var atLimit: Float? {
    kind.limit.map { c in
      let weights = readings.flatMap(\.weights)
      return Float(weights.filter { abs($0) >= 0.999 * c }.count) / Float(weights.count)
    }
  }

  /// By the ends of their names.
  var metrics: [String: Float?] {
    var metrics = ["Pearson": pearson]
    switch kind {
    case .oneSided:
      metrics["Least"] = ratios.first
      metrics["Greatest"] = ratios.last
      metrics["Error"] = readings.map { abs($0.estimate / ($0.w1 * (1 + $0.w1 / 20)) - 1) }.max()
    case .twoSided:
      metrics["Wrong"] = Float(ratios.filter { $0 < 0 }.count) / Float(ratios.count)
    case .clipSmall, .clipLarge:
      metrics["Scale"] = ratios[ratios.count / 2]
      metrics["Worst"] = ratios[0] / ratios[ratios.count / 2]
      metrics["AtLimit"] = atLimit
    }
    return metrics
  }
}
