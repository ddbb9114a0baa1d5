import Datasets
import Lessons
import Tensors
import WGAN

/// The chapter's generator in a file of its own.
struct WGANGenerator: KeptGenerator {
  static let command = "wgan"
  static let chapter = 5

  var network: Sequential
  private let recipe: Recipe

  init(_ network: Sequential, _ recipe: Recipe) {
    self.network = network
    self.recipe = recipe
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

  var latent: Latent { recipe.problem.latent }

  var makes: SampleKind {
    switch recipe.problem.real {
    case .numbers: .numbers
    case .points: .points
    case .images(let format, _): .images(format, .symmetric)
    }
  }

  var facts: [String: String] {
    let (problem, networks) = (recipe.problem, recipe.networks)
    return [
      "architecture": "\(networks.name), width \(networks.width), for \(problem.name)",
      "problem": problem.name, "networks": networks.name, "width": "\(networks.width)",
      "dataRange": problem.hasImages ? "-1...1" : "any",
    ]
  }
}
