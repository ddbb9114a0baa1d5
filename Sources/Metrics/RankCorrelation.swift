import Preconditions

/// Pearson's correlation of two series: how nearly one is a straight line of the other.
///
///     r = Σ (aᵢ − ā)(bᵢ − b̄) / √( Σ (aᵢ − ā)² · Σ (bᵢ − b̄)² ),   −1 ≤ r ≤ 1
///
/// - Returns: nil for fewer than two pairs, a NaN or an infinity, or a series that never changes: a
///   constant correlates with nothing.
///
/// K. Pearson (1895), "Notes on regression and inheritance in the case of two parents".
public func pearson(_ a: [Float], _ b: [Float]) -> Float? {
  require(a.count == b.count, "pearson: \(a.count) values against \(b.count)")
  guard a.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite) else { return nil }
  return correlation(a.map { Double($0) }, b.map { Double($0) })
}

/// Spearman's rank correlation: how nearly one series rises whenever the other does.
///
/// Pearson's correlation of the ranks, and so blind to scale and to any bending that keeps the
/// order: a loss that falls as the quality improves has ±1 however oddly it is scaled. Equal values
/// share the mean of the ranks that they take up.
///
/// - Returns: nil for fewer than two pairs, a NaN or an infinity, or a series that never changes.
/// - Complexity: O(n log n), for sorting.
///
/// C. Spearman (1904), "The proof and measurement of association between two things".
public func spearman(_ a: [Float], _ b: [Float]) -> Float? {
  require(a.count == b.count, "spearman: \(a.count) values against \(b.count)")
  guard a.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite) else { return nil }
  return correlation(ranks(a), ranks(b))
}

/// The rank of each value from 1, equal values at the mean of their ranks.
func ranks(_ values: [Float]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for k in start..<end { ranks[order[k]] = Double(start + 1 + end) / 2 }
    start = end
  }
  return ranks
}

private func correlation(_ a: [Double], _ b: [Double]) -> Float? {
  guard a.count > 1, a.contains(where: { $0 != a[0] }), b.contains(where: { $0 != b[0] }) else {
    return nil
  }
  let (x, y) = (deviations(a), deviations(b))
  let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  let size = squares(x).squareRoot() * squares(y).squareRoot()
  return finite(min(max(product / size, -1), 1))
}

private func deviations(_ values: [Double]) -> [Double] {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.map { $0 - mean }
}

private func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

extension Metric {
  public static let lossQuality = Metric(
    "lossQuality", .losses, "Does the loss tell quality?",
    "How the generator's loss and the samples' Fréchet distance rise and fall together in the "
      + "second half of the run (Spearman's rank correlation).",
    reference: "1: the loss tells quality. 0: it tells nothing. By chance up to 0.65 either way.")
}
