import Datasets
import LabelSmoothing
import Lessons
import Tensors

/// The generator of a twin in a file of its own.
struct TwinGenerator: KeptGenerator {
  static let command = "label-smoothing"
  static let chapter = 4

  var described: DescribedGenerator

  init(_ described: DescribedGenerator) { self.described = described }

  /// - Parameter labels: what D was told while it was trained.
  init(_ network: Generator, _ recipe: Recipe, labels: String) {
    let drawsDigits = recipe.name == RecipeName.digits.rawValue
    described = DescribedGenerator(network.layers) {
      GeneratorDescription(
        chapter: TwinGenerator.command, recipe: "\(recipe.name), labels \(labels)",
        latent: recipe.latent, plans: $0,
        makes: drawsDigits ? .images(.digits, .symmetric) : .numbers,
        isAveraged: recipe.averageDecay != nil)
    }
  }

  init?(_ facts: GeneratorFacts) {
    guard let name = facts["recipe"].flatMap(RecipeName.init), name != .optimum else { return nil }
    var unused = RandomStream(seed: 0, for: "weights")
    let recipe = name.recipe(.quick)
    self.init(recipe.makeGenerator(&unused), recipe, labels: facts["labels"] ?? "unknown")
  }
}
