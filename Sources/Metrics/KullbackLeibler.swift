import Foundation
import Preconditions

/// The Kullback–Leibler divergence of two discrete distributions over the same outcomes, in nats.
///
///     KL(p ‖ q) = Σ p log(p/q) ≥ 0
///
/// What a code made for q costs beyond one made for p, when p is true. It is 0 only for equal
/// distributions, not symmetric, and infinite as soon as something happens that q holds for impossible.
///
/// - Parameters:
///   - p: The true probability of each outcome, or weights such as counts: they are scaled to a sum of 1.
///   - q: The same for the other distribution.
/// - Returns: nil if a probability is negative or not finite, or all are zero.
///
/// S. Kullback, R. A. Leibler (1951), "On information and sufficiency".
public func kullbackLeibler(probabilities p: [Float], _ q: [Float]) -> Float? {
  require(p.count == q.count, "kullbackLeibler: \(p.count) and \(q.count) probabilities")
  guard let p = shares(p.map { Double($0) }), let q = shares(q.map { Double($0) }) else {
    return nil
  }
  // p log p tends to 0 as p does, so what never happens costs nothing.
  let divergence = zip(p, q).reduce(0.0) { $1.0 > 0 ? $0 + $1.0 * log($1.0 / $1.1) : $0 }
  // Rounding may leave the bound by a few units in the last place.
  return Float(max(divergence, 0))
}
