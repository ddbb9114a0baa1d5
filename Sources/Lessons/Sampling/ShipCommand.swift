import ArgumentParser
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// `<chapter> ship`: puts a run's generator into the chapter's `Pretrained`, ready-made for others.
public struct ShipCommand<Generator: KeptGenerator>: ParsableCommand {
  public static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "\(Generator.command) ship",
      abstract: "Put a run's generator into the chapter's Pretrained, for everybody to draw from.",
      discussion: """
        Its numbers are rounded to 16 bits, and the page beside it says what that changes, where it comes \
        from, and what was measured.
        """)
  }

  @Option(help: "The folder of a finished run.")
  public var from: String

  @Option(help: "What it is called. (default: the recipe and the data set)")
  public var name: String?

  @Option(
    help: "What was typed for the run. (default: what workbook record has noted in its folder)")
  public var typed: String?

  @Flag(help: "Keep all 32 bits of each number.")
  public var full = false

  public init() {}

  /// No file may have more bytes: the workbook is fetched by people who want to read it.
  static var largest: Int { 3_000_000 }

  public func validate() throws {
    if let name, name.isEmpty || slug(name) != name {
      throw ValidationError("--name \(name): give small letters, digits and -")
    }
  }

  public func run() throws {
    let ready = ReadyGenerators(chapter: Generator.chapter)
    guard let folder = ready.folder else {
      throw RunFailure(
        .inputNotFound,
        "Chapters/: chapter \(Generator.chapter) is not here; run this at the top of the "
          + "workbook")
    }
    let place = URL(fileURLWithPath: from, isDirectory: true)
    let summary = try summary(in: place)
    guard let command = typed ?? noted(in: place) else {
      throw RunFailure(
        .usage, "\(from): nothing here says what was typed for the run; give it with --typed")
    }
    let whole = try Generator(
      contentsOf: place.appendingPathComponent(generatorFileName).relativePath)
    let kept = full ? whole : whole.halved()
    var file = kept.described.file()
    file.metadata[GeneratorCard.key] = try GeneratorCard(
      summary, command: command,
      precision: full ? "32 bits each, as they were learnt" : whole.loss(in: kept)
    ).text()
    let data = file.data(isSmall: !full)
    guard data.count <= Self.largest else {
      throw RunFailure(
        .badData,
        "\(from): its generator takes \(data.count) bytes, and a ready-made one \(Self.largest) at most; "
          + (full ? "leave out --full, or train a narrower one" : "train a narrower one"))
    }
    let path = "\(folder)/\(name ?? slug("\(summary.recipe)-\(summary.dataset)")).safetensors"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw RunFailure(.cannotWrite, "\(folder): this folder cannot be made")
    }
    try save(data, path)
    try save(Data(ready.page(of: Generator.command).utf8), "\(folder)/README.md")
    print("\(path): \(data.count) bytes; \(folder)/README.md says where it comes from")
  }

  private func save(_ data: Data, _ path: String) throws {
    do { try WholeFile.save(data, to: URL(fileURLWithPath: path)) } catch {
      throw RunFailure(.cannotWrite, "\(path): cannot be written (\(error.reason))")
    }
  }

  private func summary(in folder: URL) throws -> Summary {
    let file = folder.appendingPathComponent("summary.json")
    guard let data = try? Data(contentsOf: file) else {
      throw RunFailure(
        .inputNotFound, "\(file.relativePath): no finished run is here; a run ends with this file")
    }
    guard let summary = try? JSONDecoder().decode(Summary.self, from: data) else {
      throw RunFailure(.badData, "\(file.relativePath): no summary of a run")
    }
    return summary
  }

  /// What `workbook record` has noted beside a run at full size.
  private func noted(in folder: URL) -> String? {
    return (try? Data(contentsOf: folder.appendingPathComponent("recording.json")))
      .flatMap { try? JSONDecoder().decode(Noted.self, from: $0) }?.command
  }
}

/// What `workbook record` notes, as far as it matters here.
private struct Noted: Decodable { let command: String }

/// Small letters, digits and dashes.
private func slug(_ name: String) -> String {
  name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
}

extension KeptGenerator {
  /// The same with each number as near as 16 bits come.
  func halved() -> Self {
    var halved = self
    halved.described.tensors = described.tensors.map(Half.rounded)
    return halved
  }

  /// How far its samples are from those of `other`, which was made of it, in a sentence.
  func loss(in other: Self) -> String {
    let count = 64
    func samples(_ generator: Self) -> Tensor {
      let z = generator.latent(count, for: "sample", seed: 1)
      return generator.samples(of: generator.orders.map { $0(z, $0.inTurn(count)) } ?? z)
    }
    let (own, others) = (samples(self), samples(other))
    switch makes {
    case .images(_, let range):
      let steps = zip(range.levels(of: own), range.levels(of: others)).map {
        abs(Int($0) - Int($1))
      }
      let changed = steps.count { $0 > 0 }
      return
        "16 bits each: of \(count) samples \(changed) of \(steps.count) levels differ from those of "
        + "the run's own numbers, by \(steps.max() ?? 0) of 255 at most"
    case .numbers, .points:
      let error = zip(own.scalars, others.scalars).map { abs($0 - $1) }.max() ?? 0
      return "16 bits each: \(count) samples differ from those of the run's own numbers by "
        + String(format: "%.1g", error) + " at most"
    }
  }
}
