import Datasets
import Foundation
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import workbook

/// Tensors that PyTorch computed, made by `References/networks.py`.
private struct Listed: Decodable {
  let shape: [Int]
  let scalars: [Float]
  var tensor: Tensor { Tensor(shape: Shape(shape), scalars: scalars) }
}

private struct Networks: Decodable {
  struct Case: Decodable {
    let noise: Listed
    let output: Listed
    let state: [String: Listed]
  }
  let cases: [String: Case]
}

private func reference<Value: Decodable>(_: Value.Type, _ name: String) throws -> Value {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "References"))
  return try JSONDecoder().decode(Value.self, from: Data(contentsOf: url))
}

/// The networks of `networks.py`, as plans.
private let networks: [String: [LayerPlan]] = [
  "odd_zeros": [
    .dense(inputs: 6, outputs: 12, activation: .identity), .reshape([2, 2, 3]),
    .transposedConv2D(.init(inputs: 3, outputs: 4, kernel: 3, stride: 2, activation: .relu)),
    .transposedConv2D(.init(inputs: 4, outputs: 3, kernel: 5, stride: 2, hasBias: false)),
    .transposedConv2D(
      .init(
        inputs: 3, outputs: 2, kernel: 4, upsampling: 2, activation: .leakyReLU(slope: 0.2))),
    .conv2D(.init(inputs: 2, outputs: 3, kernel: 4)),
    .conv2D(.init(inputs: 3, outputs: 2, kernel: 3, stride: 2, activation: .tanh)),
  ],
  "row_to_map": [
    .dense(inputs: 6, outputs: 24, activation: .identity),
    .batchNorm(features: 24, momentum: 0.9, epsilon: 1e-5, scales: true),
    .activation(.leakyReLU(slope: 0.1)), .dropout(rate: 0.4), .reshape([2, 3, 4]),
    .batchNorm(features: 4, momentum: 0.9, epsilon: 1e-3, scales: true),
    .conv2D(.init(inputs: 4, outputs: 2, kernel: 1, activation: .sigmoid)),
  ],
  "fixed_scale": [
    .reshape([1, 1, 6]),
    .transposedConv2D(.init(inputs: 6, outputs: 3, kernel: 4, padding: .valid, hasBias: false)),
    .batchNorm(features: 3, momentum: 0.9, epsilon: 1e-3, scales: false), .activation(.relu),
    .transposedConv2D(
      .init(
        inputs: 3, outputs: 2, kernel: 4, stride: 2, padding: .explicit(1), hasBias: false)),
    .batchNorm(features: 2, momentum: 0.9, epsilon: 1e-5, scales: false),
    .transposedConv2D(.init(inputs: 2, outputs: 2, kernel: 2, stride: 3)), .meanPooling,
    .affine(scale: 2, shift: -0.5),
  ],
]

/// A generator of these plans whose tensors are drawn; batch norm divides by something.
func drawn(_ description: GeneratorDescription) -> DescribedGenerator {
  var stream = RandomStream(seed: 5, for: "weights")
  return DescribedGenerator(
    description,
    tensors: description.parts.map { part in
      part.name.hasSuffix("variance")
        ? .uniform(Shape(part.shape), from: 0.5, to: 2, using: &stream)
        : .uniform(Shape(part.shape), from: -0.5, to: 0.5, using: &stream)
    })
}

