// rejected: "the parameters were the same already"
import DCGANExercises

struct Answer: GoodInTraining {
  /// .parameters, .noise, .wholeBatch or .averages
  var repair: GeneratorRepair {
    get throws {
      .parameters
    }
  }
}
