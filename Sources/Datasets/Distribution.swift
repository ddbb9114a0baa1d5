import Foundation
import Preconditions

/// A known distribution on the line: the real side of a one-dimensional GAN.
///
/// What makes it worth knowing is that everything has a formula: the optimal discriminator
/// p/(p + q), the distance of the generated values, the curve they should lie on. All of it is in
/// double precision.
public struct Distribution: Equatable, Sendable {
  /// One normal of a mixture.
  public struct Component: Equatable, Sendable {
    /// Its share of the mixture; shares are taken relative to their sum.
    public let weight: Double
    public let mean: Double
    public let standardDeviation: Double

    /// - Throws: `DistributionError.parameter` unless the mean is finite, and the weight and the
    ///   standard deviation are finite and above 0, all of them as `Float`, which is what the
    ///   samples are.
    public init(
      weight: Double = 1, mean: Double, standardDeviation: Double
    ) throws(DistributionError) {
      try DistributionError.check("weight", weight, positive: true)
      try DistributionError.check("mean", mean, positive: false)
      try DistributionError.check("standard deviation", standardDeviation, positive: true)
      self.weight = weight
      self.mean = mean
      self.standardDeviation = standardDeviation
    }

    fileprivate init(_ component: Component, share: Double) {
      weight = share
      mean = component.mean
      standardDeviation = component.standardDeviation
    }
  }

  enum Shape: Equatable, Sendable {
    /// At least one, with weights that sum to 1; a plain normal is a mixture of one.
    case normals([Component])
    case uniform(lower: Double, upper: Double)
  }

  let shape: Shape

  /// A mixture Σ wₖ N(μₖ, σₖ) of at least one normal.
  public init(mixing components: [Component]) {
    require(!components.isEmpty, "a mixture needs at least one component")
    let total = components.reduce(0) { $0 + $1.weight }
    shape = .normals(components.map { Component($0, share: $0.weight / total) })
  }

  /// The normals that it is mixed of, with weights that sum to 1; none of a uniform one.
  public var components: [Component] {
    if case .normals(let components) = shape { components } else { [] }
  }

  /// N(mean, standardDeviation) from values that come from outside, such as options.
  ///
  /// - Throws: `DistributionError.parameter` unless the mean is finite and the standard deviation is
  ///   finite and above 0.
  public init(mean: Double, standardDeviation: Double) throws(DistributionError) {
    self.init(mixing: [try Component(mean: mean, standardDeviation: standardDeviation)])
  }

  /// N(mean, standardDeviation) from values that stand in the program: wrong ones stop it.
  public static func normal(mean: Double, standardDeviation: Double) -> Distribution {
    do {
      return try Distribution(mean: mean, standardDeviation: standardDeviation)
    } catch {
      stop(error.description)
    }
  }

  /// All values from `lower` to `upper` alike.
  public static func uniform(lower: Double, upper: Double) -> Distribution {
    require(
      Float(lower).isFinite && Float(upper).isFinite && lower < upper,
      "a uniform distribution from \(lower) to \(upper): the ends must be finite and ascend")
    return Distribution(shape: .uniform(lower: lower, upper: upper))
  }

  private init(shape: Shape) {
    self.shape = shape
  }
}

extension Distribution: CustomStringConvertible {
  /// As it is written in mathematics: `N(−1, 1)`, `U(−1, 1)`, `0.5 N(−2, 0.4) + 0.5 N(2, 0.4)`.
  public var description: String {
    switch shape {
    case .uniform(let lower, let upper):
      return "U(\(digits(lower)), \(digits(upper)))"
    case .normals(let components):
      return components.map { component in
        let normal = "N(\(digits(component.mean)), \(digits(component.standardDeviation)))"
        return components.count == 1 ? normal : "\(digits(component.weight)) \(normal)"
      }.joined(separator: " + ")
    }
  }

  /// Six significant digits, and a true minus sign.
  private func digits(_ value: Double) -> String {
    String(format: "%.6g", value).replacingOccurrences(of: "-", with: "−")
  }
}
