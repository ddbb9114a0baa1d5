import Datasets
import Foundation
import Lessons
import Runs
import TestSupport
import Testing

@testable import ToyGAN
@testable import ToyGANCommand

@Suite("Chapter 1: what a run says went wrong with it", .serialized)
struct FailureTests {
  /// Trains with a whole run around it.
  private func summary(_ recipe: Recipe, seed: UInt64 = 1) throws -> (Summary, report: String) {
    let folder = try TemporaryFolder()
    let real = Distribution.normal(mean: -1, standardDeviation: 1)
    let run = try Run(
      chapter: "toy-gan", recipe: recipe.name,
      options: RunOptions(seed: seed, out: folder.path, quiet: true), steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: real.description, settings: recipe.facts,
      secondsPerStep: 0)
    try run.follow(
      Training(recipe, real: real, seed: seed), by: ToyObserver(real, steps: recipe.steps))
    return (
      try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json")),
      String(decoding: try folder.contents("report.html"), as: UTF8.self)
    )
  }

  enum Control: String, CaseIterable {
    case frozenDiscriminator, frozenGenerator, flippedGenerator, flippedDiscriminator
    case highRates, veryHighRates, untrained, collapsed

    var recipe: Recipe {
      var recipe = Recipe.reliable(.quick)
      switch self {
      case .frozenDiscriminator: recipe.discriminatorPace = 0
      case .frozenGenerator: recipe.generatorPace = 0
      case .flippedGenerator: recipe.generatorPace = -1
      case .flippedDiscriminator: recipe.discriminatorPace = -1
      case .highRates: (recipe.generatorPace, recipe.discriminatorPace) = (100, 100)
      case .veryHighRates: (recipe.generatorPace, recipe.discriminatorPace) = (1_000, 1_000)
      case .untrained: recipe = .reliable(.quick, steps: 1)
      case .collapsed:
        recipe = .published(.quick)
        recipe.weights = .small
      }
      return recipe
    }

    var name: String? {
      switch self {
      case .frozenDiscriminator: "the discriminator never moved"
      case .frozenGenerator: "the generator never moved"
      case .flippedGenerator: "D won"
      case .flippedDiscriminator: "D is the wrong way round"
      case .highRates, .veryHighRates: "a learning rate is far too high"
      case .untrained: "the run was too short"
      case .collapsed: "G has collapsed"
      }
    }
  }

  @Test("a run that cannot have learnt says why", arguments: Control.allCases)
  func controls(_ control: Control) throws {
    let (summary, report) = try summary(control.recipe)
    let failure = try #require(summary.failure, "\(control): \(summary.metrics)")
    #expect(failure.name == control.name, "\(failure.words)")
    #expect(report.contains("<p class=\"failure\">What went wrong, most likely: "))
  }

  @Test("a run that has learnt says nothing", arguments: [1, 2] as [UInt64])
  func silent(seed: UInt64) throws {
    let (summary, report) = try summary(.reliable(.quick), seed: seed)
    #expect(summary.failure == nil, "\(summary.failure?.words ?? "")")
    #expect(!report.contains("What went wrong"))
  }
}