@Suite("Weights for PyTorch")
struct WeightsTests {
  private func description(_ name: String) throws -> GeneratorDescription {
    GeneratorDescription(
      chapter: "dcgan", recipe: name, latent: Latent(.normal, size: 6),
      plans: try #require(networks[name]), makes: .numbers)
  }

  @Test(
    "weights of PyTorch come in and make what they made there, to 1e-5; exported again, they are the same",
    arguments: ["odd_zeros", "row_to_map", "fixed_scale"])
  func references(_ name: String) throws {
    let known = try #require(reference(Networks.self, "networks").cases[name])
    let description = try description(name)
    let network = try TorchNetwork(description.plans, inputs: 6)
    let named = try network.tensors(of: known.state.map { ($0.key, $0.value.tensor) })
    let generator = DescribedGenerator(
      description, tensors: try description.parts.map { try #require(named[$0.name]) })
    // [n, channels, height, width] there.
    let made = generator.output(known.noise.tensor, [])
    let order = Rearrangement(shape: Array(made.shape), axes: [0, 3, 1, 2])
    #expect(order.torchShape == known.output.shape)
    let error = zip(order.torch(made).scalars, known.output.scalars).map { abs($0 - $1) }.max() ?? 1
    #expect(error < 1e-5, "\(error)")
    for (name, tensor) in network.state(of: named) {
      #expect(known.state[name]?.scalars == tensor.scalars, "\(name)")
    }
    #expect(network.parts.count == known.state.count)
  }

  @Test("the lines of WEIGHTS.md draw the noise that is drawn here")
  func noise() throws {
    struct Noise: Decodable {
      struct Case: Decodable {
        let distribution: String
        let shape: [Int]
        let seed: String
        let purpose: String
        let scalars: [Float]
      }
      let cases: [Case]
    }
    for known in try reference(Noise.self, "noise").cases {
      let kind = try #require(Latent.Distribution(rawValue: known.distribution))
      let seed = try #require(UInt64(known.seed))
      let z = Latent(kind, size: known.shape[1])(known.shape[0], for: known.purpose, seed: seed)
      if kind == .uniform {
        #expect(z.scalars == known.scalars, "\(known.purpose)")
      } else {
        let error = zip(z.scalars, known.scalars).map { abs($0 - $1) }.max() ?? 1
        #expect(error < 2e-6, "\(known.purpose): \(error)")
      }
    }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("WEIGHTS.md"), encoding: .utf8)
    #expect(page.contains(noiseProgram), "WEIGHTS.md has other lines than generator.py")
  }

  @Test("what PyTorch would read otherwise is refused with a sentence")
  func refused() {
    func problem(_ plans: [LayerPlan], inputs: Int) -> String {
      let problem = #expect(throws: TorchNetwork.Problem.self) {
        try TorchNetwork(plans, inputs: inputs)
      }
      return problem?.sentence ?? ""
    }
    #expect(problem([.reshape([2, 2, 3])], inputs: 12).contains("noise becomes a map"))
    let dense = LayerPlan.dense(inputs: 2, outputs: 12, activation: .identity)
    #expect(problem([dense, .reshape([2, 2, 3]), .flatten], inputs: 2).contains("layer 2"))
    #expect(
      problem([dense, .reshape([2, 2, 3]), .reshape([4, 1, 3])], inputs: 2).contains("layer 2"))
    #expect(problem([dense, dense], inputs: 2) == "layer 1 takes [2], and gets [12]")
    #expect((try? TorchNetwork([dense, .reshape([3, 4, 1]), .flatten], inputs: 2)) != nil)
  }

  @Test("a state that is not the network's is refused by the tensor's name")
  func states() throws {
    let description = try description("fixed_scale")
    let network = try TorchNetwork(description.plans, inputs: 6)
    let generator = drawn(description)
    let named = Dictionary(
      uniqueKeysWithValues: zip(description.parts.map(\.name), generator.tensors))
    let sound = network.state(of: named)
    func problem(_ change: (inout [(name: String, tensor: Tensor)]) -> Void) -> String {
      var state = sound
      change(&state)
      let problem = #expect(throws: TorchNetwork.Problem.self) { try network.tensors(of: state) }
      return problem?.sentence ?? ""
    }
    #expect(sound.contains { $0.name == "2.weight" && $0.tensor.scalars == [1, 1, 1] })
    #expect(problem { $0.removeAll { $0.name == "4.weight" } }.contains("no tensor 4.weight"))
    #expect(problem { $0[0].tensor = .ones([2]) }.contains("tensor 1.weight is [2]"))
    #expect(problem { $0.append(("9.bias", .ones([2]))) }.contains("a tensor 9.bias"))
    #expect(problem { $0[1].tensor = .ones([3]) * 1.5 }.contains("2.weight has to be 1"))
    #expect(problem { $0[2].tensor = $0[2].tensor * .nan }.contains("not finite"))
  }

