import Datasets
import Runs
import Tensors

/// What of a training goes into a checkpoint: all of it.
extension Training {
  /// Groups that may be empty: not every problem's networks have averages, and not every one's
  /// pictures both kinds of frames.
  static let optionalGroups: Set = ["generatorAverages", "criticAverages", "samples", "frames"]

  func checkpoint(in run: Run, at step: Int, _ pictures: Pictures) -> Checkpoint {
    var checkpoint = run.emptyCheckpoint(at: step)
    checkpoint["generator"] = generator.parameters
    checkpoint["generatorAverages"] = generator.averages
    checkpoint["critic"] = critic.parameters
    checkpoint["criticAverages"] = critic.averages
    checkpoint["generatorOptimizer"] = generatorOptimizer.fullState(for: generator.parameters)
    checkpoint["criticOptimizer"] = criticOptimizer.fullState(for: critic.parameters)
    checkpoint[settings.problem.hasImages ? "samples" : "frames"] = [pictures.tensor]
    checkpoint.counters = [
      "real": real.position, "noise": noise.position, "interpolation": shares.position,
      "generatorUpdates": UInt64(generatorOptimizer.step),
      "criticUpdates": UInt64(criticOptimizer.step),
    ]
    return checkpoint
  }

  /// Goes back to a checkpoint that has been checked against this training's.
  mutating func restore(from checkpoint: Checkpoint) {
    func counter(_ name: String) -> UInt64 { checkpoint.counters[name] ?? 0 }
    generator.parameters = checkpoint["generator"]
    generator.averages = checkpoint["generatorAverages"]
    critic.parameters = checkpoint["critic"]
    critic.averages = checkpoint["criticAverages"]
    generatorOptimizer.state = checkpoint["generatorOptimizer"]
    criticOptimizer.state = checkpoint["criticOptimizer"]
    generatorOptimizer.step = Int(counter("generatorUpdates"))
    criticOptimizer.step = Int(counter("criticUpdates"))
    real.position = counter("real")
    noise.position = counter("noise")
    shares.position = counter("interpolation")
  }
}

// MARK: - A generator alone, with what it takes to build it again

extension Training {
  static let generatorFileName = "generator.safetensors"

  func generatorFile() -> Safetensors {
    let tensors =
      generator.parameters.enumerated().map { (name: "generator.\($0)", tensor: $1) }
      + generator.averages.enumerated().map { (name: "average.\($0)", tensor: $1) }
    return Safetensors(
      tensors: tensors,
      metadata: [
        "chapter": "wgan", "problem": settings.problem.rawValue,
        "networks": settings.networks.rawValue,
        "architecture": "\(settings.networks), width \(settings.width), for \(settings.problem)",
        "width": "\(settings.width)", "latentSize": "\(settings.latentSize)",
        "latent": settings.latent.rawValue,
        "dataRange": settings.problem.hasImages ? "-1...1" : "any",
      ])
  }
}

/// - Throws: ``RunFailure`` (65) if `file` is no generator of this chapter.
func readGenerator(_ file: Safetensors, path: String) throws -> (Sequential, Settings) {
  func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    file.metadata[name].flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
  }
  guard file.metadata["chapter"] == "wgan",
    let problem = file.metadata["problem"].flatMap({ Problem(rawValue: $0) }),
    let networks = file.metadata["networks"].flatMap({ Networks(rawValue: $0) }),
    let latent = file.metadata["latent"].flatMap({ Latent(rawValue: $0) }),
    let latentSize = number("latentSize", 1...4096), let width = number("width", 2...1024)
  else {
    throw RunFailure(
      .badData,
      "\(path): this is no generator of chapter 5; a run writes \(Training.generatorFileName)")
  }
  var settings = Settings(.gp, on: problem, preset: .quick)
  (settings.networks, settings.width) = (networks, width)
  (settings.latent, settings.latentSize) = (latent, latentSize)
  var unused = RandomStream(seed: 0, for: "weights")
  var generator = makeGenerator(settings, using: &unused)
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
