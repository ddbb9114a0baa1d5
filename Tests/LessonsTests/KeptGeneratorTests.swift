import Datasets
import Foundation
@testable import Lessons
import Runs
import Tensors
import TestSupport
import Testing

/// A generator whose file has more than ten layers, so that by name `10.weight` comes before `2.weight`.
private struct Kept: KeptGenerator {
  static let command = "toy"
  static let chapter = 1
  var described: DescribedGenerator

  init(_ described: DescribedGenerator) { self.described = described }

  init(seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    let layers: [any Layer] = (0..<11).map { _ in Dense(inputs: 3, outputs: 3, using: &weights) }
    described = DescribedGenerator(
      Sequential(layers + [BatchNorm(features: 3), Dense(inputs: 3, outputs: 1, using: &weights)])
    ) {
      GeneratorDescription(
        chapter: Kept.command, recipe: "test", latent: Latent(.normal, size: 1),
        orders: Orders(for: ["a", "b"], value: 2), plans: $0, makes: .numbers, isAveraged: true)
    }
  }

  init?(_ facts: GeneratorFacts) { self.init(seed: 2) }
}

@Suite("A generator's file")
struct KeptGeneratorTests {
  private let sound = Kept(seed: 1).described.file(
    from: Provenance(
      command: "swift run toy --seed 7", preset: .quick, seed: 7, step: 30, dataset: "nothing",
      digest: "0123"))

  /// Reads the file with its tensors and the text of its description changed.
  private func read(
    _ change: (inout [(name: String, tensor: Tensor)]) -> Void = { _ in },
    text: (String) -> String = { $0 }
  ) throws -> Kept {
    let folder = try TemporaryFolder()
    var tensors = sound.tensors
    change(&tensors)
    var metadata = sound.metadata
    metadata["generator"] = metadata["generator"].map(text)
    try Safetensors(tensors: tensors, metadata: metadata).save(to: folder.file("g"))
    return try Kept(contentsOf: folder.file("g").path)
  }

  private func refusal(
    _ change: (inout [(name: String, tensor: Tensor)]) -> Void = { _ in },
    text: (String) -> String = { $0 }
  ) -> String {
    let failure = #expect(throws: RunFailure.self) { try read(change, text: text) }
    #expect(failure?.status == .badData)
    return failure?.description ?? ""
  }

  @Test("its tensors are found by name, in whichever order others have saved them")
  func order() throws {
    let original = Kept(seed: 1).network
    for file in [
      try read(), try read { $0.sort { $0.name < $1.name } }, try read { $0.reverse() },
    ] {
      #expect(file.network.parameters.map(\.scalars) == original.parameters.map(\.scalars))
      #expect(file.network.averages.map(\.scalars) == original.averages.map(\.scalars))
    }
  }

