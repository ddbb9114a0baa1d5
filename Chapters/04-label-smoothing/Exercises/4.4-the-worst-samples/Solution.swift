import LabelSmoothingExercises

struct Answer: WorstSamples {
  /// .balance, .loss, .answer or .pull
  var evidence: SmoothingEvidence {
    get throws {
      .pull
    }
  }
}
