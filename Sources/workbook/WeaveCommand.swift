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
    for recording in Recording.all { try write(woven(recording), to: recording.pagePath) }
    try write(Claims.woven(), to: Claims.pagePath)  // Last: it links into the chapters' pages.
  }

  private func write(_ page: String, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    if (try? String(contentsOf: url, encoding: .utf8)) == page { return }
    if check {
      throw RunFailure(.badData, "\(path) is not what its source says; run `workbook weave`")
    }
    try Data(page.utf8).write(to: url, options: .atomic)
    print(path)
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
