import Metrics
import Runs

// What a chapter adds to what it has measured, for this alone.
extension Metric {
  /// How many clusters there are to cover.
  package static let clusterCount = Metric("clusterCount")
  /// The weight of a penalty on the critic's slope; absent where there is none.
  package static let penaltyWeight = Metric("penaltyWeight")
  /// The updates of G in a step, all on the same noise; absent where there is one.
  package static let generatorSteps = Metric("generatorSteps")
}

// What several failures have in common.
extension Evidence {
  /// Whether G is measured by its last of several updates on the same noise. That loss is small whatever D says of
  /// other samples, and shows no failure: of the published faces it ends at 0.42, where D answers 0.11.
  var hasRepeatedItself: Bool { value(.generatorSteps) != nil }

  /// Recorded runs that are no failures: 0.92 at most on real samples, 0.08 at least on generated ones.
  var discriminatorWon: Bool {
    guard let real = value(.dReal), let fake = value(.dFake) else { return false }
    return real > 0.9 && fake < 0.05
  }

  /// Digits: 0.48 at most in recorded runs, and 0.7 and more in the controls. Of pictures without classes the
  /// distance has no scale: recorded runs end at half of the first one at most, but for those whose faces
  /// are nearly all alike.
  var isNoise: Bool {
    if let ratio = value(.frechetRatio) { return ratio > 0.8 }
    guard value(.pca50Frechet) != nil, let course else { return false }
    return course.last > 0.8 * course.first
  }

  /// On the line: the numbers lie where the real ones do not, and not in a heap. Lessons have 0.04 at most,
  /// the tutorial's networks 0.45 where they have spread.
  var isElsewhere: Bool { !isHeap && (value(.ks).map { $0 > 0.5 } ?? false) }

  /// On the line, and no lesson: 0.15 at most where the recipes of chapter 1 have all their cures, 0.39
  /// before the first step.
  var isOff: Bool { value(.ks).map { $0 > 0.2 } ?? false }

  /// On the line: a heap in the midst of normal numbers lies 0.8 of their standard deviation from them.
  /// Lessons spread ten times as far as they lie off, and the trap of chapter 1 0.03 times.
  var isHeap: Bool {
    guard let spread = value(.std), let distance = value(.w1) else { return false }
    return spread < distance / 4
  }

  /// In the plane: hardly a sample lies in a cluster. Recorded runs have 0.08 or more.
  var isBeside: Bool { value(.highQuality).map { $0 < 0.05 } ?? false }

  /// In the plane: runs without a failure have all.
  var clustersAreMissing: Bool {
    guard let found = value(.modesCovered), let all = value(.clusterCount) else { return false }
    return found <= 0.8 * all
  }

  /// Whether the samples are nothing like real ones, of whatever kind those are.
  var isFarOff: Bool { isNoise || isElsewhere || isBeside }

  /// Runs of chapters 2 and 3 without a failure have 8 or more, of 10.
  var digitsAreMissing: Bool { value(.digitsCovered).map { $0 <= 7 } ?? false }

  /// Recorded runs: a spread of 0.12 or more.
  var isOnePicture: Bool {
    value(.spread).map { $0 < 0.1 } ?? false || value(.digitsCovered).map { $0 <= 3 } ?? false
  }

  /// How far the samples lay from real images at first, half-way and at the end.
  var course: (first: Float, middle: Float, last: Float)? {
    for metric in [Metric.frechetRatio, .pca50Frechet, .w1, .slicedW1] {
      let values = log.series(metric).values
      if !values.isEmpty { return (values[0], values[values.count / 2], values[values.count - 1]) }
    }
    return nil
  }

  var answers: String? {
    guard let real = value(.dReal), let fake = value(.dFake) else { return nil }
    return "D answers \(readable(real)) on real and \(readable(fake)) on generated samples"
  }

  var quality: String? {
    value(.frechetRatio).map { "the samples' Fréchet ratio is \(readable($0))" }
      ?? value(.ks).map { "the distribution functions are \(readable($0)) apart (KS)" }
      ?? value(.highQuality).map { "a share of \(readable($0)) of the samples lies in a cluster" }
      ?? value(.pca50Frechet).map { "the samples' Fréchet distance is \(readable($0))" }
  }
}
