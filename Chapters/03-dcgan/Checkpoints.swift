import Runs
import Tensors

/// What of a training goes into a checkpoint: all of it.
extension Training {
  /// Groups that may be empty: not every recipe has averages in both networks.
  static let optionalGroups: Set = ["discriminatorAverages", "stackedOptimizer"]

  func checkpoint(in run: Run, at step: Int, _ pictures: Pictures) -> Checkpoint {
    var checkpoint = run.emptyCheckpoint(at: step)
    checkpoint["generator"] = generator.parameters
    checkpoint["generatorAverages"] = generator.averages
    checkpoint["discriminator"] = discriminator.parameters
    checkpoint["discriminatorAverages"] = discriminator.averages
    checkpoint["generatorOptimizer"] = generatorOptimizer.fullState(for: generator.parameters)
    checkpoint["discriminatorOptimizer"] = discriminatorOptimizer.fullState(
      for: discriminator.parameters)
    if !settings.freezesDiscriminator {
      checkpoint["stackedOptimizer"] = stackedOptimizer.fullState(for: discriminator.parameters)
    }
    checkpoint["samples"] = [pictures.frames.tensor]
    checkpoint.counters = [
      "batches": batches.position, "noise": noise.position,
      "generatorUpdates": UInt64(generatorOptimizer.step),
      "discriminatorUpdates": UInt64(discriminatorOptimizer.step),
      "stackedUpdates": UInt64(stackedOptimizer.step),
    ]
    for (index, stream) in (generator.streams + discriminator.streams).enumerated() {
      checkpoint.counters["dropout\(index)"] = stream.position
    }
    return checkpoint
  }

  /// Goes back to a checkpoint that has been checked against this training's.
  mutating func restore(from checkpoint: Checkpoint) {
    func counter(_ name: String) -> UInt64 { checkpoint.counters[name] ?? 0 }
    generator.parameters = checkpoint["generator"]
    generator.averages = checkpoint["generatorAverages"]
    discriminator.parameters = checkpoint["discriminator"]
    discriminator.averages = checkpoint["discriminatorAverages"]
    generatorOptimizer.state = checkpoint["generatorOptimizer"]
    discriminatorOptimizer.state = checkpoint["discriminatorOptimizer"]
    stackedOptimizer.state = checkpoint["stackedOptimizer"]
    generatorOptimizer.step = Int(counter("generatorUpdates"))
    discriminatorOptimizer.step = Int(counter("discriminatorUpdates"))
    stackedOptimizer.step = Int(counter("stackedUpdates"))
    batches.position = counter("batches")
    noise.position = counter("noise")
    let own = generator.streams.count
    for index in generator.streams.indices {
      generator.streams[index].position = counter("dropout\(index)")
    }
    for index in discriminator.streams.indices {
      discriminator.streams[index].position = counter("dropout\(own + index)")
    }
  }
}
