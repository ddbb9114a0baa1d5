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
  /// How it is asked for a class; nil of one that cannot be.
  var orders: Orders? { get }
}

extension KeptGenerator {
  public var orders: Orders? { nil }
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

  /// The classes that it can be asked for, by name, as ``KeptGenerator/file`` writes them; none of a
  /// generator that cannot be asked.
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

extension KeptGenerator {
  /// The contents of its file.
  public var file: Safetensors {
    var own = [
      "chapter": Self.command, "latent": latent.distribution.rawValue,
      "latentSize": "\(latent.size)",
    ]
    if let orders { own["classes"] = orders.classNames.joined(separator: "\n") }
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
    do {
      var file = NamedTensors(file)
      network.parameters = try file.take("generator", network.parameters.map(\.shape))
      network.averages = try file.take("average", network.averages.map(\.shape))
      try file.requireEmpty()
    } catch { throw RunFailure(.badData, "\(path): \(error.sentence)") }
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

/// The tensors of a file, taken out by their names: in which order the file has them means nothing.
private struct NamedTensors {
  struct Problem: Error { let sentence: String }

  private var rest: [(name: String, tensor: Tensor)]

  init(_ file: Safetensors) { rest = file.tensors }

  /// `group.0`, `group.1`, …, of these shapes.
  mutating func take(_ group: String, _ shapes: [Shape]) throws(Problem) -> [Tensor] {
    var taken: [Tensor] = []
    for (place, shape) in shapes.enumerated() {
      let name = "\(group).\(place)"
      guard let index = rest.firstIndex(where: { $0.name == name }) else {
        throw Problem(sentence: "it has no tensor \(name), and the generator needs it, \(shape)")
      }
      let tensor = rest.remove(at: index).tensor
      guard tensor.shape == shape else {
        throw Problem(
          sentence: "its tensor \(name) is \(tensor.shape), and the generator needs \(shape)")
      }
      guard tensor.isFinite else {
        throw Problem(sentence: "its tensor \(name) has numbers that are not finite")
      }
      taken.append(tensor)
    }
    return taken
  }

  func requireEmpty() throws(Problem) {
    if let first = rest.first {
      throw Problem(
        sentence: "it has a tensor \(first.name), \(first.tensor.shape), and the generator has none"
      )
    }
  }
}
