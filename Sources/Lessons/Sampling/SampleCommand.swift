import ArgumentParser
import Charts
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// `<chapter> sample`: draws from a trained generator.
public struct SampleCommand<Generator: KeptGenerator>: ParsableCommand {
  public static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "\(Generator.command) sample", abstract: "Draw from a trained generator.",
      discussion: """
        Writes pictures on one sheet (.png); numbers as a picture of their density (.svg) or as a \
        list (.csv), and points as a list.
        """)
  }

  @Option(help: "The generator: a run's generator.safetensors.")
  public var from: String

  @Option(
    parsing: .unconditional,
    help: "How many samples. (default: 64 pictures, or 10000 numbers or points)")
  public var count: Int?

  @Option(parsing: .unconditional, help: "Which random numbers to draw.")
  public var seed: UInt64 = 1

  @Option(help: "The file to write: .png for pictures, .svg or .csv for numbers, .csv for points.")
  public var out: String

  public init() {}

  public func validate() throws {
    if let count, count < 1 || count > 10_000_000 {
      throw ValidationError("--count \(count): give a number from 1 to 10000000")
    }
    if ![".png", ".svg", ".csv"].contains(where: out.hasSuffix) {
      throw ValidationError("--out \(out): give a name that ends in .png, .svg or .csv")
    }
  }

  public func run() throws {
    let generator = try Generator(contentsOf: from)
    let makes = generator.makes
    guard makes.endings.contains(where: out.hasSuffix) else {
      throw RunFailure(
        .usage,
        """
        --out \(out): this generator makes \(makes.name); give a name that ends in \
        \(makes.endings.joined(separator: " or "))
        """)
    }
    if let count, count > makes.most {
      throw RunFailure(.usage, "--count \(count): give at most \(makes.most) \(makes.name)")
    }
    let count = count ?? makes.count
    let samples = generator.samples(of: generator.latent(count, for: "sample", seed: seed))
    do { try WholeFile.save(contents(samples, makes), to: URL(fileURLWithPath: out)) } catch let
      error as WholeFile.Failure
    {
      throw RunFailure(.cannotWrite, "\(out): cannot be written (\(error.reason))")
    }
    print("\(count) \(makes.name) in \(out)")
  }

  private func contents(_ samples: Tensor, _ makes: SampleKind) throws -> Data {
    if case .images(let format, let range) = makes {
      // A sheet that is about as wide as it is high.
      let columns = Int(Double(samples.shape[0]).squareRoot().rounded(.up))
      return try ImageGrid(columns: columns).image(of: format.tiles(range.levels(of: samples)))
        .pngData()
    }
    return Data((out.hasSuffix(".svg") ? density(of: samples) : list(of: samples)).utf8)
  }

  private func list(of samples: Tensor) -> String {
    let (numbers, width) = (samples.scalars, samples.shape[1])
    let rows = stride(from: 0, to: numbers.count, by: width).map { start in
      numbers[start..<start + width].map { "\($0)" }.joined(separator: ",")
    }
    return ([width == 1 ? "x" : "x,y"] + rows).joined(separator: "\n") + "\n"
  }

  private func density(of samples: Tensor) -> String {
    let grid = (0...200).map { Float($0) / 20 - 5 }
    var chart = Chart(
      "\(samples.shape[0]) generated numbers", x: Axis("x"), y: Axis("density"))
    chart.histogram("counted", samples: samples.scalars, bins: 60, range: -5...5, ink: .gray)
    chart.line(
      "smoothed", x: grid, y: Charts.density(of: samples.scalars, over: grid), ink: .orange)
    return chart.svg()
  }
}

extension SampleKind {
  fileprivate var name: String {
    switch self {
    case .numbers: "numbers"
    case .points: "points"
    case .images: "pictures"
    }
  }

  fileprivate var endings: [String] {
    switch self {
    case .numbers: [".svg", ".csv"]
    case .points: [".csv"]
    case .images: [".png"]
    }
  }

  /// How many unless told otherwise.
  fileprivate var count: Int {
    if case .images = self { return 64 }
    return 10_000
  }

  fileprivate var most: Int {
    if case .images = self { return 10_000 }
    return 10_000_000
  }
}
