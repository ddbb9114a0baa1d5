import Datasets
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
  /// The file, read with nothing of this chapter, makes the same numbers.
  private func expectWhole(_ kept: some KeptGenerator, _ comment: String) throws {
    let folder = try TemporaryFolder()
    try kept.described.file().save(to: folder.file(generatorFileName))
    let read = try DescribedGenerator(contentsOf: folder.file(generatorFileName).path)
    // Told by a digest: a failure need not print thousands of numbers.
    #expect(
      digest(of: [read.check.output]) == digest(of: [kept.described.check.output]), "\(comment)")
    #expect(read.description.makes == kept.makes, "\(comment)")
  }

  /// A file with these facts, as they were written before, is read as the same generator.
  private func expectBefore<Kept: KeptGenerator>(
    _ kept: Kept, _ facts: [String: String], _ comment: String
  ) throws {
    let folder = try TemporaryFolder()
    let (network, latent) = (kept.network, kept.latent)
    let own = [
      "chapter": Kept.command, "latent": latent.distribution.rawValue,
      "latentSize": "\(latent.size)",
    ]
    try Safetensors(
      tensors: network.parameters.enumerated().map { ("generator.\($0)", $1) }
        + network.averages.enumerated().map { ("average.\($0)", $1) },
      metadata: facts.merging(own) { $1 }
    ).save(to: folder.file(generatorFileName))
    let read = try Kept(contentsOf: folder.file(generatorFileName).path)
    #expect(read.described.description.plans == network.plans, "\(comment)")
    #expect(read.orders?.classNames == kept.orders?.classNames, "\(comment)")
    #expect(read.makes == kept.makes && read.latent == latent, "\(comment)")
    #expect(
      digest(of: [read.described.check.output]) == digest(of: [kept.described.check.output]),
      "\(comment)")
  }

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
        try expectWhole(kept, recipe.name)
        var facts = [
          "recipe": recipe.name, "width": "\(recipe.width)", "finalSize": "\(recipe.finalSize)",
          "channels": "\(recipe.channels)", "block": recipe.block.rawValue,
          "up": recipe.up.rawValue, "brush": recipe.brush.rawValue,
        ]
        if !names.isEmpty { facts["classes"] = names.joined(separator: "\n") }
        try expectBefore(kept, facts, "\(recipe.name), \(recipe.block)")
      }
    }
  }
}
