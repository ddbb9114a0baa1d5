import Foundation
import Runs

/// The converter from Markdown to HTML.
enum Pandoc {
  /// Converts documents, all at the same time: pandoc takes most of its time to start.
  ///
  /// - Throws: ``RunFailure`` if pandoc is missing, or warns of anything, such as a formula that it
  ///   cannot set.
  static func html(of documents: [(name: String, markdown: String)]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("book-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func file(_ index: Int, _ end: String) -> URL {
      folder.appendingPathComponent("\(index).\(end)")
    }

    let processes = try documents.indices.map { index in
      try Data(documents[index].markdown.utf8).write(to: file(index, "md"))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "pandoc", "--from", "gfm+tex_math_dollars+attributes", "--to", "html", "--mathml",
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
      case 127:
        throw RunFailure(
          .inputNotFound, "pandoc is missing, which makes the book's HTML: `make book` installs it")
      default:
        throw RunFailure(
          .badData, "pandoc cannot convert \(documents[index].name): see its message above")
      }
    }
  }
}
