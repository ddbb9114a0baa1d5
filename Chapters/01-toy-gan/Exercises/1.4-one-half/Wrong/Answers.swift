// rejected: "says one half to anything"
import ToyGANExercises

struct Answer: OneHalf {
  /// .answers, .losses, .mean or .standardDeviation
  var evidence: Evidence {
    get throws {
      .answers
    }
  }
}
