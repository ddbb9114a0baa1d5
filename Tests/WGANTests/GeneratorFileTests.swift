import Datasets
import GeneratorFiles
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import WGAN
@testable import WGANCommand

/// What a run leaves of its generator, and what it left before files described themselves.
@Suite("Chapter 5: the generator's file")
struct GeneratorFileTests {
  @Test("each problem with each of its networks", arguments: ProblemName.allCases)
  func problems(_ name: ProblemName) throws {
    for preset in [Preset.lesson, .paper] {
      var recipe = Recipe.gp(on: name.problem, preset)
      recipe.networks.width = 6
      var weights = RandomStream(seed: 3, for: "weights")
      var generator = recipe.networks.generator(from: recipe.problem.latent, using: &weights)
      generator.averages = generator.averages.map { $0 + 0.5 }
      let kept = WGANGenerator(generator, recipe)
      #expect(try kept.problemsOfFile() == [], "\(name.rawValue)")
      let facts = [
        "problem": name.rawValue, "networks": recipe.networks.name, "width": "6",
      ]
      #expect(try kept.problemsOfFile(before: facts) == [], "\(name.rawValue)")
    }
  }
}
