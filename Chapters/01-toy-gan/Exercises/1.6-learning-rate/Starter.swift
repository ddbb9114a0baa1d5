import ToyGANExercises

struct Answer: TunedRate {
  /// The learning rate of both players.
  var learningRate: Float {
    get throws {
      // A number above 0 and up to 1.
      throw NotYetSolved()
    }
  }
}
