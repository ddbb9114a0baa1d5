// rejected: "the critic cannot keep up"
import WGANExercises

struct Answer: CriticSteps {
  /// How many updates the critic makes for each one of the generator.
  var criticSteps: Int {
    get throws {
      1
    }
  }
}
