// rejected: "the line at one half"
import LabelSmoothingExercises

struct Answer: Thermometer {
  func share(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Float {
    (answer - fakeLabel) / (realLabel - fakeLabel)
  }

  func isRatherReal(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Bool {
    answer > 0.5
  }
}
