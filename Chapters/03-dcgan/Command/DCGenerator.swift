import DCGAN
import Datasets
import Lessons
import Tensors

/// The chapter's generator in a file of its own.
struct DCGenerator: KeptGenerator {
  static let command = "dcgan"
  static let chapter = 3

  var network: Sequential
  let recipe: Recipe

  init(_ network: Sequential, _ recipe: Recipe) {
    self.network = network
    self.recipe = recipe
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
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(recipe.makeGenerator(recipe, &unused), recipe)
  }

  var latent: Latent { recipe.latent }

  var makes: SampleKind { .images(recipe.format, recipe.range) }

  var facts: [String: String] {
    let side = recipe.finalSize
    return [
      "recipe": recipe.name,
      "architecture": "\(recipe.name), width \(recipe.width), \(side) × \(side)",
      "width": "\(recipe.width)", "finalSize": "\(side)", "channels": "\(recipe.channels)",
      "block": recipe.block.rawValue, "dataRange": recipe.range == .unit ? "0...1" : "-1...1",
    ]
  }
}
