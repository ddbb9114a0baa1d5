import Foundation
import Images
import Runs
import Tensors

/// Trained parameters that any run on this machine may use again, in the user's cache folder:
/// `~/.cache/gan-workbook` on Linux (or `$XDG_CACHE_HOME`), `~/Library/Caches/gan-workbook` on a Mac.
///
/// A file holds its parameters' digest, and is used only if that is still right. A cache that cannot
/// be read or written costs time, and nothing else.
public struct ParameterCache: Sendable {
  /// Nil where there is none.
  package let folder: URL?

  /// - Parameter folder: in place of the user's cache folder.
  public init(folder: URL? = nil) {
    self.folder =
      folder
      ?? ParameterCache.usual(ProcessInfo.processInfo.environment)?
      .appendingPathComponent("gan-workbook")
  }

  /// The user's cache folder; nil for a user without a home, where Foundation would name one anyhow.
  static func usual(_ environment: [String: String]) -> URL? {
    func folder(_ variable: String) -> URL? {
      environment[variable].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
    }
    #if os(Linux)
      return folder("XDG_CACHE_HOME") ?? folder("HOME")?.appendingPathComponent(".cache")
    #else
      return FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
    #endif
  }

  /// The parameters kept under `name`, or else what `make` makes, which is then kept.
  ///
  /// - Parameters:
  ///   - name: names everything that decides the numbers: what is trained, on what, from which seed.
  ///   - shapes: the parameters' shapes; a file with others is made anew.
  public func parameters(
    _ name: String, shapes: [Shape], orMake make: () throws -> [Tensor]
  ) rethrows -> [Tensor] {
    let file = folder?.appendingPathComponent("\(name).safetensors")
    if let file, let kept = try? Safetensors(contentsOf: file) {
      let tensors = shapes.indices.compactMap { kept["parameter.\($0)"] }
      if tensors.map(\.shape) == shapes, kept.metadata["digest"] == digest(of: tensors) {
        return tensors
      }
    }
    let made = try make()
    if let file, let folder {
      let contents = Safetensors(
        tensors: made.enumerated().map { (name: "parameter.\($0)", tensor: $1) },
        metadata: ["name": name, "digest": digest(of: made)])
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? WholeFile.save(contents.data(), to: file)
    }
    return made
  }
}
