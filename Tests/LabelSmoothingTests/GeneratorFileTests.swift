import Datasets
import GeneratorFiles
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import LabelSmoothing
@testable import LabelSmoothingCommand

/// What a run leaves of its generator, and what it left before files described themselves.
@Suite("Chapter 4: the generator's file")
struct GeneratorFileTests {
  @Test("both recipes that train a generator", arguments: [RecipeName.line, .digits])
  func recipes(_ name: RecipeName) throws {
    let recipe = name.recipe(.quick)
    var weights = RandomStream(seed: 3, for: "weights")
    var generator = recipe.makeGenerator(&weights)
    generator.averages = generator.averages.map { $0 + 0.5 }
    let kept = TwinGenerator(generator, recipe, labels: "0.9 and 0")
    #expect(try kept.problemsOfFile() == [], "\(recipe.name)")
    #expect(
      try kept.problemsOfFile(before: ["recipe": recipe.name, "labels": "0.9 and 0"]) == [],
      "\(recipe.name)")
  }
}
