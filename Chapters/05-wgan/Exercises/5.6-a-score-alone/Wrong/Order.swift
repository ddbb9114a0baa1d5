// rejected: "both score real samples higher"
import WGANExercises

struct Answer: ScoreAlone {
  /// .loss, .order, .gradientNorm or .company
  var evidence: CriticEvidence {
    get throws {
      .order
    }
  }
}
