import LabelSmoothingExercises

struct Answer: Thermometer {
  func share(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Float {
    (answer - fakeLabel) / (realLabel - fakeLabel)
  }

  func isRatherReal(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Bool {
    try share(answer: answer, realLabel: realLabel, fakeLabel: fakeLabel) > 0.5
  }
}
