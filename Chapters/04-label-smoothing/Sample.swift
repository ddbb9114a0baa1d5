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
    commandName: "label-smoothing sample", abstract: "Draw from a trained generator.",
    discussion: """
      Writes the digits of the recipe digits as one sheet (.png), and the numbers of the recipe line \
      as a picture of their density (.svg) or as a list (.csv).
      """)

  @Option(help: "The generator: a run's generator.safetensors.")
  var from: String

  @Option(help: "How many digits or numbers.")
  var count = 64

  @Option(help: "Which random numbers to draw.")
  var seed: UInt64 = 1

  @Option(help: "The file to write: .png for digits, .svg or .csv for numbers.")
  var out: String

  func validate() throws {
    if count < 1 || count > 10_000 {
      throw ValidationError("--count \(count): give a number from 1 to 10000")
    }
  }

  func run() throws {
    let file: Safetensors
    do { file = try Safetensors(contentsOf: URL(fileURLWithPath: from)) } catch {
      throw RunFailure(error.status, "\(error)")
    }
    let (generator, settings) = try Generator.read(file, path: from)
    let endings = settings.recipe == .digits ? [".png"] : [".svg", ".csv"]
    guard endings.contains(where: out.hasSuffix) else {
      throw RunFailure(
        .usage, "--out \(out): give a name that ends in \(endings.joined(separator: " or "))")
    }
    var stream = RandomStream(seed: seed, for: "sample")
    let samples = generator(settings.latent(count, using: &stream))
    do { try WholeFile.save(contents(samples), to: URL(fileURLWithPath: out)) } catch let error
      as WholeFile.Failure
    {
      throw RunFailure(.cannotWrite, "\(out): cannot be written (\(error.reason))")
    }
    print("\(count) samples in \(out)")
  }

  private func contents(_ samples: Tensor) throws -> Data {
    if out.hasSuffix(".png") {
      let columns = Int(Double(count).squareRoot().rounded(.up))
      return try ImageGrid(columns: columns).image(
        of: digits(PixelRange.symmetric.levels(of: samples))
      ).pngData()
    }
    if out.hasSuffix(".csv") {
      return Data(("x\n" + samples.scalars.map { "\($0)\n" }.joined()).utf8)
    }
    let grid = (0...200).map { Float($0) / 20 - 5 }
    var chart = Chart("\(count) generated numbers", x: Axis("x"), y: Axis("density"))
    chart.histogram("counted", samples: samples.scalars, bins: 60, range: -5...5, ink: .gray)
    chart.line("smoothed", x: grid, y: density(of: samples.scalars, over: grid), ink: .orange)
    return Data(chart.svg().utf8)
  }
}
