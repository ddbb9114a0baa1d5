import Datasets
import Lessons
import Tensors
import ToyGAN

/// The chapter's generator in a file of its own.
struct ToyGenerator: KeptGenerator {
  static let command = "toy-gan"
  static let chapter = 1

  var network: Generator
  let latent = Latent(.uniform, size: 1)
  let makes = SampleKind.numbers
  private let hidden: Int

  init(_ network: Generator, hidden: Int) {
    self.network = network
    self.hidden = hidden
  }

  init?(_ facts: GeneratorFacts) {
    guard let hidden = facts.number("hidden", in: 1...4096) else { return nil }
    var recipe = Recipe.published(.quick)
    recipe.hidden = hidden
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(Generator(recipe, using: &unused), hidden: hidden)
  }

  var facts: [String: String] {
    [
      "architecture": "dense 1-\(hidden)-\(hidden)-1, tanh, times 5", "hidden": "\(hidden)",
      "dataRange": "-5...5",
    ]
  }
}
