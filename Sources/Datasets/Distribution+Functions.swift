import Foundation
import Preconditions

// Each function of a mixture is the weighted sum of its components' functions, but for the
// quantile, which is found by search, and the standard deviation, which also counts how far the
// components lie apart.

extension Distribution {
  /// The density p(x) = F′(x).
  public func density(at x: Double) -> Double {
    switch shape {
    case .uniform(let lower, let upper):
      return lower <= x && x <= upper ? 1 / (upper - lower) : 0
    case .normals(let components):
      return components.reduce(0) { sum, normal in
        let z = normal.standardized(x)
        return sum + normal.weight * StandardNormal.density(at: z) / normal.standardDeviation
      }
    }
  }

  /// The cumulative function F(x) = P(X ≤ x); relatively accurate far into the lower tail.
  public func cumulative(at x: Double) -> Double {
    switch shape {
    case .uniform(let lower, let upper):
      return min(max((x - lower) / (upper - lower), 0), 1)
    case .normals(let components):
      let mass = components.reduce(0) { sum, normal in
        sum + normal.weight * StandardNormal.cumulative(at: normal.standardized(x))
      }
      // The weights sum to 1 only up to rounding.
      return min(mass, 1)
    }
  }

  /// The quantile function F⁻¹(u), for u in 0…1: the x below which a share u of all values lies.
  ///
  /// For a normal (x − μ)/σ is right to the last digit or two. A mixture's quantile lies
  /// between the smallest and the largest of its components' and is found there by bisection, to
  /// the accuracy that F allows: between modes far apart F is level, and any x of that level fits.
  public func quantile(at u: Double) -> Double {
    require((0...1).contains(u), "a quantile is asked for at \(u), outside 0…1")
    switch shape {
    case .uniform(let lower, let upper):
      return lower + u * (upper - lower)
    case .normals(let components):
      let z = StandardNormal.quantile(at: u)
      let each = components.map { $0.mean + $0.standardDeviation * z }
      let (low, high) = (each.reduce(.infinity, min), each.reduce(-.infinity, max))
      return bisect(low, high, at: u, components)
    }
  }

  private func bisect(
    _ low: Double, _ high: Double, at u: Double, _ components: [Component]
  ) -> Double {
    guard low < high else { return low }
    var (low, high) = (low, high)
    // 100 halvings always do: they take any bracket of the size of its ends below a rounding error.
    for _ in 0..<100 {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { break }
      // In the upper half compare the masses above: small numbers have more digits.
      let isBelow =
        u <= 0.5
        ? cumulative(at: middle) < u
        : components.reduce(0) { above, normal in
          above + normal.weight * StandardNormal.cumulative(at: -normal.standardized(middle))
        } > 1 - u
      if isBelow { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// The mean distance E|X − x| from a point x: the Wasserstein-1 distance of a generator that has
  /// collapsed to x.
  ///
  /// Its slope is 2F(x) − 1, so it is least at the median. For N(μ, σ), with z = (x − μ)/σ, it is
  /// σ (z·erf(z/√2) + 2φ(z)): at the mean σ√(2/π) = 0.797885 σ.
  public func meanDistance(to x: Double) -> Double {
    switch shape {
    case .uniform(let lower, let upper):
      guard lower < x, x < upper else { return abs(x - (lower + upper) / 2) }
      return ((x - lower) * (x - lower) + (upper - x) * (upper - x)) / (2 * (upper - lower))
    case .normals(let components):
      return components.reduce(0) { sum, normal in
        let z = normal.standardized(x)
        let distance = z * erf(z / 2.0.squareRoot()) + 2 * StandardNormal.density(at: z)
        return sum + normal.weight * normal.standardDeviation * distance
      }
    }
  }

  public var mean: Double {
    switch shape {
    case .uniform(let lower, let upper): (lower + upper) / 2
    case .normals(let components): components.reduce(0) { $0 + $1.weight * $1.mean }
    }
  }

  public var standardDeviation: Double {
    switch shape {
    case .uniform(let lower, let upper):
      return (upper - lower) / 12.0.squareRoot()
    case .normals(let components):
      let center = mean
      let variance = components.reduce(0) { sum, normal in
        let (offset, spread) = (normal.mean - center, normal.standardDeviation)
        return sum + normal.weight * (spread * spread + offset * offset)
      }
      return variance.squareRoot()
    }
  }

  /// The interval that a picture should show: all but 1e-4 of the mass, half of that missing on
  /// either side; for a uniform distribution a tenth of its width more than all of it on either side.
  public var plotRange: ClosedRange<Double> {
    switch shape {
    case .uniform(let lower, let upper):
      let margin = (upper - lower) / 10
      return lower - margin...upper + margin
    case .normals:
      return quantile(at: 5e-5)...quantile(at: 1 - 5e-5)
    }
  }
}

extension Distribution.Component {
  /// How many standard deviations x lies above the mean.
  fileprivate func standardized(_ x: Double) -> Double {
    (x - mean) / standardDeviation
  }
}
