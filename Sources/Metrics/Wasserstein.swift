/// The Wasserstein-1 (earth mover's) distance between two samples, exactly.
///
/// The least average way that mass must travel to turn one heap into the other. On a line the best
/// plan keeps the order, and the distance is the area between the two cumulative functions:
///
///     W₁ = ∫₀¹ |F⁻¹(u) − G⁻¹(u)| du = ∫ |F(x) − G(x)| dx
///
/// It has the unit of the values. The samples need not be of one size.
///
/// - Returns: nil if a sample is empty or holds a NaN or an infinity, or if the distance exceeds the
///   range of `Float`.
/// - Complexity: O(n log n + m log m), for sorting.
///
/// S. S. Vallender (1974), "Calculation of the Wasserstein distance between probability
/// distributions on the line".
public func wasserstein1(_ a: [Float], _ b: [Float]) -> Float? {
  guard let a = OrderedSample(a), let b = OrderedSample(b) else { return nil }
  var area = 0.0
  a.compare(with: b) { difference, width in area += difference * width }
  return finite(area)
}

/// The Wasserstein-1 distance of a sample from a known distribution, in closed form.
///
/// It is ∫ |Fₙ(x) − F(x)| dx again, where only Fₙ is a staircase. No quadrature is needed, not even
/// in tails that never end, if one can say how far the distribution lies from a single point:
///
///     g(x) = E|X − x|,   g′(x) = 2F(x) − 1   ⇒   ∫ₐᵇ (F − c) dx = (g(b) − g(a))/2 + (½ − c)(b − a)
///
/// Between two neighbouring values Fₙ is a constant c. There F − c changes its sign at most once, at
/// a point that bisection finds. Left of all values and right of them, the two areas together are
/// (g(x₁) + g(xₙ) − (xₙ − x₁))/2. For one value W₁ is g(x) itself: the average way from a point.
///
/// The error is that of rounding: 2e-14 for 10,000 values of size 1 to 10, 6e-13 at 1,000 (compared
/// with 40 digits), before the result is rounded to `Float`. A perfect generator does not reach 0 but
/// the sample's own noise: for 10,000 values of N(μ, σ) a median of 0.012 σ, 0.022 σ at the 95th
/// percentile.
///
/// - Parameters:
///   - cumulative: F(x), continuous.
///   - meanDistance: g(x) = E|X − x|, the distribution's mean distance from the point x.
/// - Returns: nil if the sample is empty or holds a NaN or an infinity.
/// - Complexity: O(n log n), with n calls of each function and 40 more of `cumulative` per crossing.
public func wasserstein1(
  _ samples: [Float],
  cumulative: (Double) -> Double,
  meanDistance: (Double) -> Double
) -> Float? {
  OrderedSample(samples).flatMap {
    finite($0.wasserstein1(cumulative: cumulative, meanDistance: meanDistance))
  }
}

extension OrderedSample {
  func wasserstein1(
    cumulative: (Double) -> Double,
    meanDistance g: (Double) -> Double
  ) -> Double {
    var a = values[0]
    var (below, ga) = (cumulative(a), g(a))
    var area = ga / 2
    for k in 1..<count where a < values[k] {
      let b = values[k]
      let (above, gb) = (cumulative(b), g(b))
      let c = Double(k) / Double(count)
      let whole = (gb - ga) / 2 + (0.5 - c) * (b - a)
      if below < c && c < above {
        let x = crossing(of: cumulative, at: c, between: a, and: b)
        let left = (g(x) - ga) / 2 + (0.5 - c) * (x - a)
        area += abs(left) + abs(whole - left)
      } else {
        area += abs(whole)
      }
      (a, below, ga) = (b, above, gb)
    }
    area += (ga - (a - values[0])) / 2
    return max(0, area)
  }

  /// The x between `low` and `high` where the rising function F reaches `level`.
  ///
  /// The integrand vanishes there, so an error δ of x costs the area only F′(x) δ²: after 40 halvings
  /// nothing that a `Double` holds.
  private func crossing(
    of cumulative: (Double) -> Double, at level: Double, between low: Double, and high: Double
  ) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<40 {
      let middle = low + (high - low) / 2
      if cumulative(middle) < level { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}

extension Metric {
  public static let w1 = Metric(
    "w1", .samples, "Wasserstein-1 distance",
    "How far, on average, the generated numbers would have to be moved to become the real ones.",
    unit: "unit of the data",
    reference: "0 is perfect; 10,000 real numbers from N(−1, 1) themselves reach 0.012.")
}
