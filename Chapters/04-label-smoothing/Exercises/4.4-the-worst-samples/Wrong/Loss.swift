// rejected: "each label has a loss of its own"
import LabelSmoothingExercises

struct Answer: WorstSamples {
  /// .balance, .loss, .answer or .pull
  var evidence: SmoothingEvidence {
    get throws {
      .loss
    }
  }
}
