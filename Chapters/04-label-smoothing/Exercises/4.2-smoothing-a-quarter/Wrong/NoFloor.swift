// rejected: "0 is the least loss with the label 1"
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
    0
  }
}
