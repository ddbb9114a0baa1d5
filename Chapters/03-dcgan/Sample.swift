import ArgumentParser
import Datasets
import Runs
import Tensors

/// Draws from a trained generator.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dcgan sample", abstract: "Draw pictures from a trained generator.",
    discussion: "Writes them as one sheet (PNG).")

  @OptionGroup var options: SampleOptions

  func run() throws {
    let (generator, settings) = try readGenerator(options.file(), path: options.from)
    var stream = RandomStream(seed: options.seed, for: "sample")
    let z = settings.latent(options.count, settings.latentSize, using: &stream)
    let tiles = stride(from: 0, to: options.count, by: 250).flatMap {
      let images = generator(z.slice($0..<min($0 + 250, options.count)))
      return settings.tiles(settings.pixelRange.levels(of: images))
    }
    try options.write(tiles)
  }
}

// A generator alone, with what it takes to build it again.

extension Training {
  static let generatorFileName = "generator.safetensors"

  func generatorFile() -> Safetensors {
    let tensors =
      generator.parameters.enumerated().map { (name: "generator.\($0)", tensor: $1) }
      + generator.averages.enumerated().map { (name: "average.\($0)", tensor: $1) }
    return Safetensors(
      tensors: tensors,
      metadata: [
        "chapter": "dcgan", "recipe": settings.recipe.rawValue,
        "architecture":
          "\(settings.recipe), width \(settings.width), \(settings.finalSize) × \(settings.finalSize)",
        "width": "\(settings.width)", "finalSize": "\(settings.finalSize)",
        "channels": "\(settings.channels)", "latentSize": "\(settings.latentSize)",
        "latent": settings.latent.rawValue, "block": settings.block.rawValue,
        "dataRange": settings.pixelRange == .unit ? "0...1" : "-1...1",
      ])
  }
}

/// - Throws: ``RunFailure`` (65) if `file` is no generator of this chapter.
func readGenerator(_ file: Safetensors, path: String) throws -> (Sequential, Settings) {
  func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    file.metadata[name].flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
  }
  guard file.metadata["chapter"] == "dcgan",
    let recipe = file.metadata["recipe"].flatMap({ Recipe(rawValue: $0) }),
    let latent = file.metadata["latent"].flatMap({ Latent(rawValue: $0) }),
    let block = file.metadata["block"].flatMap({ Block(rawValue: $0) }),
    let latentSize = number("latentSize", 1...4096), let width = number("width", 2...1024),
    let channels = number("channels", 1...3), let finalSize = number("finalSize", 8...512)
  else {
    throw RunFailure(
      .badData,
      "\(path): this is no generator of chapter 3; a run writes \(Training.generatorFileName)")
  }
  var settings = Settings(recipe, preset: .quick)
  (settings.latent, settings.latentSize, settings.block) = (latent, latentSize, block)
  (settings.width, settings.channels, settings.finalSize) = (width, channels, finalSize)
  var unused = RandomStream(seed: 0, for: "weights")
  var generator = makeGenerator(settings, seed: 0, using: &unused)
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
