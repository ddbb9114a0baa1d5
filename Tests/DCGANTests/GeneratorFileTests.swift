import Datasets
import GeneratorFiles
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import DCGAN
@testable import DCGANCommand

/// What a run leaves of its generator, and what it left before files described themselves.
@Suite("Chapter 3: the generator's file")
struct GeneratorFileTests {
  /// A narrow network of each recipe, as it is published and as a lesson has it.
  private static func recipes() -> [Recipe] {
    var recipes = RecipeName.allCases.map { $0.recipe(.lesson) }
    recipes.append(.faces64(.lesson, published: true))
    recipes += Block.allCases.map {
      var recipe = Recipe.keras28(.quick)
      recipe.block = $0
      return recipe
    }
    return recipes.map {
      var recipe = $0
      recipe.width = 4
      if recipe.name == "faces64" { recipe.finalSize = 16 }
      return recipe
    }
  }

  @Test("each recipe, with and without orders")
  func recipes() throws {
    for recipe in Self.recipes() {
      for names in [[], ["cat", "dog"]] {
        var recipe = recipe
        recipe.classes = names.count
        var weights = RandomStream(seed: 3, for: "weights")
        var generator = recipe.makeGenerator(recipe, &weights)
        generator.averages = generator.averages.map { $0 + 0.5 }
        let kept = DCGenerator(generator, recipe, for: names)
        #expect(try kept.problemsOfFile() == [], "\(recipe.name)")
        var facts = [
          "recipe": recipe.name, "width": "\(recipe.width)", "finalSize": "\(recipe.finalSize)",
          "channels": "\(recipe.channels)", "block": recipe.block.rawValue,
          "up": recipe.up.rawValue, "brush": recipe.brush.rawValue,
        ]
        if !names.isEmpty { facts["classes"] = names.joined(separator: "\n") }
        #expect(try kept.problemsOfFile(before: facts) == [], "\(recipe.name), \(recipe.block)")
      }
    }
  }
}
