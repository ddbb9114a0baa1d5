import Datasets
import GeneratorFiles
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import DenseGAN
@testable import DenseGANCommand

/// What a run leaves of its generator, and what it left before files described themselves.
@Suite("Chapter 2: the generator's file")
struct GeneratorFileTests {
  @Test("each recipe, with and without orders", arguments: RecipeName.allCases)
  func recipes(_ name: RecipeName) throws {
    for conditional in [false, true] {
      var recipe = name.recipe(.quick, nil)
      recipe.conditional = conditional
      var weights = RandomStream(seed: 3, for: "weights")
      var generator = Generator(recipe, using: &weights)
      generator.averages = generator.averages.map { $0 + 0.5 }
      let kept = DenseGenerator(generator, recipe, for: Dataset.drawn.classNames)
      #expect(try kept.problemsOfFile() == [], "\(recipe.name)")
      let sizes = recipe.generatorSizes.map(String.init).joined(separator: ",")
      var facts = ["hidden": sizes, "batchNorm": "\(recipe.batchNorm)", "dataRange": "-1...1"]
      if conditional { facts["classes"] = Dataset.drawn.classNames.joined(separator: "\n") }
      #expect(try kept.problemsOfFile(before: facts) == [], "\(recipe.name)")
    }
  }
}
