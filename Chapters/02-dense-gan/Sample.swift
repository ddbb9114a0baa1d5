import ArgumentParser
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// Draws from a trained generator.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dense-gan sample", abstract: "Draw digits from a trained generator.",
    discussion: "Writes them as one sheet (PNG).")

  @OptionGroup var options: SampleOptions

  func run() throws {
    let (generator, settings) = try Generator.read(options.file(), path: options.from)
    var stream = RandomStream(seed: options.seed, for: "sample")
    let z = settings.latent(options.count, settings.latentSize, using: &stream)
    try options.write(digits(PixelRange.symmetric.levels(of: generator(z))))
  }
}
