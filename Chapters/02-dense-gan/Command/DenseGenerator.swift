import Datasets
import DenseGAN
import Lessons
import Tensors

/// The chapter's generator in a file of its own.
struct DenseGenerator: KeptGenerator {
  static let command = "dense-gan"
  static let chapter = 2

  var network: Generator
  private let recipe: Recipe
  private let classNames: [String]

  init(_ network: Generator, _ recipe: Recipe, for classNames: [String]) {
    self.network = network
    self.recipe = recipe
    self.classNames = classNames
  }

  init?(_ facts: GeneratorFacts) {
    var recipe = Recipe.batchnorm(.quick)
    guard let latent = facts.latent,
      let sizes = facts["hidden"]?.split(separator: ",").map({ Int($0) ?? 0 }),
      (1...10).contains(sizes.count), sizes.allSatisfy((1...65_536).contains)
    else { return nil }
    recipe.latent = latent
    recipe.generatorSizes = sizes
    recipe.batchNorm = facts["batchNorm"] == "true"
    recipe.conditional = facts.classNames.count == classCount
    classNames = facts.classNames
    var unused = RandomStream(seed: 0, for: "weights")
    network = Generator(recipe, using: &unused)
    self.recipe = recipe
  }

  var latent: Latent { recipe.latent }

  var orders: Orders? { recipe.conditional ? Orders(for: classNames, with: with) : nil }

  var makes: SampleKind { .images(.digits, .symmetric) }

  var facts: [String: String] {
    let sizes = recipe.generatorSizes.map(String.init).joined(separator: ",")
    return [
      "architecture": "dense, hidden \(sizes), LeakyReLU 0.2, tanh, 28 × 28 gray pixels",
      "hidden": sizes, "batchNorm": "\(recipe.batchNorm)", "dataRange": "-1...1",
    ]
  }
}
