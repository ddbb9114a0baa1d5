// rejected: "a heap of equal numbers can lie right on the mean"
import ToyGANExercises

struct Answer: OneHalf {
  /// .answers, .losses, .mean or .standardDeviation
  var evidence: Evidence {
    get throws {
      .mean
    }
  }
}
