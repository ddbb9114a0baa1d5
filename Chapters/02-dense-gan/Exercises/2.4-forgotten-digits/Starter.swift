import DenseGANExercises

struct Answer: ForgottenDigits {
  /// .discriminatorLoss, .accuracy, .nearestReal or .digitsCovered
  var evidence: CoverageEvidence {
    get throws {
      throw NotYetSolved()
    }
  }
}
