import Datasets
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

  @Test("both recipes", arguments: RecipeName.allCases)
  func recipes(_ name: RecipeName) throws {
    var recipe = name.recipe(.quick, nil)
    recipe.hidden = 9
    var weights = RandomStream(seed: 3, for: "weights")
    let kept = ToyGenerator(Generator(recipe, using: &weights), recipe)
    try expectWhole(kept, recipe.name)
    try expectBefore(kept, ["hidden": "9", "dataRange": "-5...5"], recipe.name)
  }
}
