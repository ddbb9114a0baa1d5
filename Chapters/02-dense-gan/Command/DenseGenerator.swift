import Datasets
import DenseGAN
import Lessons
import Tensors

/// The chapter's generator in a file of its own.
struct DenseGenerator: KeptGenerator {
  static let command = "dense-gan"
  static let chapter = 2

  var described: DescribedGenerator

  init(_ described: DescribedGenerator) { self.described = described }

  init(_ network: Generator, _ recipe: Recipe, for classNames: [String]) {
    described = DescribedGenerator(network.layers) {
      GeneratorDescription(
        chapter: DenseGenerator.command, recipe: recipe.name, latent: recipe.latent,
        orders: recipe.conditional ? Orders(for: classNames, with: with) : nil, plans: $0,
        makes: .images(.digits, .symmetric), isAveraged: recipe.averageDecay != nil)
    }
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
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(Generator(recipe, using: &unused), recipe, for: facts.classNames)
  }
}
