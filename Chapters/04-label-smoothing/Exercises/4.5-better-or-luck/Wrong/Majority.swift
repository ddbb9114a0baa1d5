// rejected: "it takes luck for an effect"
import LabelSmoothingExercises

struct Answer: HonestComparison {
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict {
    let wins = zip(hard, smoothed).count { $1 < $0 }
    if wins >= 4 { return .better }
    return wins <= 2 ? .worse : .cannotTell
  }
}
