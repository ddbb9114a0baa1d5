import Foundation
import Runs

extension WorkbookChapter {
  /// The chapter's files, in the order of reading.
  func sourceTexts() throws -> [(path: String, text: String)] {
    try sourcePaths.map { (path: $0, text: try text(at: $0)) }
  }

  /// What stands for a citation in the chapter's sources: a recorded value, of this chapter or, behind its
  /// command and a colon, of another; a number of seeds; or the list of exercises.
  func citations() throws -> (_ name: String) -> String? {
    let exercises = try exerciseList(of: folder)
    let own = try Record(believed: self)
    let others = try WorkbookChapter.all().filter { $0.command != command }
    let records = Dictionary(
      uniqueKeysWithValues: try others.map { ($0.command, try Record(of: $0)) })
    return { name in
      if name == "exercises" { return exercises }
      let words = name.split(separator: ":", maxSplits: 1).map(String.init)
      return words.count == 2 ? records[words[0]]?.claimed(words[1]) : own.claimed(name)
    }
  }

  /// Whether there is a file where a link on the chapter's page leads.
  func isThere(_ target: String) -> Bool {
    FileManager.default.fileExists(atPath: "Chapters/\(folder)/\(target)")
  }
}

/// A file of the workbook, read from its top folder. Its lines end in a line feed, also where git or an
/// editor has made a carriage return and a line feed of it: Swift has both as one `Character`.
func text(at path: String) throws -> String {
  let bytes: Data
  do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
    guard FileManager.default.fileExists(atPath: path) else {
      throw RunFailure(.inputNotFound, "\(path): not found; run this at the top of the workbook")
    }
    throw RunFailure(.inputNotFound, "\(path): cannot be read (\(RunFailure.reason(of: error)))")
  }
  guard let text = String(data: bytes, encoding: .utf8) else {
    throw RunFailure(.badData, "\(path): no text in UTF-8")
  }
  return text.replacing("\r\n", with: "\n")
}
