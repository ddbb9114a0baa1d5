// rejected: "this is the label itself"
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
    realLabel
  }

  func leastRealLoss(realLabel: Float) throws -> Float {
    -realLabel * log(realLabel) - (1 - realLabel) * log(1 - realLabel)
  }
}
