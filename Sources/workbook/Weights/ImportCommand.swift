import ArgumentParser
import Foundation
import Lessons
import Runs
import Tensors

/// Brings weights that were trained in PyTorch into the workbook.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring in a generator that was trained in PyTorch.",
    discussion: """
      The network is one of the workbook's. `workbook export` writes it as generator.py: train it from \
      there, write it by its function save, and import that file. Or write the state of the same \
      network by safetensors.torch.save_file, and say by --like which network it is.
      """)

  @Option(help: "The weights: a safetensors file in PyTorch's layout.")
  var from: String

  @Option(
    help: "A generator.safetensors of the same network, where the weights do not say which it is.")
  var like: String?

  @Option(help: "The generator to write: generator.safetensors, for sample and export.")
  var out: String

  @Flag(help: "Replace the file that is there.")
  var overwrite = false

  func run() throws {
    let file: Safetensors
    do throws(SafetensorsError) {
      // How many batches a batch norm has seen, a whole number: its average here does not need it.
      file = try Safetensors(contentsOf: URL(fileURLWithPath: from)) {
        $0.hasSuffix(".num_batches_tracked")
      }
    } catch { throw RunFailure(error.status, "\(error)") }
    if file.metadata[GeneratorDescription.metadataKey] != nil {
      throw RunFailure(
        .badData, "--from \(from): this is the workbook's own file: sample draws from it as it is")
    }
    let description = try description(of: file)
    let generator: DescribedGenerator
    do throws(TorchNetwork.Problem) {
      generator = try TorchExport.generator(
        description.broughtIn(by: commandLine(words)), from: file)
    } catch { throw RunFailure(.badData, "\(from): \(error.sentence)") }
    let place = URL(fileURLWithPath: out)
    try refuseToReplace(place, unless: overwrite)
    try saveWhole(generator.file().data(), place)
    print("\(out): `swift run \(description.chapter) sample --from \(out)` draws from it")
  }

  /// The command without the folders, which are nobody's business.
  private var words: [String] {
    ["swift", "run", "workbook", "import", "--from", URL(fileURLWithPath: from).lastPathComponent]
  }

  private func description(of file: Safetensors) throws(RunFailure) -> GeneratorDescription {
    if let like { return try DescribedGenerator(contentsOf: like).description }
    guard let text = file.metadata[GeneratorDescription.exportedKey] else {
      throw RunFailure(
        .badData,
        """
        \(from): it does not say which network it is of; name a generator.safetensors of the same network \
        by --like
        """)
    }
    return try GeneratorDescription(text: text, at: from)
  }
}
