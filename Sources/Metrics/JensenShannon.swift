import Foundation
import Preconditions

/// The Jensen–Shannon divergence of two densities given at the same points, in nats.
///
/// With the mixture m = (p + q)/2,
///
///     JS(p, q) = ½ ∫ p log(p/m) dx + ½ ∫ q log(q/m) dx,   0 ≤ JS ≤ log 2 = 0.693147
///
/// It is symmetric, 0 only for equal densities, and log 2 as soon as they do not overlap, however
/// far apart they are: a generator in that position learns nothing from it. Where the discriminator
/// is optimal, the value of the minimax game is 2 JS − 2 log 2.
///
/// The integrals are taken by the trapezoid rule. Both densities are first scaled to integrate to 1
/// by that same rule, so that the bounds hold exactly on any grid.
///
/// - Parameters:
///   - p: The first density at each point of `grid`; need not be normalised.
///   - q: The second density at the same points.
///   - grid: At least two points in ascending order; the spacing may vary.
/// - Returns: nil if a density is negative or not finite anywhere, or zero everywhere.
///
/// J. Lin (1991), "Divergence measures based on the Shannon entropy".
public func jensenShannon(density p: [Float], density q: [Float], on grid: [Float]) -> Float? {
  require(
    p.count == grid.count && q.count == grid.count && grid.count >= 2,
    "jensenShannon: densities at \(p.count) and \(q.count) points on a grid of \(grid.count)")
  require(
    zip(grid, grid.dropFirst()).allSatisfy { $0 < $1 && $1 - $0 < .infinity },
    "jensenShannon: the grid must be finite and strictly ascending")
  let last = grid.count - 1
  let widths = grid.indices.map {
    (Double(grid[min($0 + 1, last)]) - Double(grid[max($0 - 1, 0)])) / 2
  }
  guard let p = shares(zip(p, widths).map { Double($0) * $1 }),
    let q = shares(zip(q, widths).map { Double($0) * $1 })
  else { return nil }
  return finite(jensenShannon(p, q))
}

/// The Jensen–Shannon divergence of two discrete distributions over the same outcomes, in nats.
///
///     JS(p, q) = ½ Σ p log(p/m) + ½ Σ q log(q/m),   m = (p + q)/2
///
/// - Parameters:
///   - p: The probability of each outcome, or weights such as counts: they are scaled to a sum of 1.
///   - q: The same for the second distribution.
/// - Returns: nil if a probability is negative or not finite, or all are zero.
public func jensenShannon(probabilities p: [Float], _ q: [Float]) -> Float? {
  require(p.count == q.count, "jensenShannon: \(p.count) and \(q.count) probabilities")
  guard let p = shares(p.map { Double($0) }), let q = shares(q.map { Double($0) }) else {
    return nil
  }
  return finite(jensenShannon(p, q))
}

/// The Jensen–Shannon divergence of two samples' histograms, in nats.
///
/// Equal bins divide the range of both samples together. A histogram sees no difference within a
/// bin, so this is at most the divergence of the distributions behind it, but the noise of n values
/// in each adds about (bins − 1)/(4n): 0.0012 for 50 bins and 10,000 values.
///
/// - Parameter bins: How many; 50 resolves a normal's shape into steps of about σ/6.
/// - Returns: nil if a sample is empty or holds a NaN or an infinity.
public func jensenShannon(_ a: [Float], _ b: [Float], bins: Int = 50) -> Float? {
  guard let a = OrderedSample(a), let b = OrderedSample(b) else { return nil }
  let range = min(a.values[0], b.values[0])...max(a.values[a.count - 1], b.values[b.count - 1])
  // The outermost edges are left out: no value lies beyond them.
  let edges = Array(binEdges(range, bins).dropFirst().dropLast())
  let (p, q) = (masses(a.shareBelow(edges)), masses(b.shareBelow(edges)))
  return finite(jensenShannon(p, q))
}

/// The Jensen–Shannon divergence of a sample's histogram from a known distribution, in nats.
///
/// Equal bins divide `range`, and one more on either side takes everything beyond it, so that a
/// generator outside the picture is counted too. The distribution's share of a bin is exact, from
/// its cumulative function. A perfect generator scores about (bins + 1)/(8n): 0.0006 for 50 bins and
/// 10,000 values.
///
/// - Parameters:
///   - cumulative: F(x), continuous.
///   - range: Where the known distribution has nearly all of its mass.
///   - bins: How many within the range.
/// - Returns: nil if the sample is empty or holds a NaN or an infinity.
public func jensenShannon(
  _ samples: [Float],
  cumulative: (Double) -> Double,
  over range: ClosedRange<Double>,
  bins: Int = 50
) -> Float? {
  OrderedSample(samples).flatMap {
    finite($0.jensenShannon(cumulative: cumulative, over: range, bins: bins))
  }
}

extension OrderedSample {
  func jensenShannon(
    cumulative: (Double) -> Double, over range: ClosedRange<Double>, bins: Int
  ) -> Double {
    let edges = binEdges(range, bins)
    return Metrics.jensenShannon(masses(shareBelow(edges)), masses(edges.map(cumulative)))
  }
}

/// The divergence of two discrete distributions over the same cells.
private func jensenShannon(_ p: [Double], _ q: [Double]) -> Double {
  // p log(p/m) tends to 0 as p does, so an empty cell adds nothing.
  let divergence = zip(p, q).reduce(0.0) { sum, cell in
    let (p, q) = cell
    let m = (p + q) / 2
    return sum + (p > 0 ? p * log(p / m) : 0) / 2 + (q > 0 ? q * log(q / m) : 0) / 2
  }
  // Rounding may leave the bounds by a few units in the last place.
  return min(max(divergence, 0), log(2))
}

/// Weights scaled to a sum of 1; nil if one is negative or not finite, or none is positive.
func shares(_ weights: [Double]) -> [Double]? {
  guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
  let total = weights.reduce(0, +)
  return total > 0 ? weights.map { $0 / total } : nil
}

/// The ends of `bins` equal bins.
private func binEdges(_ range: ClosedRange<Double>, _ bins: Int) -> [Double] {
  require(bins >= 1, "jensenShannon: \(bins) bins; at least 1 is needed")
  let width = (range.upperBound - range.lowerBound) / Double(bins)
  return (0...bins).map { range.lowerBound + Double($0) * width }
}

/// The mass of every cell between edges, from −∞ to the first and from the last to ∞ included.
private func masses(_ below: [Double]) -> [Double] {
  zip(below + [1], [0] + below).map { max(0, $0 - $1) }
}

extension Metric {
  public static let js = Metric(
    "js", .samples, "Jensen–Shannon divergence",
    "How well the best discriminator there is could tell generated from real.", unit: "nats",
    reference: "0: not at all; ln 2 = 0.693: every time.")
}
