import Runs
import Tensors

/// What of a training goes into a checkpoint: all of it.
extension Training {
  /// Groups that may be empty: an optimiser remembers nothing before its first update.
  static let optionalGroups: Set = ["generatorOptimizer", "discriminatorOptimizer"]

  func checkpoint(in run: Run, at step: Int, _ pictures: Pictures) -> Checkpoint {
    var checkpoint = run.emptyCheckpoint(at: step)
    checkpoint["generator"] = generator.parameters
    checkpoint["discriminator"] = discriminator.parameters
    checkpoint["average"] = average?.parameters ?? []
    checkpoint["generatorOptimizer"] = generatorOptimizer.fullState(for: generator.parameters)
    checkpoint["discriminatorOptimizer"] = discriminatorOptimizer.fullState(
      for: discriminator.parameters)
    checkpoint["frames"] = [pictures.tensor]
    checkpoint.counters = [
      "data": data.position, "noise": noise.position,
      "generatorUpdates": UInt64(generatorOptimizer.step),
      "discriminatorUpdates": UInt64(discriminatorOptimizer.step),
    ]
    return checkpoint
  }

  /// Goes back to a checkpoint that has been checked against this training's.
  mutating func restore(from checkpoint: Checkpoint) {
    func tracked(_ group: String) -> [Tensor] { checkpoint[group].map { $0.tracked() } }
    generator.parameters = tracked("generator")
    discriminator.parameters = tracked("discriminator")
    if let average {
      self.average = MovingAverage(of: checkpoint["average"], decay: average.decay)
    }
    generatorOptimizer.state = checkpoint["generatorOptimizer"]
    discriminatorOptimizer.state = checkpoint["discriminatorOptimizer"]
    generatorOptimizer.step = Int(checkpoint.counters["generatorUpdates"] ?? 0)
    discriminatorOptimizer.step = Int(checkpoint.counters["discriminatorUpdates"] ?? 0)
    data.position = checkpoint.counters["data"] ?? 0
    noise.position = checkpoint.counters["noise"] ?? 0
  }
}

/// A generator alone, with what it takes to build it again.
extension Generator {
  static let fileName = "generator.safetensors"

  func file(_ settings: Settings) -> Safetensors {
    Safetensors(
      tensors: parameters.enumerated().map { (name: "generator.\($0)", tensor: $1) },
      metadata: [
        "chapter": "toy-gan",
        "architecture": "dense 1-\(settings.hidden)-\(settings.hidden)-1, tanh, times 5",
        "hidden": "\(settings.hidden)", "latentSize": "1", "latent": "uniform(-1, 1)",
        "dataRange": "-5...5",
      ])
  }

  /// - Throws: ``RunFailure`` (65) if `file` is no generator of this chapter.
  init(_ file: Safetensors, path: String) throws {
    guard file.metadata["chapter"] == "toy-gan",
      let hidden = file.metadata["hidden"].flatMap({ Int($0) }), (1...4096).contains(hidden)
    else {
      throw RunFailure(
        .badData, "\(path): this is no generator of chapter 1; a run writes \(Generator.fileName)")
    }
    var settings = Settings(.published, preset: .quick)
    settings.hidden = hidden
    var unused = RandomStream(seed: 0, for: "weights")
    self.init(settings, using: &unused)
    let found = file.tensors.map(\.tensor)
    guard found.map(\.shape) == parameters.map(\.shape) else {
      throw RunFailure(
        .badData,
        """
        \(path): tensors of shapes \(found.map(\.shape)), where \(hidden) hidden units need \
        \(parameters.map(\.shape))
        """)
    }
    parameters = found
  }
}
