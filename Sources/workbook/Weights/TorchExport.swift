import Lessons
import Runs
import Tensors

/// A generator as two files for PyTorch: its weights, and the program that builds its network.
struct TorchExport {
  static let weightsName = "weights.safetensors"
  static let programName = "generator.py"

  let weights: Safetensors
  let program: String

  init(_ generator: DescribedGenerator) throws(TorchNetwork.Problem) {
    let description = generator.description
    let network = try TorchNetwork(description.plans, inputs: description.inputs)
    let check = generator.check
    let tensors = Dictionary(
      uniqueKeysWithValues: zip(description.parts.map(\.name), generator.tensors))
    weights = Safetensors(
      tensors: network.state(of: tensors) + [
        (DescribedGenerator.noiseName, check.noise),
        (DescribedGenerator.outputName, network.output.torch(check.output)),
      ],
      // The other entry is what other readers of PyTorch's files look for.
      metadata: [GeneratorDescription.exportedKey: description.text(), "format": "pt"])
    program = TorchProgram(description, network).text
  }

  /// The generator whose weights are in a file of PyTorch's. Where the file has the eight vectors, what
  /// PyTorch made of them has to come out here.
  static func generator(
    _ description: GeneratorDescription, from file: Safetensors
  ) throws(TorchNetwork.Problem) -> DescribedGenerator {
    let network = try TorchNetwork(description.plans, inputs: description.inputs)
    let named = try network.tensors(
      of: file.tensors.filter {
        ![DescribedGenerator.noiseName, DescribedGenerator.outputName].contains($0.name)
      })
    let generator = DescribedGenerator(
      description, tensors: description.parts.map { named[$0.name]! })
    guard let noise = file[DescribedGenerator.noiseName],
      let output = file[DescribedGenerator.outputName]
    else { return generator }
    guard Array(noise.shape) == [CheckVectors.count, description.latent.size],
      Array(output.shape) == network.output.torchShape
    else {
      throw TorchNetwork.Problem(
        sentence: "its check is \(noise.shape) and \(output.shape), and the network needs "
          + "\([CheckVectors.count, description.latent.size]) and \(network.output.torchShape)")
    }
    let labels = description.orders?.inTurn(CheckVectors.count) ?? []
    let check = CheckVectors(
      noise: noise, labels: labels, output: network.output.workbook(output))
    let error = check.error(of: generator.output(noise, labels))
    guard error <= CheckVectors.tolerance else {
      throw TorchNetwork.Problem(
        sentence:
          "the network makes something else of \(DescribedGenerator.noiseName) than PyTorch did, by \(error) where "
          + "\(CheckVectors.tolerance) is allowed: has it been changed since save?")
    }
    return generator
  }
}
