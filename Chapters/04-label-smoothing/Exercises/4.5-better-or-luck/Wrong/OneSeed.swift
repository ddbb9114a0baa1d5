// rejected: "one seed says nothing"
import LabelSmoothingExercises

struct Answer: HonestComparison {
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict {
    smoothed[0] < hard[0] ? .better : .worse
  }
}
