import Foundation

/// What the tests know about N(mean, std) without asking another room.
struct Normal {
  var mean = 0.0
  var std = 1.0

  func density(at x: Double) -> Double {
    let z = (x - mean) / std
    return exp(-z * z / 2) / (std * (2 * Double.pi).squareRoot())
  }

  func cumulative(at x: Double) -> Double {
    erfc((mean - x) / (std * 2.0.squareRoot())) / 2
  }

  /// E|X − x|
  func meanDistance(to x: Double) -> Double {
    (x - mean) * (2 * cumulative(at: x) - 1) + 2 * std * std * density(at: x)
  }

  /// By bisection; slow and sure.
  func quantile(at u: Double) -> Double {
    var (low, high) = (mean - 40 * std, mean + 40 * std)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if cumulative(at: middle) < u { low = middle } else { high = middle }
    }
    return low
  }

  /// The values that stand in the middle of `count` equal shares of probability.
  func quantiles(_ count: Int) -> [Float] {
    (0..<count).map { Float(quantile(at: (Double($0) + 0.5) / Double(count))) }
  }
}

/// U(lower, upper)
struct Uniform {
  var lower = 0.0
  var upper = 1.0

  func cumulative(at x: Double) -> Double {
    min(max((x - lower) / (upper - lower), 0), 1)
  }

  func meanDistance(to x: Double) -> Double {
    if x <= lower || x >= upper { return abs(x - (lower + upper) / 2) }
    return (pow(x - lower, 2) + pow(upper - x, 2)) / (2 * (upper - lower))
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough for tests that draw with a stated seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// N(mean, std) by Box and Muller's method.
  mutating func normals(_ count: Int, mean: Double = 0, std: Double = 1) -> [Float] {
    (0..<count).map { _ in
      let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
      let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &self)
      return Float(mean + std * radius * cos(angle))
    }
  }
}

/// Value i is (i·factor mod modulus)/scale + shift, exact as a `Float`; metrics.py has the same rule.
struct SampleRule {
  let count: Int
  let factor: Int
  let modulus: Int
  let scale: Float
  let shift: Float

  var values: [Float] {
    (0..<count).map { Float($0 * factor % modulus) / scale + shift }
  }
}

struct PairReference: Sendable {
  let a: Int
  let b: Int
  let w1: Float
  let ks: Float
}

struct NormalReference: Sendable {
  let a: Int
  let mean: Double
  let std: Double
  let w1: Float
  let ks: Float
  let js: Float
}

struct MomentReference: Sendable {
  let a: Int
  let mean: Float
  let std: Float
}

struct DivergenceReference: Sendable {
  let mean: Double
  let std: Double
  let js: Float
}

/// Equal up to `tolerance` times the larger of 1 and the expected size.
func isClose(_ got: Float?, _ expected: Double, _ tolerance: Double = 1e-6) -> Bool {
  guard let got else { return false }
  return abs(Double(got) - expected) <= tolerance * max(1, abs(expected))
}

/// Samples that have no distance to anything.
let unusable: [[Float]] = [[], [.nan], [0, .nan, 1], [.infinity, 0], [1, -.infinity]]
