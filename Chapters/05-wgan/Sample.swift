import ArgumentParser
import Charts
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// Draws from a trained generator.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan sample", abstract: "Draw from a trained generator.",
    discussion: """
      Writes pictures on one sheet (.png); of a generator of numbers or points, a list (.csv).
      """)

  @Option(help: "The generator: a run's generator.safetensors.")
  var from: String

  @Option(help: "How many samples.")
  var count = 64

  @Option(help: "Which random numbers to draw.")
  var seed: UInt64 = 1

  @Option(help: "The file to write: .png for pictures, .csv for numbers and points.")
  var out: String

  func validate() throws {
    if count < 1 || count > 10_000 {
      throw ValidationError("--count \(count): give a number from 1 to 10000")
    }
    if !out.hasSuffix(".png") && !out.hasSuffix(".csv") {
      throw ValidationError("--out \(out): give a name that ends in .png or .csv")
    }
  }

  func run() throws {
    let file: Safetensors
    do { file = try Safetensors(contentsOf: URL(fileURLWithPath: from)) } catch {
      throw RunFailure(error.status, "\(error)")
    }
    let (generator, settings) = try readGenerator(file, path: from)
    guard settings.problem.hasImages == out.hasSuffix(".png") else {
      throw RunFailure(
        .usage,
        """
        --out \(out): this generator makes \(settings.problem.hasImages ? "pictures" : "numbers"); \
        give a name that ends in \(settings.problem.hasImages ? ".png" : ".csv")
        """)
    }
    var stream = RandomStream(seed: seed, for: "sample")
    let z = settings.latent(count, settings.latentSize, using: &stream)
    let samples = Tensor.concatenation(
      stride(from: 0, to: count, by: 250).map { generator(z.slice($0..<min($0 + 250, count))) })
    let data =
      settings.problem.hasImages ? try sheet(samples, settings) : Data(csv(samples).utf8)
    do { try WholeFile.save(data, to: URL(fileURLWithPath: out)) } catch {
      throw RunFailure(.cannotWrite, "\(out): cannot be written (\(error.reason))")
    }
    print("\(count) samples in \(out)")
  }

  private func sheet(_ samples: Tensor, _ settings: Settings) throws -> Data {
    let columns = Int(Double(count).squareRoot().rounded(.up))
    let tiles = settings.tiles(PixelRange.symmetric.levels(of: samples))
    return try ImageGrid(columns: columns).image(of: tiles).pngData()
  }

  private func csv(_ samples: Tensor) -> String {
    let (numbers, width) = (samples.scalars, samples.shape[1])
    let rows = stride(from: 0, to: numbers.count, by: width).map { start in
      numbers[start..<start + width].map { "\($0)" }.joined(separator: ",")
    }
    return ([width == 1 ? "x" : "x,y"] + rows).joined(separator: "\n") + "\n"
  }
}
