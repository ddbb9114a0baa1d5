import Datasets
import Foundation
import Lessons
import Runs
import TestSupport
import Testing

@testable import DCGAN
@testable import DCGANCommand

@Suite("Chapter 3: what a run says went wrong with it", .serialized)
struct FailureTests {
  private func failure(_ recipe: Recipe) throws -> Failure? {
    let folder = try TemporaryFolder()
    let judge = try drawnJudge(of: recipe, reads: false)
    let run = try Run(
      chapter: "dcgan", recipe: recipe.name,
      options: RunOptions(seed: 1, out: folder.path, quiet: true), steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: "drawn", settings: recipe.facts, secondsPerStep: 0)
    let training = Training(recipe, images: try drawnImages(.train, for: recipe), seed: 1)
    try run.follow(training, by: DCGANObserver(training, judge: judge, .drawn))
    return try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json")).failure
  }

  enum Control {
    case untrained, frozenDiscriminator, frozenGenerator, flippedGenerator, flippedDiscriminator
    case highRates

    func apply(to recipe: inout Recipe) {
      switch self {
      case .untrained: recipe.steps = 1
      case .frozenDiscriminator: recipe.discriminatorRate = 0
      case .frozenGenerator: recipe.generatorRate = 0
      case .flippedGenerator: recipe.generatorRate *= -1
      case .flippedDiscriminator: recipe.discriminatorRate *= -1
      case .highRates:
        recipe.generatorRate *= 100
        recipe.discriminatorRate *= 100
      }
    }

    var name: String {
      switch self {
      case .untrained: "the run was too short"
      case .frozenDiscriminator: "the discriminator never moved"
      case .frozenGenerator: "the generator never moved"
      case .flippedGenerator: "D won"
      // Both answers have run away to 1.
      case .flippedDiscriminator: "D calls everything real"
      case .highRates: "a learning rate is far too high"
      }
    }
  }

  @Test(
    "a run that cannot have learnt says why",
    arguments: [
      (RecipeName.keras28, .untrained), (.keras28, .flippedGenerator),
      (.keras28, .flippedDiscriminator), (.faces64, .frozenDiscriminator),
      (.faces64, .frozenGenerator), (.keras28, .highRates),
    ] as [(RecipeName, Control)])
  func controls(_ name: RecipeName, _ control: Control) throws {
    // Small networks, small batches and, of faces, small pictures.
    var recipe = name.recipe(.lesson, steps: 40)
    (recipe.width, recipe.batchSize) = (8, 16)
    if name == .faces64 { recipe.finalSize = 32 }
    control.apply(to: &recipe)
    let failure = try failure(recipe)
    #expect(failure?.name == control.name, "\(failure?.words ?? "silence")")
  }

  @Test("a run that draws digits says nothing")
  func silent() throws {
    var recipe = Recipe.keras28(.lesson, steps: 300)
    recipe.batchSize = 32
    #expect(try failure(recipe)?.words == nil)
  }
}
