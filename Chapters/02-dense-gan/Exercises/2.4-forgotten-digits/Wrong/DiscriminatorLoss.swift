// rejected: "the loss prefers the generator that has forgotten"
import DenseGANExercises

struct Answer: ForgottenDigits {
  /// .discriminatorLoss, .accuracy, .nearestReal or .digitsCovered
  var evidence: CoverageEvidence {
    get throws {
      .discriminatorLoss
    }
  }
}