  @Test("the network, the noise, the order and the run come out of the file alone")
  func whole() throws {
    let folder = try TemporaryFolder()
    try sound.save(to: folder.file("g"))
    let read = try DescribedGenerator(contentsOf: folder.file("g").path)
    let kept = Kept(seed: 1).described
    #expect(read.description.plans == kept.network.plans)
    #expect(read.description.latent == kept.description.latent)
    #expect(read.description.orders?.classNames == ["a", "b"])
    #expect(read.description.orders?.value(behind: 1) == 2)
    #expect(read.description.makes == .numbers)
    #expect(read.description.isAveraged == true)
    #expect(read.description.command == "swift run toy --seed 7")
    #expect(read.check.output.scalars == kept.check.output.scalars)
    let again = read.file()
    #expect(again.tensors.map(\.tensor.scalars) == sound.tensors.map(\.tensor.scalars))
    let texts = [again, sound].map { JSON(text: $0.metadata["generator"] ?? "") }
    #expect(texts[0] == texts[1] && texts[0] != nil, "what was read is written as it was")
    let names = sound.tensors.map(\.name)
    #expect(
      names.contains("10.weight") && names.contains("11.variance") && names.contains("11.scale"))
  }

  @Test("what is missing, too much, of another shape or no number is refused by name")
  func refused() {
    #expect(refusal { $0[0].name = "0.WEIGHT" }.contains("no tensor 0.weight"))
    #expect(refusal { $0.removeLast() }.contains("no tensor check.output"))
    #expect(refusal { $0.append(("99.weight", .ones([2]))) }.contains("a tensor 99.weight"))
    #expect(refusal { $0[3].tensor = .ones([4]) }.contains("tensor 1.bias is [4]"))
    for number in [Float.nan, .infinity, -.infinity] {
      #expect(
        refusal {
          $0[2].tensor = Tensor(shape: [3, 3], scalars: Array(repeating: number, count: 9))
        }
        .contains("tensor 1.weight has numbers that are not finite"))
    }
  }

  @Test("a weight or a setting that was changed is seen by the eight vectors")
  func eightVectors() {
    #expect(
      refusal { $0[4].tensor = $0[4].tensor * 1.001 }.contains("something else of check.noise"))
    #expect(
      refusal(text: { $0.replacing("\"epsilon\": 1e-05", with: "\"epsilon\": 0.001") })
        .contains("something else of check.noise"))
  }

  @Test(
    "metadata that are not as they should be are refused with a sentence that names the place",
    arguments: [
      ("{\"version\": 2", "{\"version\": 3", "it is of version 3, and this workbook reads 2"),
      ("{\"version\": 2", "{\"version\" 2", "no JSON"),
      (
        "\"operation\": \"batchNorm\"", "\"operation\": \"groupNorm\"",
        "layer 11: \"operation\" is \"groupNorm\""
      ),
      ("\"features\": 3", "\"features\": 4", "layer 11 takes 4 features"),
      ("\"features\": 3", "\"features\": 0.5", "layer 11: \"features\" is no whole number"),
      ("\"learnsScale\": true", "\"learnsScale\": 1.5", "neither true nor false"),
      ("\"learnsScale\": true", "\"learnsScale\": true, \"groups\": 2", "has \"groups\", which"),
      (
        "\"inputs\": 3, \"outputs\": 1,", "\"inputs\": 3, \"outputs\": 2,", "a sample has 1 numbers"
      ),
      ("\"inputs\": 3, \"outputs\": 1,", "\"inputs\": 99999, \"outputs\": 1,", "from 1 to 32768"),
      (
        "\"distribution\": \"normal\"", "\"distribution\": \"cauchy\"", "neither uniform nor normal"
      ),
      ("\"size\": 1", "\"size\": -1", "latent: \"size\""),
      ("behind the noise", "before the noise", "order: \"place\""),
      ("\"makes\": \"numbers\"", "\"makes\": \"sounds\"", "output: \"makes\" is \"sounds\""),
      ("\"labels\": [0, 1", "\"labels\": [1, 1", "check: \"labels\""),
      ("\"averaged\": true", "\"averaged\": \"yes\"", "\"averaged\" is neither"),
      ("\"recipe\"", "\"receipt\"", "\"recipe\" is no text"),
    ])
  func broken(_ wrong: (old: String, new: String, sentence: String)) throws {
    let found = refusal(text: {
      #expect($0.contains(wrong.old), "nothing to break")
      return $0.replacing(wrong.old, with: wrong.new)
    })
    #expect(found.contains(wrong.sentence), "\(found)")
  }

  @Test("a layer cannot ask for more memory than a sample may take")
  func memory() throws {
    let huge: [LayerPlan] = [
      .reshape([1, 1, 1]),
      .transposedConv2D(
        .init(inputs: 1, outputs: 32_768, kernel: 1, upsampling: 64, activation: .tanh)),
    ]
    let text = GeneratorDescription(
      chapter: "toy", recipe: "huge", latent: Latent(.normal, size: 1), plans: huge,
      makes: .numbers
    ).text()
    #expect(throws: Settings.Problem("layer 1 makes [64, 64, 32768], more numbers than are read")) {
      try GeneratorDescription(text: text)
    }
  }

  @Test("a file of before is read by its chapter, and says what it is where that is not enough")
  func before() throws {
    let kept = Kept(seed: 1)
    let folder = try TemporaryFolder()
    let old = Safetensors(
      tensors: kept.network.parameters.enumerated().map { ("generator.\($0)", $1) }
        + kept.network.averages.enumerated().map { ("average.\($0)", $1) },
      metadata: ["chapter": "toy", "architecture": "dense, eleven layers"])
    try old.save(to: folder.file("old"))
    let path = folder.file("old").path
    #expect(
      try Kept(contentsOf: path).described.tensors.map(\.scalars)
        == kept.described.tensors.map(\.scalars))
    let failure = #expect(throws: RunFailure.self) { try DescribedGenerator(contentsOf: path) }
    #expect(failure?.status == .badData)
    #expect(failure?.description.contains("dense, eleven layers") == true)
    #expect(failure?.description.contains("swift run toy sample") == true)
  }

  @Test("another chapter's file is named, and so is a file that is none")
  func others() throws {
    let folder = try TemporaryFolder()
    var metadata = sound.metadata
    metadata["generator"] = metadata["generator"]?.replacing("\"toy\"", with: "\"dcgan\"")
    try Safetensors(tensors: sound.tensors, metadata: metadata).save(to: folder.file("g"))
    try Safetensors(tensors: [("a", .ones([1]))]).save(to: folder.file("none"))
    func words(_ read: () throws -> Void) -> String {
      #expect(throws: RunFailure.self) { try read() }?.description ?? ""
    }
    #expect(
      words { _ = try Kept(contentsOf: folder.file("g").path) }.contains("a generator of dcgan"))
    #expect(
      words { _ = try Kept(contentsOf: folder.file("none").path) }.contains("no generator of"))
    #expect(
      words { _ = try DescribedGenerator(contentsOf: folder.file("none").path) }
        .contains("no generator"))
    let missing = #expect(throws: RunFailure.self) {
      try DescribedGenerator(contentsOf: folder.file("missing").path)
    }
    #expect(missing?.status == .inputNotFound)
  }

  @Test("an order that is no number behind the noise is found out")
  func orders() {
    let sum = Orders(for: ["a", "b"]) { z, asked in z + asked }
    #expect(sum.value(behind: 2) == nil)
    let before = Orders(for: ["a", "b"]) { z, asked in .concatenation([asked, z], along: 1) }
    #expect(before.value(behind: 1) == nil)
    let half = Orders(for: ["a", "b"]) { z, asked in .concatenation([z, asked * 0.5], along: 1) }
    #expect(half.value(behind: 3) == 0.5)
  }
}
