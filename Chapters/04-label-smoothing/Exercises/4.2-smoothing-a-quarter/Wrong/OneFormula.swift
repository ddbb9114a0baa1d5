// rejected: "this is the paper's label"
import Foundation
import LabelSmoothingExercises

struct Answer: QuarterSmoothing {
  func realLabel(smoothing: Float, style: SmoothingStyle) throws -> Float {
    1 - smoothing
  }

  func answer(realLabel: Float) throws -> Float {
    realLabel / 2
  }

  func leastRealLoss(realLabel: Float) throws -> Float {
    -realLabel * log(realLabel) - (1 - realLabel) * log(1 - realLabel)
  }
}
