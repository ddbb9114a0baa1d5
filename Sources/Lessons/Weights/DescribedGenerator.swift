import Foundation
import Runs
import Tensors

/// A generator alone, with everything that it takes to build it again and to draw from it: what
/// `generator.safetensors` holds.
public struct DescribedGenerator {
  public let description: GeneratorDescription
  public internal(set) var network: Sequential

  /// - Parameter describe: the rest of the description, from the plans of the network.
  public init(
    _ network: Sequential, _ describe: (_ plans: [LayerPlan]) -> GeneratorDescription
  ) {
    self.network = network
    description = describe(network.plans)
  }

  /// A network of these tensors, in the order of ``GeneratorDescription/parts``, whose shapes they must
  /// have.
  public init(_ description: GeneratorDescription, tensors: [Tensor]) {
    self.description = description
    network = Sequential(description.plans)
    self.tensors = tensors
  }

  /// The network's tensors in the order of ``GeneratorDescription/parts``.
  public var tensors: [Tensor] {
    get { network.layers.flatMap { $0.parameters + $0.averages } }
    set {
      var rest = newValue[...]
      for index in network.layers.indices {
        let (learnt, kept) = (
          network.layers[index].parameters.count, network.layers[index].averages.count
        )
        network.layers[index].parameters = Array(rest.prefix(learnt))
        network.layers[index].averages = Array(rest.dropFirst(learnt).prefix(kept))
        rest = rest.dropFirst(learnt + kept)
      }
    }
  }

  /// The eight vectors of its file.
  public var check: CheckVectors {
    let noise = description.latent(
      CheckVectors.count, for: CheckVectors.stream, seed: UInt64(CheckVectors.seed))
    let labels = description.orders?.inTurn(CheckVectors.count) ?? []
    return CheckVectors(noise: noise, labels: labels, output: output(noise, labels))
  }

  /// What it makes of this noise.
  ///
  /// - Parameter labels: what is asked for, of a generator that can be.
  public func output(_ z: Tensor, _ labels: [Int]) -> Tensor {
    network(description.input(z, labels)).detached()
  }
}

// MARK: - The file

extension DescribedGenerator {
  /// The names of the eight vectors and of what is made of them.
  public static let noiseName = "check.noise"
  public static let outputName = "check.output"

  /// The contents of its file.
  ///
  /// - Parameter provenance: the run that made it; without one, what was read of it stays.
  public func file(from provenance: Provenance? = nil) -> Safetensors {
    let check = check
    return Safetensors(
      tensors: zip(description.parts, tensors).map { (name: $0.name, tensor: $1) }
        + [
          (name: DescribedGenerator.noiseName, tensor: check.noise),
          (name: DescribedGenerator.outputName, tensor: check.output),
        ],
      metadata: [GeneratorDescription.metadataKey: description.text(from: provenance)])
  }

  /// Reads a file that a run or `workbook import` has written, and tests the network on its eight vectors.
  ///
  /// - Throws: ``Runs/RunFailure``: 66 if there is none, 65 if it is no such file or not as it should be.
  public init(contentsOf path: String) throws(RunFailure) {
    let file = try Safetensors(generatorAt: path)
    guard let text = file.metadata[GeneratorDescription.metadataKey] else {
      throw RunFailure(.badData, "\(path): \(file.isOfBefore ?? file.isNoGenerator)")
    }
    do throws(Settings.Problem) {
      try self.init(GeneratorDescription(text: text), NamedTensors(file))
    } catch { throw RunFailure(.badData, "\(path): \(error.sentence)") }
  }

  private init(
    _ description: GeneratorDescription, _ named: NamedTensors
  ) throws(Settings.Problem) {
    var named = named
    var tensors: [Tensor] = []
    for part in description.parts { tensors.append(try named.take(part.name, part.shape)) }
    let noise = try named.take(
      DescribedGenerator.noiseName, [CheckVectors.count, description.latent.size])
    self.init(description, tensors: tensors)
    let made = output(noise, description.orders?.inTurn(CheckVectors.count) ?? [])
    let stated = try named.take(DescribedGenerator.outputName, Array(made.shape))
    try named.requireEmpty()
    let error = CheckVectors(noise: noise, labels: [], output: stated).error(of: made)
    guard error <= CheckVectors.tolerance else {
      throw Settings.Problem(
        "its layers make something else of check.noise than check.output says, by \(error) where "
          + "\(CheckVectors.tolerance) is allowed: a tensor or a layer has been changed")
    }
  }
}

extension Safetensors {
  /// Reads a file in which a generator is expected.
  init(generatorAt path: String) throws(RunFailure) {
    do throws(SafetensorsError) { try self.init(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw RunFailure(error.status, "\(error)")
    }
  }

  /// What a file of before version 2 is, in a sentence; nil of any other.
  var isOfBefore: String? {
    guard let chapter = metadata["chapter"], self["generator.0"] != nil else { return nil }
    let facts = metadata["architecture"].map { " (\($0))" } ?? ""
    return """
      it is a generator\(facts) of before files described themselves; `swift run \(chapter) sample` draws \
      from it, and the same run, once more, writes one that can be exported
      """
  }

  /// What a file is that holds no generator of the workbook's own, in a sentence.
  var isNoGenerator: String {
    metadata[GeneratorDescription.exportedKey] == nil
      ? "this is no generator; a run writes \(generatorFileName)"
      : "these are weights for PyTorch; `swift run workbook import` brings them in"
  }
}
