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
  private let classNames: [String]

  init(_ network: Sequential, _ recipe: Recipe, for classNames: [String]) {
    self.network = network
    self.recipe = recipe
    self.classNames = classNames
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

  var latent: Latent { recipe.latent }

  var orders: Orders? { recipe.classes > 0 ? Orders(for: classNames, with: with) : nil }

  var makes: SampleKind { .images(recipe.format, recipe.range) }

  var facts: [String: String] {
    let side = recipe.finalSize
    return [
      "recipe": recipe.name,
      "architecture": "\(recipe.name), width \(recipe.width), \(side) × \(side)",
      "width": "\(recipe.width)", "finalSize": "\(side)", "channels": "\(recipe.channels)",
      "block": recipe.block.rawValue, "up": recipe.up.rawValue, "brush": recipe.brush.rawValue,
      "dataRange": recipe.range == .unit ? "0...1" : "-1...1",
    ]
  }
}
