// rejected: "two means always differ"
import LabelSmoothingExercises

struct Answer: HonestComparison {
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict {
    smoothed.reduce(0, +) / 6 < hard.reduce(0, +) / 6 ? .better : .worse
  }
}
