import Datasets
import Lessons
import Tensors
import WGAN

/// The chapter's generator in a file of its own.
struct WGANGenerator: KeptGenerator {
  static let command = "wgan"
  static let chapter = 5

  var described: DescribedGenerator

  init(_ described: DescribedGenerator) { self.described = described }

  init(_ network: Sequential, _ recipe: Recipe) {
    let problem = recipe.problem
    let makes: SampleKind =
      switch problem.real {
      case .numbers: .numbers
      case .points: .points
      case .images(let format, _): .images(format, .symmetric)
      }
    described = DescribedGenerator(network) {
      GeneratorDescription(
        chapter: WGANGenerator.command, recipe: "\(recipe.name) on \(problem.name)",
        latent: problem.latent, plans: $0, makes: makes, isAveraged: recipe.averageDecay != nil)
    }
  }

  init?(_ facts: GeneratorFacts) {
    guard let problem = facts["problem"].flatMap(ProblemName.init)?.problem,
      let networks = facts["networks"].flatMap(problem.networks(named:)),
      let width = facts.number("width", in: 2...1024), facts.latent == problem.latent
    else { return nil }
    var recipe = Recipe.gp(on: problem, .quick)
    recipe.networks = networks
    recipe.networks.width = width
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(recipe.networks.generator(from: problem.latent, using: &unused), recipe)
  }
}
