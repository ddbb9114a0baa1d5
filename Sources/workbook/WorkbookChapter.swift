import Foundation
import Runs

/// A chapter as its `recordings.json` describes it: what its page is woven from, and what is recorded of
/// it, some of its runs over several seeds and pictures of the first.
struct WorkbookChapter: Decodable {
  /// `01-toy-gan`.
  private(set) var folder = ""
  let command: String
  /// The files that the page is woven from, in the order of reading.
  let sources: [String]
  let runs: [Run]

  private enum CodingKeys: CodingKey { case command, sources, runs }

  /// All chapters, in the order of their folders.
  ///
  /// - Throws: ``RunFailure``: 66 if there are none here, 65 for a file that describes no recordings.
  static func all() throws -> [WorkbookChapter] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "Chapters")) ?? []
    let chapters = try folders.sorted().compactMap { folder -> WorkbookChapter? in
      let path = "Chapters/\(folder)/recordings.json"
      guard let data = FileManager.default.contents(atPath: path) else { return nil }
      do {
        var chapter = try JSONDecoder().decode(WorkbookChapter.self, from: data)
        chapter.folder = folder
        return chapter
      } catch { throw RunFailure(.badData, "\(path): this describes no recordings (\(error))") }
    }
    guard !chapters.isEmpty else {
      throw RunFailure(
        .inputNotFound, "Chapters/: no chapter is here; run this at the top of the workbook")
    }
    return chapters
  }
}

extension WorkbookChapter {
  var sourcePaths: [String] { sources.map { "Chapters/\(folder)/\($0)" } }
  var pagePath: String { "Chapters/\(folder)/README.md" }
  var figuresPath: String { "Figures/\(folder)" }
  var recordPath: String { "\(figuresPath)/record.json" }

  func figure(_ name: String) -> URL { URL(fileURLWithPath: "\(figuresPath)/\(name)") }

  /// Whether this is the chapter of the folder or the command `name`.
  func isNamed(_ name: String) -> Bool { name == command || name == folder }

  /// How to record some of its runs.
  func commandToRecord(_ runs: [String]) -> String {
    "workbook record --chapter \(command) --run \(runs.joined(separator: ","))"
  }
}
