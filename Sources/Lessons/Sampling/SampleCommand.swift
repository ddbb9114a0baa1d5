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
        Writes pictures on one sheet (.png), or each by itself into a folder; numbers as a picture of \
        their density (.svg) or as a list (.csv), and points as a list.
        """)
  }

  @Option(
    help: """
      The generator: a run's generator.safetensors. (default: the first in the chapter's Pretrained)
      """)
  public var from: String?

  @Option(
    parsing: .unconditional,
    help: "How many samples. (default: 64 pictures, or 10000 numbers or points)")
  public var count: Int?

  @Option(parsing: .unconditional, help: "Which random numbers to draw.")
  public var seed: UInt64 = 1

  @Option(
    help: """
      The class to draw, of a generator that was trained with --conditional: its number from 0 on, or its \
      name. (default: all in turn)
      """)
  public var digit: String?

  @Option(
    parsing: .unconditional,
    help: "How many pixels wide and high each pixel of a picture becomes. (default: 1)")
  public var scale: Int?

  @Option(
    help: """
      The file to write: .png for pictures, .svg or .csv for numbers, .csv for points. A name that \
      ends in / is a folder for pictures one by one. (default: Runs/<chapter>-samples.png, .svg or .csv)
      """)
  public var out: String?

  public init() {}

  public func validate() throws {
    if let count, count < 1 || count > 10_000_000 {
      throw ValidationError("--count \(count): give a number from 1 to 10000000")
    }
    if let scale, scale < 1 || scale > 64 {
      throw ValidationError("--scale \(scale): give a number from 1 to 64")
    }
    if let out, !["/", ".png", ".svg", ".csv"].contains(where: out.hasSuffix) {
      throw ValidationError(
        "--out \(out): give a name that ends in .png, .svg or .csv, or in / for a folder of pictures"
      )
    }
  }

  /// The generator that is asked for, or the ready-made one.
  public func generator() throws -> Generator { try Generator(contentsOf: path()) }

  private func path() throws -> String {
    try from ?? ReadyGenerators(chapter: Generator.chapter).first()
  }

  public func run() throws {
    let path = try path()
    let generator = try Generator(contentsOf: path)
    let makes = generator.makes
    let out = out ?? "Runs/\(Generator.command)-samples\(makes.endings[0])"
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
    let asked = try label(of: generator.orders)
    let classes = generator.orders?.classNames.count
    // Ten rows of each class, where all are drawn.
    let count = count ?? (asked == nil ? classes.map { 10 * $0 } : nil) ?? makes.count
    func samples() -> Tensor {
      let z = generator.latent(count, for: "sample", seed: seed)
      return generator.samples(
        of: generator.orders.map { orders in
          orders(z, asked.map { Array(repeating: $0, count: count) } ?? orders.inTurn(count))
        } ?? z)
    }
    if case .images(let format, let range) = makes {
      // A sheet that is about as wide as it is high; a column for each class, where all are drawn.
      let columns =
        (asked == nil ? classes : nil) ?? Int(Double(count).squareRoot().rounded(.up))
      try requireRoom(for: out.hasSuffix("/") ? 1 : columns, of: format.side, count)
      let tiles = format.tiles(range.levels(of: samples()))
      try write(
        out.hasSuffix("/") ? tiles : [ImageGrid(columns: columns).image(of: tiles)], to: out)
    } else if scale != nil {
      throw RunFailure(
        .usage, "--scale: this generator makes \(makes.name), and pictures alone can be enlarged")
    } else {
      let samples = samples()
      let text = out.hasSuffix(".svg") ? density(of: samples) : list(of: samples)
      try save(Data(text.utf8), out)
    }
    print("\(count) \(makes.name) in \(out)" + (from == nil ? ", from \(path)" : ""))
  }

  /// The class that was asked for, by number or name; nil if none was.
  private func label(of orders: Orders?) throws -> Int? {
    guard let digit else { return nil }
    guard let names = orders?.classNames else {
      throw RunFailure(
        .usage,
        "--digit \(digit): this generator cannot be asked; train one with --conditional")
    }
    let found = names.firstIndex { $0.lowercased() == digit.lowercased() } ?? Int(digit)
    guard let found, names.indices.contains(found) else {
      throw RunFailure(
        .usage,
        "--digit \(digit): give a number from 0 to \(names.count - 1), or one of "
          + names.prefix(20).joined(separator: ", "))
    }
    return found
  }

  /// That a sheet of so many columns is a picture that can be written.
  private func requireRoom(for columns: Int, of side: Int, _ count: Int) throws {
    let width = columns * (side + ImageGrid().gap)
    let largest = Int(Double(Image.maximumPixelCount).squareRoot()) / width
    guard (scale ?? 1) <= largest else {
      throw RunFailure(
        .usage,
        largest < 1
          ? "--count \(count): too many for one sheet; give fewer, or a folder: --out NAME/"
          : """
          --scale \(scale ?? 1): too large for \(count) pictures on one sheet; give at most \(largest), \
          or a folder: --out NAME/
          """)
    }
  }

  /// One picture as the file `out`, or several as files of the folder `out`.
  private func write(_ pictures: [Image], to out: String) throws {
    func data(_ picture: Image) throws -> Data { try picture.scaled(by: scale ?? 1).pngData() }
    guard out.hasSuffix("/") else { return try save(data(pictures[0]), out) }
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw RunFailure(.cannotWrite, "--out \(out): this folder cannot be made; choose another")
    }
    let width = "\(pictures.count)".count
    for (index, picture) in pictures.enumerated() {
      let number = "\(index + 1)"
      let name = String(repeating: "0", count: width - number.count) + number
      try save(data(picture), "\(out)\(name).png")
    }
  }

  private func save(_ data: Data, _ path: String) throws {
    if out == nil {
      try? FileManager.default.createDirectory(atPath: "Runs", withIntermediateDirectories: true)
    }
    do { try WholeFile.save(data, to: URL(fileURLWithPath: path)) } catch {
      throw RunFailure(.cannotWrite, "\(path): cannot be written (\(error.reason))")
    }
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
    case .images: [".png", "/"]
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
