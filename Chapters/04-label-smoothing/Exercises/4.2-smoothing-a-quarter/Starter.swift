import Foundation
import LabelSmoothingExercises

struct Answer: QuarterSmoothing {
  /// The label that real samples get in place of 1. slim: y (1 − s) + s/2 in place of y.
  func realLabel(smoothing: Float, style: SmoothingStyle) throws -> Float {
    switch style {
    case .slim: throw NotYetSolved()
    case .oneSided: throw NotYetSolved()
    }
  }

  /// What the best D answers where p = q, if generated samples have the label 0.
  func answer(realLabel: Float) throws -> Float {
    throw NotYetSolved()
  }

  /// The least that the mean of −t log D − (1 − t) log(1 − D) can be.
  func leastRealLoss(realLabel: Float) throws -> Float {
    throw NotYetSolved()
  }
}
