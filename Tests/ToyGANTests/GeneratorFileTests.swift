import Datasets
import GeneratorFiles
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import ToyGAN
@testable import ToyGANCommand

/// What a run leaves of its generator, and what it left before files described themselves.
@Suite("Chapter 1: the generator's file")
struct GeneratorFileTests {
  @Test("both recipes", arguments: RecipeName.allCases)
  func recipes(_ name: RecipeName) throws {
    var recipe = name.recipe(.quick, nil)
    recipe.hidden = 9
    var weights = RandomStream(seed: 3, for: "weights")
    let kept = ToyGenerator(Generator(recipe, using: &weights), recipe)
    #expect(try kept.problemsOfFile() == [], "\(recipe.name)")
    #expect(
      try kept.problemsOfFile(before: ["hidden": "9", "dataRange": "-5...5"]) == [],
      "\(recipe.name)")
  }
}
