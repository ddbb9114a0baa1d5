import Runs
import Tensors

/// What of a training goes into a checkpoint: all of it.
extension Training {
  /// Groups that may be empty: not every recipe has them.
  var optionalGroups: Set<String> {
    Set(
      twins.indices.flatMap { twin in
        ["generator", "generatorAverages", "average", "generatorOptimizer"].map {
          "twin\(twin)-\($0)"
        }
      })
  }

  func checkpoint(in run: Run, at step: Int, _ pictures: Pictures) -> Checkpoint {
    var checkpoint = run.emptyCheckpoint(at: step)
    for (index, twin) in twins.enumerated() {
      let name = "twin\(index)"
      checkpoint["\(name)-generator"] = twin.generator.parameters
      checkpoint["\(name)-generatorAverages"] = twin.generator.averages
      checkpoint["\(name)-discriminator"] = twin.discriminator.parameters
      checkpoint["\(name)-average"] = twin.average?.parameters ?? []
      checkpoint["\(name)-generatorOptimizer"] = twin.generatorOptimizer.fullState(
        for: twin.generator.parameters)
      checkpoint["\(name)-discriminatorOptimizer"] = twin.discriminatorOptimizer.fullState(
        for: twin.discriminator.parameters)
      checkpoint.counters["\(name)-generatorUpdates"] = UInt64(twin.generatorOptimizer.step)
      checkpoint.counters["\(name)-discriminatorUpdates"] = UInt64(
        twin.discriminatorOptimizer.step)
    }
    checkpoint["samples"] = pictures.frames.map { [$0.tensor] } ?? []
    checkpoint.counters["data"] = data.position
    checkpoint.counters["noise"] = noise.position
    return checkpoint
  }

  /// Goes back to a checkpoint that has been checked against this training's.
  mutating func restore(from checkpoint: Checkpoint) {
    for index in twins.indices {
      let name = "twin\(index)"
      twins[index].generator.parameters = checkpoint["\(name)-generator"]
      twins[index].generator.averages = checkpoint["\(name)-generatorAverages"]
      twins[index].discriminator.parameters = checkpoint["\(name)-discriminator"]
      if let decay = settings.averageDecay {
        twins[index].average = MovingAverage(of: checkpoint["\(name)-average"], decay: decay)
      }
      twins[index].generatorOptimizer.state = checkpoint["\(name)-generatorOptimizer"]
      twins[index].discriminatorOptimizer.state = checkpoint["\(name)-discriminatorOptimizer"]
      twins[index].generatorOptimizer.step = Int(
        checkpoint.counters["\(name)-generatorUpdates"] ?? 0)
      twins[index].discriminatorOptimizer.step = Int(
        checkpoint.counters["\(name)-discriminatorUpdates"] ?? 0)
    }
    data.position = checkpoint.counters["data"] ?? 0
    noise.position = checkpoint.counters["noise"] ?? 0
  }

  /// Every number that was learnt, of all twins in their order.
  var learnt: [Tensor] {
    twins.flatMap { twin in
      twin.generator.parameters + twin.generator.averages + twin.discriminator.parameters
        + (twin.average?.parameters ?? [])
    }
  }
}

/// A generator alone, with what it takes to build it again.
extension Generator {
  static let fileName = "generator.safetensors"

  func file(_ settings: Settings, labels: Labels) -> Safetensors {
    let tensors =
      parameters.enumerated().map { (name: "generator.\($0)", tensor: $1) }
      + averages.enumerated().map { (name: "average.\($0)", tensor: $1) }
    return Safetensors(
      tensors: tensors,
      metadata: [
        "chapter": "label-smoothing", "recipe": settings.recipe.rawValue,
        "architecture": settings.recipe == .line
          ? "dense 1-16-16-1, tanh, times 5"
          : "dense 32-128-256-784, batch norm, LeakyReLU 0.2, tanh, 28 × 28 gray pixels",
        "labels": labels.description,
        "latentSize": settings.recipe == .line ? "1" : "32",
        "latent": settings.recipe == .line ? "uniform(-1, 1)" : "normal(0, 1)",
        "dataRange": settings.recipe == .line ? "-5...5" : "-1...1",
      ])
  }

  /// - Throws: ``RunFailure`` (65) if `file` is no generator of this chapter.
  static func read(_ file: Safetensors, path: String) throws -> (Generator, Settings) {
    guard file.metadata["chapter"] == "label-smoothing",
      let recipe = file.metadata["recipe"].flatMap({ Recipe(rawValue: $0) }), recipe != .optimum
    else {
      throw RunFailure(
        .badData, "\(path): this is no generator of chapter 4; a run writes \(fileName)")
    }
    let settings = Settings(recipe, preset: .quick)
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
