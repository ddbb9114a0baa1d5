// rejected: "the generator has hardly moved"
import ToyGANExercises

struct Answer: TunedRate {
  /// The learning rate of both players.
  var learningRate: Float {
    get throws {
      0.00001
    }
  }
}
