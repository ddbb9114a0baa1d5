import Datasets
import Foundation
import Runs
import Tensors

/// The file of a run that holds its generator.
public let generatorFileName = "generator.safetensors"

/// A chapter's generator alone. What it is stands in its file (``DescribedGenerator``); a chapter adds
/// what is its own, and how to read the files of before they described themselves.
public protocol KeptGenerator {
  /// The command that writes and reads it: `dense-gan`.
  static var command: String { get }
  /// The number of its chapter.
  static var chapter: Int { get }

  init(_ described: DescribedGenerator)

  /// The network that the facts of a file of before version 2 describe, before its parameters are read;
  /// nil if they do not describe one.
  init?(_ facts: GeneratorFacts)

  var described: DescribedGenerator { get set }
}

extension KeptGenerator {
  public var network: Sequential { described.network }
  public var latent: Latent { described.description.latent }
  public var makes: SampleKind { described.description.makes }
  /// How it is asked for a class; nil of one that cannot be.
  public var orders: Orders? { described.description.orders }

  /// What it makes of noise, a few hundred samples at a time.
  ///
  /// - Parameter z: what goes into the network: noise, and the orders behind it where there are any.
  public func samples(of z: Tensor) -> Tensor {
    z.inParts(of: 250) { network($0).detached() }
  }
}

/// What a generator makes.
public enum SampleKind: Equatable, Sendable {
  /// Numbers on the line.
  case numbers
  /// Points in the plane.
  case points
  case images(ImageFormat, PixelRange)
}

extension KeptGenerator {
  /// Reads a file that a run has written.
  ///
  /// - Throws: ``Runs/RunFailure``: 66 if there is none, 65 if it is no generator of this chapter.
  public init(contentsOf path: String) throws {
    let file = try Safetensors(generatorAt: path)
    guard file.metadata[GeneratorDescription.metadataKey] == nil else {
      let described = try DescribedGenerator(contentsOf: path)
      let chapter = described.description.chapter
      guard chapter == Self.command else {
        throw RunFailure(
          .badData,
          "\(path): this is a generator of \(chapter); `swift run \(chapter) sample` draws from it")
      }
      self.init(described)
      return
    }
    guard file.metadata[GeneratorDescription.exportedKey] == nil else {
      throw RunFailure(.badData, "\(path): \(file.isNoGenerator)")
    }
    guard file.metadata["chapter"] == Self.command,
      let built = Self(GeneratorFacts(file.metadata))
    else {
      throw RunFailure(
        .badData,
        "\(path): this is no generator of chapter \(Self.chapter); a run writes \(generatorFileName)"
      )
    }
    self = built
    do { try described.restore(fromBefore: NamedTensors(file)) } catch {
      throw RunFailure(.badData, "\(path): \(error.sentence)")
    }
  }
}

extension DescribedGenerator {
  /// Reads the tensors of a file of before version 2, whose names only count: the parameters are
  /// `generator.0`, …, and what batch norm remembers `average.0`, ….
  mutating func restore(fromBefore file: NamedTensors) throws(Settings.Problem) {
    var file = file
    network.parameters = try file.take("generator", network.parameters.map(\.shape))
    network.averages = try file.take("average", network.averages.map(\.shape))
    try file.requireEmpty()
  }
}

/// The metadata of a generator's file of before version 2. Nothing in it is trusted: each reading has its
/// bounds.
public struct GeneratorFacts {
  private let metadata: [String: String]

  init(_ metadata: [String: String]) { self.metadata = metadata }

  public subscript(name: String) -> String? { metadata[name] }

  /// The classes that it can be asked for, by name; none of a generator that cannot be asked.
  public var classNames: [String] {
    let names = metadata["classes"]?.split(separator: "\n").map(String.init) ?? []
    return (2...1000).contains(names.count) ? names : []
  }

  public func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
    metadata[name].flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
  }

  /// The noise that the generator was trained with.
  public var latent: Latent? {
    guard let name = metadata["latent"], let size = number("latentSize", in: 1...4096),
      let distribution = Latent.Distribution(rawValue: name)
    else { return nil }
    return Latent(distribution, size: size)
  }
}

extension Tensor {
  /// `transform` of its rows, some at a time: what a network makes of many samples need not lie in
  /// memory at once.
  public func inParts(of size: Int, _ transform: (Tensor) -> Tensor) -> Tensor {
    let count = shape[0]
    return .concatenation(
      stride(from: 0, to: count, by: size).map { transform(slice($0..<min($0 + size, count))) })
  }
}
