import Datasets
import Foundation
import Runs
import Tensors

/// The file of a run that holds its generator.
public let generatorFileName = "generator.safetensors"

/// A generator alone, with what it takes to build it again and to draw from it.
///
/// Its file is `generator.safetensors`: the parameters as `generator.0`, …, what batch norm remembers as
/// `average.0`, …, and facts as metadata.
public protocol KeptGenerator {
  associatedtype Network: Layer

  /// The command that writes and reads it: `dense-gan`.
  static var command: String { get }
  /// The number of its chapter.
  static var chapter: Int { get }

  /// The network that the facts of a file describe, before its parameters are read; nil if they do not
  /// describe one.
  init?(_ facts: GeneratorFacts)

  /// What ``init(_:)`` needs, beside chapter and noise, which every file has.
  var facts: [String: String] { get }

  var network: Network { get set }
  var latent: Latent { get }
  var makes: SampleKind { get }
}

/// What a generator makes.
public enum SampleKind {
  /// Numbers on the line.
  case numbers
  /// Points in the plane.
  case points
  case images(ImageFormat, PixelRange)
}

/// The metadata of a generator's file. Nothing in it is trusted: each reading has its bounds.
public struct GeneratorFacts {
  private let metadata: [String: String]

  init(_ metadata: [String: String]) { self.metadata = metadata }

  public subscript(name: String) -> String? { metadata[name] }

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

extension KeptGenerator {
  /// The contents of its file.
  public var file: Safetensors {
    let own = [
      "chapter": Self.command, "latent": latent.distribution.rawValue,
      "latentSize": "\(latent.size)",
    ]
    return Safetensors(
      tensors: network.parameters.enumerated().map { (name: "generator.\($0)", tensor: $1) }
        + network.averages.enumerated().map { (name: "average.\($0)", tensor: $1) },
      metadata: facts.merging(own) { $1 })
  }

  /// Reads a file that a run has written.
  ///
  /// - Throws: ``Runs/RunFailure``: 66 if there is none, 65 if it is no generator of this chapter.
  public init(contentsOf path: String) throws {
    let file: Safetensors
    do { file = try Safetensors(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw RunFailure(error.status, "\(error)")
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
    let count = network.parameters.count
    let found = file.tensors.map(\.tensor)
    let wanted = (network.parameters + network.averages).map(\.shape)
    guard found.map(\.shape) == wanted else {
      throw RunFailure(
        .badData, "\(path): tensors of shapes \(found.map(\.shape)), where it needs \(wanted)")
    }
    network.parameters = Array(found.prefix(count))
    network.averages = Array(found.dropFirst(count))
  }

  /// What it makes of noise, a few hundred samples at a time.
  public func samples(of z: Tensor) -> Tensor {
    z.inParts(of: 250) { network($0).detached() }
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
