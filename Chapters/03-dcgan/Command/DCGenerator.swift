import DCGAN
import Datasets
import Lessons
import Tensors

/// The chapter's generator in a file of its own.
struct DCGenerator: KeptGenerator {
  static let command = "dcgan"
  static let chapter = 3

  var described: DescribedGenerator

  init(_ described: DescribedGenerator) { self.described = described }

  init(_ network: Sequential, _ recipe: Recipe, for classNames: [String]) {
    described = DescribedGenerator(network) {
      GeneratorDescription(
        chapter: DCGenerator.command, recipe: recipe.name, latent: recipe.latent,
        orders: recipe.classes > 0 ? Orders(for: classNames, with: with) : nil, plans: $0,
        makes: .images(recipe.format, recipe.range), isAveraged: recipe.averageDecay != nil)
    }
  }

  init?(_ facts: GeneratorFacts) {
    guard let name = facts["recipe"].flatMap({ RecipeName(rawValue: $0) }),
      let latent = facts.latent, let block = facts["block"].flatMap({ Block(rawValue: $0) }),
      let width = facts.number("width", in: 2...1024),
      let channels = facts.number("channels", in: 1...3),
      let finalSize = facts.number("finalSize", in: 8...512)
    else { return nil }
    var recipe = name.recipe(.quick)
    (recipe.latent, recipe.block) = (latent, block)
    (recipe.width, recipe.channels, recipe.finalSize) = (width, channels, finalSize)
    // Files of before these were known have none.
    recipe.up = facts["up"].flatMap { WayToGrow(rawValue: $0) } ?? .strides
    recipe.brush = facts["brush"].flatMap { Brush(rawValue: $0) } ?? .places
    recipe.classes = facts.classNames.count
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(recipe.makeGenerator(recipe, &unused), recipe, for: facts.classNames)
  }
}
