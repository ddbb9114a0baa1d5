import LabelSmoothingExercises

struct Answer: HonestComparison {
  /// What six pairs of distances say: .better, .worse or .cannotTell. hard[i] and smoothed[i] are
  /// twins: they have the same seed.
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict {
    throw NotYetSolved()
  }
}
