// rejected: "it compares across seeds"
import LabelSmoothingExercises

struct Answer: HonestComparison {
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict {
    if smoothed.max()! < hard.min()! { return .better }
    if smoothed.min()! > hard.max()! { return .worse }
    return .cannotTell
  }
}