  @Test("texts of a file get into the program as literals alone")
  func literals() throws {
    let evil = "\"\"\"\nimport os\nos.system('true')\n\\"
    let description = GeneratorDescription(
      chapter: evil, recipe: evil, latent: Latent(.normal, size: 6),
      orders: nil, plans: try #require(networks["odd_zeros"]), makes: .numbers)
    let network = try TorchNetwork(description.plans, inputs: 6)
    let lines = TorchProgram(description, network).text.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("import os") || $0.hasPrefix("os.") })
    #expect(lines.contains { $0.contains(#"\"\"\"\U0000000aimport os"#) })
  }
}

/// The two commands, on files.
@Suite("workbook export and import")
struct ExportTests {
  /// A generator of images that can be asked.
  private let generator = drawn(
    GeneratorDescription(
      chapter: "dcgan", recipe: "small28", latent: Latent(.uniform, size: 3),
      orders: Orders(for: ["zero", "one", "twö \" \\"]) {
        .concatenation([$0, $1 * 2], along: 1)
      },
      plans: [
        .dense(inputs: 6, outputs: 4 * 7 * 7, activation: .relu), .reshape([7, 7, 4]),
        .batchNorm(features: 4, momentum: 0.9, epsilon: 1e-3, scales: false),
        .transposedConv2D(.init(inputs: 4, outputs: 3, kernel: 5, stride: 2)),
        .transposedConv2D(
          .init(inputs: 3, outputs: 1, kernel: 3, upsampling: 2, activation: .tanh)),
      ], makes: .images(.digits, .symmetric)))

  private func saved() throws -> TemporaryFolder {
    let scratch = try TemporaryFolder()
    try generator.file().save(to: scratch.file("generator.safetensors"))
    return scratch
  }

  private func workbook(_ arguments: String...) throws -> Command {
    let command = try Command(starting: "workbook", arguments)
    command.wait()
    return command
  }

  @Test("what is exported and imported draws the same, and says nothing that is not known of it")
  func thereAndBack() throws {
    let scratch = try saved()
    let from = scratch.file("generator.safetensors").path
    let export = try workbook(
      "export", "--from", from, "--to", "pytorch", "--out", scratch.file("torch").path)
    #expect(export.status == 0, "\(export)")
    let weights = scratch.file("torch/weights.safetensors").path
    let back = scratch.file("back.safetensors").path
    let imported = try workbook("import", "--from", weights, "--out", back)
    #expect(imported.status == 0, "\(imported)")
    let again = try DescribedGenerator(contentsOf: back)
    #expect(again.tensors.map(\.scalars) == generator.tensors.map(\.scalars))
    #expect(again.check.output.scalars == generator.check.output.scalars)
    #expect(again.description.isAveraged == nil)
    #expect(again.description.command == "swift run workbook import --from weights.safetensors")
    let sample = try Command(
      "dcgan", "sample", "--from", back, "--digit", "one", "--count", "4", "--out",
      scratch.file("a.png").path)
    #expect(sample.status == 0, "\(sample)")

    // Neither replaces what is there.
    for command in [
      try workbook("export", "--from", from, "--out", scratch.file("torch").path),
      try workbook("import", "--from", weights, "--out", back),
    ] {
      #expect(command.status == 73 && command.errors.contains("--overwrite"), "\(command)")
    }
    #expect(try workbook("import", "--from", weights, "--out", back, "--overwrite").status == 0)
  }

