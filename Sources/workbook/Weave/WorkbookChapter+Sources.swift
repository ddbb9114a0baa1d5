import Foundation
import Runs

extension WorkbookChapter {
  /// The chapter's files, in the order of reading.
  func sourceTexts() throws -> [(path: String, text: String)] {
    try sourcePaths.map { (path: $0, text: try text(at: $0)) }
  }

  /// What stands for a citation in the chapter's sources: a recorded value, or the list of exercises.
  func citations() throws -> (_ name: String) -> String? {
    let record = try Record(believed: self)
    let exercises = try exerciseList(of: folder)
    return { $0 == "exercises" ? exercises : record.cited($0) }
  }

  /// Whether there is a file where a link on the chapter's page leads.
  func isThere(_ target: String) -> Bool {
    FileManager.default.fileExists(atPath: "Chapters/\(folder)/\(target)")
  }
}

/// A file of the workbook, read from its top folder.
func text(at path: String) throws -> String {
  do {
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  } catch {
    throw RunFailure(.inputNotFound, "\(path): not found; run this at the top of the workbook")
  }
}
