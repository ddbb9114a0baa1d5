import Preconditions

/// The bug shelf: games that have one mistake each, and do not say which.
public enum Shelf {
  /// All cases by number, 1, 2, …. Neighbours come from different games, the plainest cases first.
  public static let bugs: [Bug] = order.enumerated().map { index, fault in
    guard var bug = cases.first(where: { $0.fault == fault }) else {
      stop("the shelf has no case of \(fault)")
    }
    bug.number = index + 1
    return bug
  }

  public static func bug(_ number: Int) -> Bug? { bugs.first { $0.number == number } }

  static let cases = onTheLine + withDigits + onOrder + withCritics

  private static let order: [Fault] = [
    .softmaxOfOne, .imagesAsLogits, .labelsSwapped, .pixelRange, .penaltyNotAdded, .lossSummed,
    .reluOutput, .missingDetach, .oneRealBatch, .normOverBatch, .discriminatorNotFrozen,
    .generatorSign, .averagesLost, .batchNormInCritic, .wrongParameters, .sigmoidTwice,
    .clipBeforeUpdate, .sameNoise, .inferenceInTraining, .epsilonPerPixel, .classNeverAsked,
    .kernelBelowStride, .labelNotToD,
  ]
}
