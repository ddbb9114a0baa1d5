// rejected: "the players overshoot each other"
import ToyGANExercises

struct Answer: TunedRate {
  /// The learning rate of both players.
  var learningRate: Float {
    get throws {
      0.1
    }
  }
}
