import Lessons
import Runs
import Tensors
import TestSupport

/// What is wrong with the file that a run leaves of its generator: nothing, in every chapter.
///
/// A file is told by the digest of what it makes: a failure need not print thousands of numbers.
extension KeptGenerator {
  /// Of the file as it is written today, read with nothing of the chapter: it makes the same numbers.
  public func problemsOfFile() throws -> [String] {
    let folder = try TemporaryFolder()
    try described.file().save(to: folder.file(generatorFileName))
    let read = try DescribedGenerator(contentsOf: folder.file(generatorFileName).path)
    return problems([
      "makes other numbers": digest(of: [read.check.output])
        != digest(of: [described.check.output]),
      "makes another kind of thing": read.description.makes != makes,
    ])
  }

  /// Of a file with these facts, as they were written before files described themselves: it is read as the
  /// same generator.
  public func problemsOfFile(before facts: [String: String]) throws -> [String] {
    let folder = try TemporaryFolder()
    let own = [
      "chapter": Self.command, "latent": latent.distribution.rawValue,
      "latentSize": "\(latent.size)",
    ]
    try Safetensors(
      tensors: network.parameters.enumerated().map { ("generator.\($0)", $1) }
        + network.averages.enumerated().map { ("average.\($0)", $1) },
      metadata: facts.merging(own) { $1 }
    ).save(to: folder.file(generatorFileName))
    let read = try Self(contentsOf: folder.file(generatorFileName).path)
    return problems([
      "has other layers": read.described.description.plans != network.plans,
      "can be asked for others": read.orders?.classNames != orders?.classNames,
      "makes another kind of thing": read.makes != makes,
      "takes other noise": read.latent != latent,
      "makes other numbers": digest(of: [read.described.check.output])
        != digest(of: [described.check.output]),
    ])
  }

  private func problems(_ found: KeyValuePairs<String, Bool>) -> [String] {
    found.filter(\.value).map { "read again, it \($0.key)" }
  }
}
