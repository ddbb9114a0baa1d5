// rejected: "(1 − t) log(1 − D) is missing"
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
    realLabel / 2
  }

  func leastRealLoss(realLabel: Float) throws -> Float {
    -log(realLabel)
  }
}
