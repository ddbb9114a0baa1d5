import Datasets
import Foundation
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

/// A generator whose file has more than ten tensors, so that by name `generator.10` comes before
/// `generator.2`.
private struct Kept: KeptGenerator {
  static let command = "toy"
  static let chapter = 1
  var network: Sequential
  let latent = Latent(.normal, size: 1)
  let makes = SampleKind.numbers
  let facts: [String: String] = [:]

  init(seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    let layers: [any Layer] = (0..<6).map { _ in Dense(inputs: 1, outputs: 1, using: &weights) }
    network = Sequential(layers + [BatchNorm(features: 1)])
  }

  init?(_ facts: GeneratorFacts) { self.init(seed: 2) }
}

@Suite("A generator's file")
struct KeptGeneratorTests {
  private let sound = Kept(seed: 1).file

  /// Reads the file with its tensors changed.
  private func read(
    _ change: (inout [(name: String, tensor: Tensor)]) -> Void
  ) throws -> Kept {
    let folder = try TemporaryFolder()
    var tensors = sound.tensors
    change(&tensors)
    try Safetensors(tensors: tensors, metadata: sound.metadata).save(to: folder.file("g"))
    return try Kept(contentsOf: folder.file("g").path)
  }

  private func refusal(_ change: (inout [(name: String, tensor: Tensor)]) -> Void) -> String {
    let failure = #expect(throws: RunFailure.self) { try read(change) }
    #expect(failure?.status == .badData)
    return failure?.description ?? ""
  }

  @Test("its tensors are found by name, in whichever order others have saved them")
  func order() throws {
    let original = Kept(seed: 1).network
    for file in [
      try read { _ in }, try read { $0.sort { $0.name < $1.name } }, try read { $0.reverse() },
    ] {
      #expect(file.network.parameters.map(\.scalars) == original.parameters.map(\.scalars))
      #expect(file.network.averages.map(\.scalars) == original.averages.map(\.scalars))
    }
  }

  @Test("what is missing, too much, of another shape or no number is refused by name")
  func refused() {
    #expect(refusal { $0[0].name = "GENERATOR.0" }.contains("no tensor generator.0"))
    #expect(refusal { $0.removeLast() }.contains("no tensor average.1"))
    #expect(refusal { $0.append(("generator.99", .ones([2]))) }.contains("a tensor generator.99"))
    #expect(refusal { $0[3].tensor = .ones([3]) }.contains("tensor generator.3 is [3]"))
    for number in [Float.nan, .infinity, -.infinity] {
      #expect(
        refusal { $0[2].tensor = Tensor(shape: $0[2].tensor.shape, scalars: [number]) }
          .contains("tensor generator.2 has numbers that are not finite"))
    }
  }
}
