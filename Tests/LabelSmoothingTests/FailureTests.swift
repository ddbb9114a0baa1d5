import Datasets
import Foundation
import Lessons
import Runs
import TestSupport
import Testing

@testable import LabelSmoothing
@testable import LabelSmoothingCommand

@Suite("Chapter 4: what a run says went wrong with it", .serialized)
struct FailureTests {
  private func failure(_ recipe: Recipe) throws -> Failure? {
    let folder = try TemporaryFolder()
    let run = try Run(
      chapter: "label-smoothing", recipe: recipe.name,
      options: RunOptions(seed: 1, out: folder.path, quiet: true), steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: "numbers", settings: recipe.facts, secondsPerStep: 0)
    let p = Distribution.normal(mean: -1, standardDeviation: 1)
    let study: any Study =
      if let mean = recipe.frozenMean {
        OptimumStudy(p: p, q: .normal(mean: Double(mean), standardDeviation: 1))
      } else {
        LineStudy(judge: LineJudge(p))
      }
    try run.follow(
      Training(recipe, data: RealData(p, seed: 1), seed: 1), by: TwinObserver(study: study))
    return try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json")).failure
  }

  enum Control: CaseIterable {
    case untrained, frozenDiscriminator, frozenGenerator, flippedGenerator, flippedDiscriminator
    case highRate

    func apply(to recipe: inout Recipe) {
      switch self {
      case .untrained: recipe.steps = 1
      case .frozenDiscriminator: recipe.discriminatorPace = 0
      case .frozenGenerator: recipe.generatorPace = 0
      case .flippedGenerator: recipe.generatorPace = -1
      case .flippedDiscriminator: recipe.discriminatorPace = -1
      case .highRate: recipe.learningRate *= 1_000
      }
    }

    var name: String {
      switch self {
      case .untrained: "the run was too short"
      case .frozenDiscriminator: "the discriminator never moved"
      case .frozenGenerator: "the generator never moved"
      case .flippedGenerator: "D won"
      case .flippedDiscriminator: "D is the wrong way round"
      case .highRate: "a learning rate is far too high"
      }
    }
  }

  @Test("a run that cannot have learnt says why", arguments: Control.allCases)
  func controls(_ control: Control) throws {
    var recipe = Recipe.line(.quick)
    control.apply(to: &recipe)
    let failure = try failure(recipe)
    #expect(failure?.name == control.name, "\(failure?.words ?? "silence")")
  }

  // There the generator is frozen on purpose.
  @Test(
    "and so does one of the discriminators alone",
    arguments: [Control.frozenDiscriminator, .flippedDiscriminator])
  func optimum(_ control: Control) throws {
    var recipe = Recipe.optimum(.quick, steps: 200)
    control.apply(to: &recipe)
    let failure = try failure(recipe)
    #expect(failure?.name == control.name, "\(failure?.words ?? "silence")")
  }

  @Test("a run that has learnt says nothing")
  func silent() throws {
    for recipe in [Recipe.line(.lesson), .optimum(.quick)] {
      #expect(try failure(recipe)?.words == nil, "\(recipe.name)")
    }
  }
}
