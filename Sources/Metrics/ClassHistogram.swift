import Foundation
import Preconditions
import Tensors

/// How many samples a classifier assigned to each class.
///
/// A generator may draw every sample well and still have forgotten some digits; this shows which.
/// It looks at nothing else: noise is also assigned to some class.
public struct ClassHistogram: Equatable, Sendable {
  /// Samples of each class.
  public let counts: [Int]
  /// All samples.
  public let total: Int

  /// - Parameters:
  ///   - classes: The class of each sample, 0 ..< `classCount`.
  ///   - classCount: How many classes there are; 10 digits.
  /// - Returns: nil if there are no samples.
  public init?(_ classes: [Int], classCount: Int = 10) {
    require(
      classes.allSatisfy { $0 >= 0 && $0 < classCount },
      "ClassHistogram: a class beyond 0 ..< \(classCount)")
    guard !classes.isEmpty else { return nil }
    var counts = [Int](repeating: 0, count: classCount)
    for index in classes { counts[index] += 1 }
    self.counts = counts
    total = classes.count
  }

  public var shares: [Double] { counts.map { Double($0) / Double(total) } }

  /// The number of classes that have at least this share of the samples.
  ///
  /// 2 % is a fifth of a digit's due share; a class below it may be misreadings of the others.
  public func covered(share: Double = 0.02) -> Int { shares.count { $0 >= share } }

  /// The Kullback–Leibler divergence from a reference's histogram, in nats.
  ///
  ///     KL(p ‖ q) = Σ p log(p/q),   p the shares here, q the reference's, 0 log 0 = 0
  ///
  /// In this order a forgotten class costs nothing by itself, but the others then have too much:
  /// samples of m classes out of 10 equal ones score log(10/m) (2.303 for one, 0.693 for five).
  /// Equal shares score 0, and n samples of the reference's own distribution about 9/(2n).
  ///
  /// - Returns: nil if there are samples of a class that the reference has not: the divergence is
  ///   infinite.
  ///
  /// S. Kullback, R. A. Leibler (1951), "On information and sufficiency".
  public func divergence(from reference: ClassHistogram) -> Float? {
    require(
      counts.count == reference.counts.count,
      "divergence: \(counts.count) classes against \(reference.counts.count)")
    return divergence(from: reference.shares)
  }

  /// The divergence from equal shares of all classes, 0 … log(number of classes).
  public var divergenceFromUniform: Float? {
    divergence(from: counts.map { _ in 1 / Double(counts.count) })
  }

  private func divergence(from q: [Double]) -> Float? {
    var sum = 0.0
    for (p, q) in zip(shares, q) where p > 0 { sum += p * log(p / q) }
    return finite(max(sum, 0))
  }
}

/// The class of the largest score in each row of `[n, classes]`: logits or probabilities.
///
/// Equal scores go to the first of their classes.
///
/// - Returns: nil if a score is a NaN or an infinity.
public func predictedClasses(_ scores: Tensor) -> [Int]? {
  require(scores.rank == 2, "predictedClasses: scores are [n, classes], not \(scores.shape)")
  guard scores.isFinite else { return nil }
  let (n, classes) = (scores.shape[0], scores.shape[1])
  return scores.withUnsafeScalars { scalars in
    (0..<n).map { row in
      (1..<max(classes, 1)).reduce(0) {
        scalars[row * classes + $1] > scalars[row * classes + $0] ? $1 : $0
      }
    }
  }
}

extension Metric {
  public static let digitsCovered = Metric(
    "digitsCovered", .samples, "Digits covered",
    "How many of the ten digits make up at least 2 % of the samples each.", unit: "digits",
    reference: "10; fewer means that some are missing.")
  public static let classKL = Metric(
    "classKL", .samples, "Divergence of the class shares",
    "How far the digits' shares among the samples are from those among the real images "
      + "(Kullback–Leibler).",
    unit: "nats",
    reference: "0 is perfect. On MNIST, real images have at most 0.008; "
      + "five digits alone have 0.65.")
}
