// rejected: "D's scale does not begin at 0"
import LabelSmoothingExercises

struct Answer: Thermometer {
  func share(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Float {
    (answer - fakeLabel) / realLabel
  }

  func isRatherReal(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Bool {
    try share(answer: answer, realLabel: realLabel, fakeLabel: fakeLabel) > 0.5
  }
}
