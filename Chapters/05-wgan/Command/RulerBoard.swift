import Metrics
import Runs
import Tensors
import WGAN

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

  var measurements: Measurements {
    var measured: Measurements = [:]
    func measure(
      _ end: String, _ title: String, _ value: Float?, _ sentence: String, reference: String = ""
    ) {
      let metric = Metric(
        kind.rawValue + end, .answers, "\(kind.title): \(title)", sentence, reference: reference)
      measured[metric] = value
    }
    measure(
      "Pearson", "correlation", pearson,
      "How nearly the estimates of critics with the constraint “\(kind.title)” are a straight line of "
        + "the exact W1 (Pearson).", reference: "1 for a perfect ruler; 0 for none.")
    switch kind {
    case .oneSided:
      measure("Least", "least ratio", ratios.first, "The least estimate ÷ W1.", reference: "1.")
      measure(
        "Greatest", "greatest ratio", ratios.last, "The greatest estimate ÷ W1.",
        reference: "1 + W1 ÷ 2λ.")
      measure(
        "Error", "greatest error",
        readings.map { abs($0.estimate / ($0.w1 * (1 + $0.w1 / 20)) - 1) }.max(),
        "How far an estimate is from W1 (1 + W1 ÷ 2λ), as a share of it.", reference: "0.")
    case .twoSided:
      measure(
        "Wrong", "wrong sign", Float(ratios.count { $0 < 0 }) / Float(ratios.count),
        "The share of critics that score the real heap below the generated one.", reference: "0.")
    case .clipSmall, .clipLarge:
      measure(
        "Scale", "unit", ratios[ratios.count / 2], "The median estimate ÷ W1.",
        reference: "At most \(readable(kind.bound ?? 0)), the greatest slope.")
      measure(
        "Worst", "worst reading", ratios[0] / ratios[ratios.count / 2],
        "The least estimate ÷ W1, as a share of the median one.",
        reference: "1, if there were one unit for all.")
      measure(
        "AtLimit", "weights at the stops", atLimit, "The share of weights at −c or c.")
    }
    return measured
  }
}
