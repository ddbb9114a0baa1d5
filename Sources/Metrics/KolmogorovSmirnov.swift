/// The Kolmogorov–Smirnov statistic of two samples: the largest gap between their staircases.
///
///     D = supₓ |F(x) − G(x)|,   0 ≤ D ≤ 1
///
/// It has no unit and does not change when both samples are stretched alike: it says *whether* two
/// distributions differ, where Wasserstein-1 says *how far apart* they are. Two samples of sizes n
/// and m of one distribution exceed 1.358·√(1/n + 1/m) in 5 % of draws, if both are large.
///
/// - Returns: nil if a sample is empty or holds a NaN or an infinity.
/// - Complexity: O(n log n + m log m), for sorting.
///
/// N. Smirnov (1939), "On the estimation of the discrepancy between empirical curves of
/// distribution for two independent samples".
public func kolmogorovSmirnov(_ a: [Float], _ b: [Float]) -> Float? {
  guard let a = OrderedSample(a), let b = OrderedSample(b) else { return nil }
  var largest = 0.0
  a.compare(with: b) { difference, _ in largest = max(largest, difference) }
  return finite(largest)
}

/// The Kolmogorov–Smirnov statistic of a sample against a known, continuous distribution.
///
///     D = supₓ |Fₙ(x) − F(x)|
///
/// F rises and Fₙ jumps, so the largest gap is at a jump, just before it or just after. A large
/// sample drawn from F itself exceeds 1.358/√n in 5 % of draws: 0.0136 for 10,000 values.
///
/// - Parameter cumulative: F(x), continuous.
/// - Returns: nil if the sample is empty or holds a NaN or an infinity.
/// - Complexity: O(n log n), with n calls of `cumulative`.
///
/// F. J. Massey (1951), "The Kolmogorov–Smirnov test for goodness of fit".
public func kolmogorovSmirnov(_ samples: [Float], cumulative: (Double) -> Double) -> Float? {
  OrderedSample(samples).flatMap { finite($0.kolmogorovSmirnov(cumulative: cumulative)) }
}

extension OrderedSample {
  func kolmogorovSmirnov(cumulative: (Double) -> Double) -> Double {
    // Among equal values only the first "before" and the last "after" are heights of Fₙ, but the
    // heights in between lie between those two and cannot be farther from F than both.
    var largest = 0.0
    for (i, x) in values.enumerated() {
      let mass = cumulative(x)
      let before = mass - Double(i) / Double(count)
      let after = Double(i + 1) / Double(count) - mass
      largest = max(largest, before, after)
    }
    return largest
  }
}

extension Metric {
  public static let ks = Metric(
    "ks", .samples, "Kolmogorov–Smirnov statistic",
    "The largest gap between the shares of generated and of real numbers below the same point.",
    reference: "0 is perfect; at 1 the two do not overlap. "
      + "10,000 real numbers themselves reach about 0.008.")
}
