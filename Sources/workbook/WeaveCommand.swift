import ArgumentParser
import Foundation
import Runs
import Weaving

/// Makes each chapter's README.md from its source and its recorded values.
struct WeaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weave", abstract: "Make each chapter's README.md from its source.")

  @Flag(help: "Write nothing; fail when a page is not what would be written.")
  var check = false

  func run() throws {
    for recording in Recording.all {
      let page = try woven(recording)
      let path = URL(fileURLWithPath: recording.pagePath)
      let former = try? String(contentsOf: path, encoding: .utf8)
      if former == page { continue }
      if check {
        throw RunFailure(
          .badData, "\(recording.pagePath) is not what its source says; run `workbook weave`")
      }
      try Data(page.utf8).write(to: path, options: .atomic)
      print(recording.pagePath)
    }
  }

  private func woven(_ recording: Recording) throws -> String {
    func read(_ path: String) throws -> Data {
      do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
        throw RunFailure(.inputNotFound, "\(path): not found; run this at the top of the workbook")
      }
    }
    let sources = try recording.sourcePaths.map { path in
      (path: path, text: String(decoding: try read(path), as: UTF8.self))
    }
    let record = try JSONDecoder().decode(
      Record.self, from: read(recording.recordPath))
    do { return try page(wovenFrom: sources, value: record.cited) } catch {
      throw RunFailure(.badData, "\(error)")
    }
  }
}
