import Foundation
import Tensors

/// Element i is ((i² + 3i + ⌊i/7⌋)·factor mod modulus)/scale + shift, exact as a `Float`;
/// image_metrics.py has the same rule.
struct MatrixRule: Sendable {
  let rows: Int
  let columns: Int
  let factor: Int
  let modulus: Int
  let scale: Float
  let shift: Float

  var values: [Float] {
    (0..<rows * columns).map {
      Float(($0 * $0 + 3 * $0 + $0 / 7) * factor % modulus) / scale + shift
    }
  }

  var tensor: Tensor { Tensor(shape: [rows, columns], scalars: values) }
}

struct SpectrumReference: Sendable {
  let a: Int
  let values: [Double]
}

struct SetReference: Sendable {
  let a: Int
  let b: Int
  let frechet: Double
  let ratio: Double
  let nn1Real: Double
  let nn1Fake: Double
  let precision: Double
  let recall: Double
}

struct DensityReference: Sendable {
  let a: Int
  let b: Int
  let k: Int
  let density: Double
  let coverage: Double
}

struct ComponentReference: Sendable {
  let a: Int
  let variances: [Double]
  let total: Double
  let first: [Double]
}

struct CorrelationReference: Sendable {
  let a: Int
  let b: Int
  let pearson: Double
  let spearman: Double
}

struct HistogramReference: Sendable {
  let p: [Int]
  let q: [Int]
  let kl: Double
}

/// `[n, d]` standard normal numbers.
func normalPoints(_ n: Int, _ d: Int, seed: UInt64) -> Tensor {
  var stream = RandomStream(seed: seed, for: "points")
  return .normal([n, d], using: &stream)
}

/// Point sets that no metric can judge; one of them has a single point.
func unusablePoints() -> [Tensor] {
  [
    Tensor(rows: [[1, 2]]),
    Tensor(rows: [[1, 2], [.nan, 0], [1, 1], [0, 1], [2, 2]]),
    Tensor(rows: [[1, 2], [0, 0], [1, -.infinity], [0, 1], [2, 2]]),
  ]
}
