import Datasets
import Lessons
import Tensors
import WGAN

/// The chapter's generator in a file of its own.
struct WGANGenerator: KeptGenerator {
  static let command = "wgan"
  static let chapter = 5

  var network: Sequential
  private let problem: Problem
  private let networks: Networks

  init(_ network: Sequential, _ problem: Problem, _ networks: Networks) {
    self.network = network
    self.problem = problem
    self.networks = networks
  }

  init?(_ facts: GeneratorFacts) {
    guard let problem = facts["problem"].flatMap(ProblemName.init)?.problem,
      var networks = facts["networks"].flatMap(problem.networks(named:)),
      let width = facts.number("width", in: 2...1024), facts.latent == problem.latent
    else { return nil }
    networks.width = width
    var unused = RandomStream(seed: 0, for: "weights")
    let network = networks.generator(from: problem.latent, using: &unused)
    self.init(network, problem, networks)
  }

  var latent: Latent { problem.latent }

  var makes: SampleKind {
    switch problem.real {
    case .numbers: .numbers
    case .points: .points
    case .images(let format, _): .images(format, .symmetric)
    }
  }

  var facts: [String: String] {
    [
      "architecture": "\(networks.name), width \(networks.width), for \(problem.name)",
      "problem": problem.name, "networks": networks.name, "width": "\(networks.width)",
      "dataRange": problem.hasImages ? "-1...1" : "any",
    ]
  }
}
