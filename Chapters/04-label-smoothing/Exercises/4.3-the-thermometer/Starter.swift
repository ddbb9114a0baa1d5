import LabelSmoothingExercises

struct Answer: Thermometer {
  /// The share of real samples, p / (p + q), from an answer (t p + f q) / (p + q).
  func share(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Float {
    throw NotYetSolved()
  }

  /// Whether a sample with this answer is more likely to be real than generated.
  func isRatherReal(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Bool {
    throw NotYetSolved()
  }
}
