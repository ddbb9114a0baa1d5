// rejected: "one run that goes well proves nothing"
import ToyGANExercises

struct Answer: TunedRate {
  /// The learning rate of both players.
  var learningRate: Float {
    get throws {
      0.0003
    }
  }
}
