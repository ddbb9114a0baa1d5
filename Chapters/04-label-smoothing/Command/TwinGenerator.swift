import Datasets
import LabelSmoothing
import Lessons
import Tensors

/// The generator of a twin in a file of its own.
struct TwinGenerator: KeptGenerator {
  static let command = "label-smoothing"
  static let chapter = 4

  var network: Generator
  private let recipe: Recipe
  private let labels: String

  init(_ twin: Twin, _ recipe: Recipe) {
    network = twin.finalGenerator
    self.recipe = recipe
    labels = twin.labels.description
  }

  init?(_ facts: GeneratorFacts) {
    guard let name = facts["recipe"].flatMap(RecipeName.init), name != .optimum else { return nil }
    var unused = RandomStream(seed: 0, for: "weights")
    recipe = name.recipe(.quick)
    network = recipe.makeGenerator(&unused)
    labels = facts["labels"] ?? "unknown"
  }

  var latent: Latent { recipe.latent }

  var makes: SampleKind { drawsDigits ? .images(.digits, .symmetric) : .numbers }

  private var drawsDigits: Bool { recipe.name == RecipeName.digits.rawValue }

  var facts: [String: String] {
    [
      "recipe": recipe.name, "labels": labels,
      "architecture": drawsDigits
        ? "dense 32-128-256-784, batch norm, LeakyReLU 0.2, tanh, 28 × 28 gray pixels"
        : "dense 1-16-16-1, tanh, times 5",
      "dataRange": drawsDigits ? "-1...1" : "-5...5",
    ]
  }
}
