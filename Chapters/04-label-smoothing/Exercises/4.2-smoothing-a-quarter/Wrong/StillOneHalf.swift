// rejected: "one half is the middle of 0 and 1"
import Foundation
import LabelSmoothingExercises

struct Answer: QuarterSmoothing {
  func realLabel(smoothing: Float, style: SmoothingStyle) throws -> Float {
    switch style {
    case .slim: 1 - smoothing / 2
    case .oneSided: 1 - smoothing
    }
  }

  func answer(realLabel: Float) throws -> Float {
    0.5
  }

  func leastRealLoss(realLabel: Float) throws -> Float {
    -realLabel * log(realLabel) - (1 - realLabel) * log(1 - realLabel)
  }
}
