import Foundation
import Runs

/// The converter from Markdown to HTML.
enum Pandoc {
  /// Converts documents, all at the same time: pandoc takes most of its time to start.
  ///
  /// - Throws: ``RunFailure`` if pandoc is missing, or warns of anything, such as a formula that it
  ///   cannot set.
  static func html(of documents: [(name: String, markdown: String)]) throws -> [String] {
    guard let pandoc = program else {
      throw RunFailure(
        .inputNotFound,
        "pandoc, which makes the book's HTML, is in no folder of PATH: `make book` installs it where "
          + "apt-get or brew can; else see https://pandoc.org/installing.html")
    }
    let folder = try temporaryFolder("book")
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ index: Int, _ end: String) -> URL {
      folder.appendingPathComponent("\(index).\(end)")
    }

    let processes = try documents.indices.map { index in
      try Data(documents[index].markdown.utf8).write(to: file(index, "md"))
      let process = Process()
      process.executableURL = pandoc
      process.arguments = [
        "--from", "gfm+tex_math_dollars+attributes", "--to", "html", "--mathml",
        "--wrap", "none", "--fail-if-warnings", file(index, "md").path,
        "--output", file(index, "html").path,
      ]
      try process.run()
      return process
    }
    for process in processes { process.waitUntilExit() }
    return try documents.indices.map { index in
      switch processes[index].terminationStatus {
      case 0: try String(contentsOf: file(index, "html"), encoding: .utf8)
      default:
        throw RunFailure(
          .badData, "pandoc cannot convert \(documents[index].name): see its message above")
      }
    }
  }

  /// Looked up once, as a shell would: to ask `env` for each document says so as often.
  private static var program: URL? { programInPath("pandoc") }
}

/// The program that a shell would start under this name; nil if it is in no folder of PATH.
func programInPath(_ name: String) -> URL? {
  let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
  return folders.lazy.map { URL(fileURLWithPath: "\($0)/\(name)") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}
