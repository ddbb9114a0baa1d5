import Datasets
import Lessons
import Tensors
import ToyGAN

/// The chapter's generator in a file of its own.
struct ToyGenerator: KeptGenerator {
  static let command = "toy-gan"
  static let chapter = 1

  var described: DescribedGenerator

  init(_ described: DescribedGenerator) { self.described = described }

  init(_ network: Generator, _ recipe: Recipe) {
    described = DescribedGenerator(network.layers) {
      GeneratorDescription(
        chapter: ToyGenerator.command, recipe: recipe.name, latent: Latent(.uniform, size: 1),
        plans: $0, makes: .numbers, isAveraged: recipe.averageDecay != nil)
    }
  }

  init?(_ facts: GeneratorFacts) {
    guard let hidden = facts.number("hidden", in: 1...4096) else { return nil }
    var recipe = Recipe.published(.quick)
    recipe.hidden = hidden
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(Generator(recipe, using: &unused), recipe)
  }
}
