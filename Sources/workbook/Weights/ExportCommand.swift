import ArgumentParser
import Foundation
import Images
import Lessons
import Runs
import Tensors

/// Another library that a generator can be written for.
enum WeightsTarget: String, CaseIterable, ExpressibleByArgument { case pytorch }

/// Writes a trained generator for another library.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a trained generator for PyTorch.",
    discussion: """
      Writes two files: weights.safetensors, in PyTorch's layout, and generator.py, which builds the \
      network, tests itself on eight vectors, samples, and with --onnx FILE writes ONNX. It reads the \
      file alone, of any chapter and recipe.
      """)

  @Option(help: "The generator: a run's generator.safetensors.")
  var from: String

  @Option(help: "The library: pytorch.")
  var to = WeightsTarget.pytorch

  @Option(help: "The folder to write to; made if missing.")
  var out: String

  @Flag(help: "Replace what the folder has of these two files.")
  var overwrite = false

  func run() throws {
    let generator = try DescribedGenerator(contentsOf: from)
    let export: TorchExport
    do throws(TorchNetwork.Problem) { export = try TorchExport(generator) } catch {
      throw RunFailure(.badData, "\(from): \(error.sentence)")
    }
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunFailure(.cannotWrite, "--out \(out): this folder cannot be made; choose another")
    }
    let files = [
      (TorchExport.weightsName, export.weights.data()),
      (TorchExport.programName, Data(export.program.utf8)),
    ]
    for (name, _) in files {
      try refuseToReplace(folder.appendingPathComponent(name), unless: overwrite)
    }
    for (name, data) in files { try saveWhole(data, folder.appendingPathComponent(name)) }
    print(
      "\(out): \(TorchExport.weightsName) and \(TorchExport.programName); "
        + "`python \(folder.relativePath)/\(TorchExport.programName)` tests that they fit")
  }
}

/// What was changed since it was written is not lost by the same command once more.
func refuseToReplace(_ file: URL, unless overwrite: Bool) throws(RunFailure) {
  guard overwrite || !FileManager.default.fileExists(atPath: file.path) else {
    throw RunFailure(
      .cannotWrite, "\(file.relativePath): this is there already; --overwrite replaces it")
  }
}

func saveWhole(_ data: Data, _ file: URL) throws(RunFailure) {
  do { try WholeFile.save(data, to: file) } catch {
    throw RunFailure(
      .cannotWrite,
      "\(file.relativePath): cannot be written (\(error.reason)); choose another --out")
  }
}
