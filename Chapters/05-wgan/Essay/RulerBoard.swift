import Metrics
import Tensors

/// The four rulers of part 2, and the fifth of part 4.
package struct RulerKind: Equatable, Sendable {
  /// Begins the names of its metrics.
  package let name: String
  package let title: String
  package let constraint: Ruler.Constraint

  package static let oneSided = RulerKind(
    name: "oneSided", title: "one-sided penalty", constraint: .oneSidedPenalty(weight: 10))
  package static let twoSided = RulerKind(
    name: "twoSided", title: "two-sided penalty", constraint: .twoSidedPenalty(weight: 10))
  package static let clipSmall = RulerKind(
    name: "clipSmall", title: "clipped to ±0.01", constraint: .clipping(0.01))
  package static let clipLarge = RulerKind(
    name: "clipLarge", title: "clipped to ±0.2", constraint: .clipping(0.2))

  package static let spectral = RulerKind(
    name: "spectral", title: "spectral norm", constraint: .spectralNorm)

  package static let all = [oneSided, twoSided, clipSmall, clipLarge, spectral]

  /// c, of a clipped ruler.
  package var limit: Float? {
    if case .clipping(let c) = constraint { c } else { nil }
  }

  /// The greatest slope that the weights allow: 32 c · 32 c · c if they are clipped, 1 with spectral norm.
  package var bound: Float? {
    constraint == .spectralNorm ? 1 : limit.map { 1024 * $0 * $0 * $0 }
  }

  /// A ruler of this kind that has learnt a pair of heaps to the end.
  func ruler(of pair: HeapPair, called name: String, updates: Int, seed: UInt64) -> Ruler {
    var weights = RandomStream(seed: seed, for: "weights \(name)")
    var epsilons = RandomStream(seed: seed, for: "epsilon \(name)")
    var ruler = Ruler(constraint, using: &weights)
    ruler.learn(pair, updates: updates, using: &epsilons)
    return ruler
  }
}

/// What the critics of one kind say of all pairs.
package struct RulerBoard {
  package struct Reading {
    package let w1: Float
    package let estimate: Float
    package let parameters: [Tensor]
    /// Weights, without biases.
    package var weights: [Float] {
      stride(from: 0, to: parameters.count, by: 2).flatMap { parameters[$0].scalars }
    }
  }

  package let kind: RulerKind
  package private(set) var readings: [Reading] = []

  package init(kind: RulerKind) { self.kind = kind }

  package mutating func measure(_ pair: HeapPair, index: Int, updates: Int, seed: UInt64) {
    let ruler = kind.ruler(of: pair, called: "\(index)", updates: updates, seed: seed)
    readings.append(
      Reading(
        w1: pair.w1, estimate: ruler.estimate(pair.real, pair.fake).scalar,
        parameters: ruler.layers.parameters))
  }

  package var pearson: Float? { Metrics.pearson(readings.map(\.w1), readings.map(\.estimate)) }

  /// The readings as multiples of the exact distances, in ascending order.
  package var ratios: [Float] { readings.map { $0.estimate / $0.w1 }.sorted() }

  /// The share of weights at the stops.
  package var atLimit: Float? {
    kind.limit.map { c in
      let weights = readings.flatMap(\.weights)
      return Float(weights.count { abs($0) >= 0.999 * c }) / Float(weights.count)
    }
  }
}
