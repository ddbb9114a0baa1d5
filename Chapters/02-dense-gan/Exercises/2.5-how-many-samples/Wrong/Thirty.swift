// rejected: "more often than that"
import DenseGANExercises

struct Answer: HowManySamples {
  /// How many samples to draw.
  var samples: Int {
    get throws {
      30
    }
  }
}
