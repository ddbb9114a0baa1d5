import Datasets
import Foundation
import Lessons
import Metrics
import Runs
import TestSupport
import Testing

@testable import WGAN
@testable import WGANCommand

@Suite("Chapter 5: what a run says went wrong with it", .serialized)
struct FailureTests {
  private func failure(_ recipe: Recipe) throws -> Failure? {
    let folder = try TemporaryFolder()
    let run = try Run(
      chapter: "wgan", recipe: recipe.name,
      options: RunOptions(seed: 1, out: folder.path, quiet: true), steps: recipe.steps,
      batchSize: recipe.batchSize, dataset: "drawn", settings: recipe.facts, secondsPerStep: 0)
    func follow(_ source: RealSamples.Source, _ scene: (Training) -> any Scene) throws {
      let training = Training(recipe, real: source, seed: 1)
      try run.follow(training, by: WGANObserver(scene(training), words: .wasserstein))
    }
    switch recipe.problem.real {
    case .numbers(let real):
      try follow(.line(real)) { _ in LineScene(real, steps: recipe.steps) }
    case .points(let mixture):
      try follow(.plane(mixture)) { _ in PlaneScene(mixture, steps: recipe.steps) }
    case .images(let format, let drawing):
      func images(_ split: Dataset.Split) throws -> any ImageSource {
        try Dataset.drawn.images(split, as: format, drawing: drawing)
      }
      let judge = try PictureJudge(.drawn, unseen: images(.test))
      try follow(.images(try images(.train))) { ImageScene($0, format, judge: judge) }
    }
    return try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json")).failure
  }

  enum Control {
    case untrained, frozenCritic, frozenGenerator, frozen, flippedSign, flippedCritic, highRates

    func apply(to recipe: inout Recipe) {
      switch self {
      case .untrained: recipe.steps = 1
      case .frozenCritic: recipe.criticPace = 0
      case .frozenGenerator: recipe.generatorPace = 0
      case .frozen: (recipe.criticPace, recipe.generatorPace) = (0, 0)
      case .flippedSign: recipe.generatorPace = -1
      case .flippedCritic: recipe.criticPace = -1
      case .highRates: (recipe.criticPace, recipe.generatorPace) = (100, 100)
      }
    }

    var name: String {
      switch self {
      case .untrained: "the run was too short"
      case .frozenCritic: "the discriminator never moved"
      case .frozenGenerator: "the generator never moved"
      case .frozen: "nobody learnt"
      case .flippedSign: "the samples went away from the real ones"
      case .flippedCritic: "the critic is the wrong way round"
      case .highRates: "a learning rate is far too high"
      }
    }
  }

  enum Game: CaseIterable {
    case line, clippedLine, ring, grid, faces

    var recipe: Recipe {
      switch self {
      case .line: return .gp(on: .line, .lesson, steps: 200)
      case .clippedLine: return .clip(on: .line, .lesson, steps: 200)
      case .ring: return .gp(on: .ring, .lesson, steps: 50)
      case .grid: return .gan(on: .grid, .lesson, steps: 50)
      case .faces:
        var recipe = Recipe.gp(on: .faces, .lesson, steps: 10)
        (recipe.networks.width, recipe.batchSize) = (8, 16)
        return recipe
      }
    }

    var controls: [Control] {
      switch self {
      // High rates do the line no harm.
      case .line: [.untrained, .frozenCritic, .frozenGenerator, .flippedSign, .flippedCritic]
      // Clipping moves a critic that is frozen, once.
      case .clippedLine: [.untrained, .frozenGenerator, .flippedSign, .flippedCritic]
      case .ring: [.untrained, .frozen, .flippedSign, .highRates]
      case .grid: [.flippedSign, .flippedCritic]
      case .faces: [.untrained, .flippedCritic]
      }
    }
  }

  @Test("a run that cannot have learnt says why", arguments: Game.allCases)
  func controls(_ game: Game) throws {
    for control in game.controls {
      var recipe = game.recipe
      control.apply(to: &recipe)
      let failure = try failure(recipe)
      #expect(failure?.name == control.name, "\(control): \(failure?.words ?? "silence")")
    }
  }

  @Test("a run that has learnt says nothing")
  func silent() throws { #expect(try failure(.gp(on: .line, .lesson))?.words == nil) }

  // As in the chapter: the game of the chapters before leaves out clusters of the grid.
  @Test("clusters that are left out are counted")
  func clusters() throws {
    let failure = try failure(.gan(on: .grid, .lesson, steps: 600))
    #expect(failure?.name == "G leaves out some of the clusters", "\(failure?.words ?? "silence")")
    #expect(failure?.sentence.contains("of the 25 clusters") == true)
  }
}
