import Runs
import Tensors

/// What of a training goes into a checkpoint: all of it.
extension Training {
  /// Groups that may be empty: without batch norm there are no averages.
  static let optionalGroups: Set = ["generatorAverages"]

  func checkpoint(in run: Run, at step: Int, _ pictures: Pictures) -> Checkpoint {
    var checkpoint = run.emptyCheckpoint(at: step)
    checkpoint["generator"] = generator.parameters
    checkpoint["generatorAverages"] = generator.averages
    checkpoint["discriminator"] = discriminator.parameters
    checkpoint["generatorOptimizer"] = generatorOptimizer.fullState(for: generator.parameters)
    checkpoint["discriminatorOptimizer"] = discriminatorOptimizer.fullState(
      for: discriminator.parameters)
    checkpoint["samples"] = [pictures.frames.tensor]
    checkpoint.counters = [
      "batches": batches.position, "noise": noise.position,
      "generatorUpdates": UInt64(generatorOptimizer.step),
      "discriminatorUpdates": UInt64(discriminatorOptimizer.step),
    ]
    return checkpoint
  }

  /// Goes back to a checkpoint that has been checked against this training's.
  mutating func restore(from checkpoint: Checkpoint) {
    generator.parameters = checkpoint["generator"]
    generator.averages = checkpoint["generatorAverages"]
    discriminator.parameters = checkpoint["discriminator"]
    generatorOptimizer.state = checkpoint["generatorOptimizer"]
    discriminatorOptimizer.state = checkpoint["discriminatorOptimizer"]
    generatorOptimizer.step = Int(checkpoint.counters["generatorUpdates"] ?? 0)
    discriminatorOptimizer.step = Int(checkpoint.counters["discriminatorUpdates"] ?? 0)
    batches.position = checkpoint.counters["batches"] ?? 0
    noise.position = checkpoint.counters["noise"] ?? 0
  }
}

/// A generator alone, with what it takes to build it again.
extension Generator {
  static let fileName = "generator.safetensors"

  func file(_ settings: Settings) -> Safetensors {
    let tensors =
      parameters.enumerated().map { (name: "generator.\($0)", tensor: $1) }
      + averages.enumerated().map { (name: "average.\($0)", tensor: $1) }
    let sizes = settings.generatorSizes.map(String.init).joined(separator: ",")
    return Safetensors(
      tensors: tensors,
      metadata: [
        "chapter": "dense-gan",
        "architecture": "dense, hidden \(sizes), LeakyReLU 0.2, tanh, 28 × 28 gray pixels",
        "hidden": sizes, "batchNorm": "\(settings.batchNorm)",
        "latentSize": "\(settings.latentSize)", "latent": settings.latent.rawValue,
        "dataRange": "-1...1",
      ])
  }

  /// - Throws: ``RunFailure`` (65) if `file` is no generator of this chapter.
  static func read(_ file: Safetensors, path: String) throws -> (Generator, Settings) {
    var settings = Settings(.batchnorm, preset: .quick)
    guard file.metadata["chapter"] == "dense-gan",
      let latent = file.metadata["latent"].flatMap({ Latent(rawValue: $0) }),
      let latentSize = file.metadata["latentSize"].flatMap({ Int($0) }),
      let sizes = file.metadata["hidden"]?.split(separator: ",").map({ Int($0) ?? 0 }),
      (1...4096).contains(latentSize), (1...10).contains(sizes.count),
      sizes.allSatisfy((1...65_536).contains)
    else {
      throw RunFailure(
        .badData, "\(path): this is no generator of chapter 2; a run writes \(fileName)")
    }
    settings.latent = latent
    settings.latentSize = latentSize
    settings.generatorSizes = sizes
    settings.batchNorm = file.metadata["batchNorm"] == "true"
    var unused = RandomStream(seed: 0, for: "weights")
    var generator = Generator(settings, using: &unused)
    let count = generator.parameters.count
    let found = file.tensors.map(\.tensor)
    let wanted = (generator.parameters + generator.averages).map(\.shape)
    guard found.map(\.shape) == wanted else {
      throw RunFailure(
        .badData, "\(path): tensors of shapes \(found.map(\.shape)), where it needs \(wanted)")
    }
    generator.parameters = Array(found.prefix(count))
    generator.averages = Array(found.dropFirst(count))
    return (generator, settings)
  }
}
