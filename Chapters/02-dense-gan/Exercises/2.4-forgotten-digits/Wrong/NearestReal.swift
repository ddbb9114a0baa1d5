// rejected: "each sample by itself looks real"
import DenseGANExercises

struct Answer: ForgottenDigits {
  /// .discriminatorLoss, .accuracy, .nearestReal or .digitsCovered
  var evidence: CoverageEvidence {
    get throws {
      .nearestReal
    }
  }
}
