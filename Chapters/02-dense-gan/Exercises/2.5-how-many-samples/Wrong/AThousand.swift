// rejected: "fewer samples would do"
import DenseGANExercises

struct Answer: HowManySamples {
  /// How many samples to draw.
  var samples: Int {
    get throws {
      1000
    }
  }
}
