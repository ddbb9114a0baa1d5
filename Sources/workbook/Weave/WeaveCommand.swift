import ArgumentParser
import Foundation
import Runs
import Weaving

/// Makes each chapter's README.md from its source and its recorded values, and the pages beside them.
struct WeaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weave", abstract: "Make each chapter's README.md from its source.")

  @Flag(
    name: .customLong("check"),
    help: "Write nothing; fail when a page is not what would be written, or is warned of.")
  var writesNothing = false

  func run() throws {
    var warnings: [WeavingError] = []
    do {
      for chapter in try WorkbookChapter.all() {
        let sources = try chapter.sourceTexts()
        let page = try page(
          wovenFrom: sources, value: chapter.citations(), isThere: chapter.isThere)
        try write(page, to: chapter.pagePath)
        for source in sources {
          warnings += try Chapter(source: source.text, path: source.path).bareDecimals()
        }
      }
      try write(Teaching.woven(), to: Teaching.pagePath)
      try write(CostTable.woven(), to: CostTable.pagePath)
      let speed = try Speed()
      try write(speed.roofline.svg(), to: Speed.figurePath)
      try write(speed.woven(), to: Speed.pagePath)
      try write(Claims.woven(), to: Claims.pagePath)  // Last: it links into the chapters' pages.
      for path in [Teaching.templatePath, Speed.templatePath, Claims.templatePath] {
        warnings += try Chapter(markdown: text(at: path), path: path).bareDecimals()
      }
    } catch let error as WeavingError { throw RunFailure(.badData, "\(error)") }

    for warning in warnings {
      tell("\(warning.path):\(warning.line): warning: \(warning.message)")
    }
    for chapter in try WorkbookChapter.all() {
      let stale = try Record(of: chapter).staleRuns(of: chapter)
      if stale.isEmpty { continue }
      tell(
        "\(chapter.recordPath): note: \(stale.count) runs are stale, recorded without the values of "
          + "their seeds; record them again with `\(chapter.commandToRecord(stale))`")
    }
    if writesNothing, !warnings.isEmpty {
      throw RunFailure(.badData, "what is warned of above does not stand in a page")
    }
  }

  private func tell(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

  private func write(_ page: String, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    if (try? text(at: path)) == page { return }
    if writesNothing {
      throw RunFailure(.badData, "\(path) is not what its source says; run `workbook weave`")
    }
    try Data(page.utf8).write(to: url, options: .atomic)
    print(path)
  }
}
