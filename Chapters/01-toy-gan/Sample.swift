import ArgumentParser
import Charts
import Foundation
import Images
import Runs
import Tensors

/// Draws from a trained generator.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toy-gan sample", abstract: "Draw numbers from a trained generator.",
    discussion: "Writes them as a picture of their density (.svg) or as a list (.csv).")

  @Option(help: "The generator: a run's generator.safetensors.")
  var from: String

  @Option(help: "How many numbers.")
  var count = 10_000

  @Option(help: "Which random numbers to draw.")
  var seed: UInt64 = 1

  @Option(help: "The file to write, .svg or .csv.")
  var out: String

  func validate() throws {
    if count < 1 || count > 10_000_000 {
      throw ValidationError("--count \(count): give a number from 1 to 10000000")
    }
    if !out.hasSuffix(".svg") && !out.hasSuffix(".csv") {
      throw ValidationError("--out \(out): give a name that ends in .svg or .csv")
    }
  }

  func run() throws {
    let file: Safetensors
    do { file = try Safetensors(contentsOf: URL(fileURLWithPath: from)) } catch {
      throw RunFailure(error.status, "\(error)")
    }
    let generator = try Generator(file, path: from)
    var stream = RandomStream(seed: seed, for: "sample")
    let z = Tensor.uniform([count, 1], from: -1, to: 1, using: &stream)
    let numbers = generator(z).scalars
    let text = out.hasSuffix(".csv") ? csv(numbers) : chart(numbers).svg()
    do { try WholeFile.save(Data(text.utf8), to: URL(fileURLWithPath: out)) } catch {
      throw RunFailure(.cannotWrite, "\(out): cannot be written (\(error.reason))")
    }
    print("\(count) numbers in \(out)")
  }

  private func csv(_ numbers: [Float]) -> String {
    "x\n" + numbers.map { "\($0)\n" }.joined()
  }

  private func chart(_ numbers: [Float]) -> Chart {
    let grid = (0...200).map { Float($0) / 20 - 5 }
    var chart = Chart("\(count) generated numbers", x: Axis("x"), y: Axis("density"))
    chart.histogram("counted", samples: numbers, bins: 60, range: -5...5, ink: .gray)
    chart.line("smoothed", x: grid, y: density(of: numbers, over: grid), ink: .orange)
    return chart
  }
}