  @Test("a plain state of PyTorch needs --like; whole numbers of batch norm are passed over")
  func plain() throws {
    let scratch = try saved()
    let export = try TorchExport(generator)
    let tensors = export.weights.tensors.filter { !$0.name.hasPrefix("check.") }
    var data = Safetensors(tensors: tensors).data()
    // As safetensors.torch writes it: an entry of another type, behind the others.
    let length = Int(data[0]) | Int(data[1]) << 8
    let text = String(decoding: data[8..<8 + length], as: UTF8.self).trimmingCharacters(
      in: .whitespaces)
    let count = data.count - 8 - length
    var header =
      text.dropLast()
      + #","2.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[\#(count),\#(count + 8)]}}"#
    header += String(repeating: " ", count: -header.utf8.count & 7)
    let body = data[(8 + length)...]
    data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data += Data(header.utf8) + body + Data(repeating: 0, count: 8)
    try data.write(to: scratch.file("plain.safetensors"))
    let plain = scratch.file("plain.safetensors").path
    let back = scratch.file("back.safetensors").path
    let unknown = try workbook("import", "--from", plain, "--out", back)
    #expect(unknown.status == 65 && unknown.errors.contains("--like"), "\(unknown)")
    let like = scratch.file("generator.safetensors").path
    let known = try workbook("import", "--from", plain, "--like", like, "--out", back)
    #expect(known.status == 0, "\(known)")
    #expect(
      try DescribedGenerator(contentsOf: back).check.output.scalars
        == generator.check.output.scalars)
  }

  @Test("each wrong input ends with its status and a sentence, and nothing is written")
  func wrong() throws {
    let scratch = try saved()
    let from = scratch.file("generator.safetensors").path
    let out = scratch.file("out").path
    let missing = try workbook("export", "--from", scratch.file("none").path, "--out", out)
    #expect(missing.status == 66, "\(missing)")
    let library = try workbook("export", "--from", from, "--to", "caffe", "--out", out)
    #expect(library.status == 64 && library.errors.contains("pytorch"), "\(library)")
    let own = try workbook("import", "--from", from, "--out", out)
    #expect(own.status == 65 && own.errors.contains("own file"), "\(own)")

    var export = try TorchExport(generator).weights
    export = Safetensors(
      tensors: export.tensors.map { name, tensor in
        (name: name, tensor: name == "0.bias" ? tensor + 0.1 : tensor)
      },
      metadata: export.metadata)
    try export.save(to: scratch.file("changed"))
    let changed = try workbook("import", "--from", scratch.file("changed").path, "--out", out)
    #expect(changed.status == 65 && changed.errors.contains("than PyTorch did"), "\(changed)")
    #expect(!FileManager.default.fileExists(atPath: out))

    let sample = try Command(
      "dcgan", "sample", "--from", scratch.file("changed").path, "--out", scratch.file("a.png").path
    )
    #expect(sample.status == 65 && sample.errors.contains("workbook import"), "\(sample)")
    try Data().write(to: scratch.file("file"))
    let place = try workbook("export", "--from", from, "--out", scratch.file("file").path)
    #expect(place.status == 73, "\(place)")
  }

  /// A Python with PyTorch and NumPy, if there is one: `$WORKBOOK_TORCH_PYTHON` as for the bench.
  private static let python: String? = {
    let path = Pythons().path(for: .torch)
    guard let command = try? Command("/usr/bin/env", [path, "-c", "import torch, numpy"]) else {
      return nil
    }
    command.wait()
    return command.status == 0 ? path : nil
  }()

  @Test(
    "generator.py tests itself, draws what sample draws, and what it saves comes back",
    .enabled(
      if: python != nil,
      "skipped: no Python with PyTorch and NumPy; $WORKBOOK_TORCH_PYTHON names one"))
  func torch() throws {
    let scratch = try saved()
    let folder = scratch.file("torch")
    let from = scratch.file("generator.safetensors").path
    #expect(try workbook("export", "--from", from, "--out", folder.path).status == 0)
    func python(_ arguments: String...) throws -> Command {
      let command = try Command("/usr/bin/env", [ExportTests.python ?? ""] + arguments)
      command.wait()
      return command
    }
    let program = folder.appendingPathComponent("generator.py").path
    let drawn = try python(
      program, "--sample", scratch.file("torch.png").path, "--digit", "1", "--count", "1")
    #expect(drawn.status == 0 && drawn.output.contains("PyTorch: the eight vectors"), "\(drawn)")
    let trained = scratch.file("trained.safetensors").path
    let code = """
      import sys; sys.path.insert(0, "\(folder.path)")
      import torch; from generator import load, save, inputs
      network = load()
      parameters = [p for p in network.parameters() if p.requires_grad]
      optimiser = torch.optim.Adam(parameters, lr=0.01)
      network.train()
      for _ in range(3):
          optimiser.zero_grad(); network(*inputs(torch.randn(16, 3))).square().mean().backward(); optimiser.step()
      save(network, "\(trained)")
      """
    let training = try python("-c", code)
    #expect(training.status == 0, "\(training)")
    let back = scratch.file("back.safetensors").path
    let imported = try workbook("import", "--from", trained, "--out", back)
    #expect(imported.status == 0, "\(imported)")
    let again = try DescribedGenerator(contentsOf: back)
    #expect(again.check.output.scalars != generator.check.output.scalars, "it has not been trained")
  }
}
