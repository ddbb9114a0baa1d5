import LabelSmoothingExercises

struct Answer: HonestComparison {
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict {
    let differences = zip(hard, smoothed).map { $1 - $0 }
    if differences.allSatisfy({ $0 < 0 }) { return .better }
    if differences.allSatisfy({ $0 > 0 }) { return .worse }
    return .cannotTell
  }
}
