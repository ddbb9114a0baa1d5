import Datasets
import Foundation
import Lessons
import Runs
import TestSupport
import Testing

@testable import DenseGAN
@testable import DenseGANCommand

@Suite("Chapter 2: what a run says went wrong with it", .serialized)
struct FailureTests {
  private func failure(_ recipe: Recipe) throws -> Failure? {
    let folder = try TemporaryFolder()
    let (images, unseen) = (try Dataset.drawn.images(.train), try Dataset.drawn.images(.test))
    let run = try Run(
      chapter: "dense-gan", recipe: recipe.name,
      options: RunOptions(seed: 1, out: folder.path, quiet: true), steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: "drawn digits", settings: recipe.facts,
      secondsPerStep: 0)
    let judge = try DigitJudge(.drawn, labelled: images, unseen: unseen) { _ in }
    let training = Training(recipe, images: images, seed: 1)
    try run.follow(training, by: DenseObserver(training, judge: judge, unseen: unseen))
    return try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json")).failure
  }

  enum Control: CaseIterable {
    case untrained, short, frozenDiscriminator, frozenGenerator, flippedSign, highRate, eagerD

    var name: String {
      switch self {
      case .untrained, .short: "the run was too short"
      case .frozenDiscriminator: "the discriminator never moved"
      case .frozenGenerator: "the generator never moved"
      case .flippedSign: "D won"
      case .highRate, .eagerD: "a learning rate is far too high"
      }
    }
  }

  @Test("a run that cannot have learnt says why", arguments: Control.allCases)
  func controls(_ control: Control) throws {
    var recipe = Recipe.batchnorm(.lesson, steps: control == .untrained ? 1 : 150)
    switch control {
    case .untrained, .short: break
    case .frozenDiscriminator: recipe.discriminatorPace = 0
    case .frozenGenerator: recipe.generatorPace = 0
    case .flippedSign: recipe.generatorPace = -1
    case .highRate: recipe.learningRate = 0.1
    case .eagerD: recipe.discriminatorPace = 100
    }
    let failure = try failure(recipe)
    #expect(failure?.name == control.name, "\(failure?.words ?? "silence")")
  }

  @Test("a run that draws digits says nothing")
  func silent() throws {
    var recipe = Recipe.batchnorm(.lesson, steps: 600)
    recipe.discriminatorPace = 10  // With it 600 steps have all ten digits.
    #expect(try failure(recipe)?.words == nil)
  }
}
