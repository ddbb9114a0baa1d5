import Foundation
import Runs

/// The table of README.md that tells what each chapter's lesson and the runs at full size took and gave, from
/// the records. The rest of the page is written by hand.
enum CostTable {
  static let pagePath = "README.md"
  static let start =
    "<!-- From here to its end this table is woven from Figures/ by `workbook weave`. -->"
  static let end = "<!-- Here it ends. -->"

  /// The page with the table as the records have it.
  static func woven() throws -> String {
    let chapters = try WorkbookChapter.all()
    return try woven(
      into: text(at: pagePath),
      rows: chapters.flatMap { chapter in
        let record = try Record(believed: chapter)
        return try chapter.runs.filter { $0.shows != nil }.compactMap { run in
          try record.runs[run.name].map { try row(run, $0, of: chapter, record) }
        }
      })
  }

  /// - Throws: ``RunFailure`` (65) for a page without the marks.
  static func woven(into page: String, rows: [String]) throws -> String {
    guard let from = page.firstRange(of: start), let to = page.firstRange(of: end),
      from.upperBound <= to.lowerBound
    else {
      throw RunFailure(
        .badData, "\(pagePath): the lines “\(start)” and “\(end)” are not there, in this order")
    }
    let table =
      rows.isEmpty
      ? "Nothing is recorded yet: `make figures` does it."
      : """
      | Chapter | Run | Time | Of the processor | Memory, MB | What comes out | Digest, seed 1 |
      |---|---|--:|--:|--:|---|---|
      \(rows.joined(separator: "\n"))
      """
    return page[..<from.upperBound] + "\n\n" + table + "\n\n" + page[to.lowerBound...]
  }

  /// - Throws: ``RunFailure`` (65) where what comes out cites a value that is not recorded.
  static func row(
    _ run: WorkbookChapter.Run, _ recorded: Record.Run, of chapter: WorkbookChapter,
    _ record: Record
  ) throws -> String {
    func whole(_ name: String) -> String {
      recorded.spread(of: name).map { "\(Int($0.median.rounded()))" } ?? "–"
    }
    func time(_ name: String) -> String {
      recorded.spread(of: name).map { describe(seconds: 60 * Double($0.median)) } ?? "–"
    }
    let number = chapter.folder.prefix(2).drop { $0 == "0" }
    let shows = try (run.shows ?? "").replacing(/\{\{([^}]*)\}\}/) { match in
      let name = String(match.1)
      guard let value = record.claimed(name) else {
        throw RunFailure(
          .badData,
          "Chapters/\(chapter.folder)/recordings.json: \(run.name) shows {{\(name)}}, and no such value "
            + "is recorded")
      }
      return value
    }
    let cells = [
      "[\(number)](\(chapter.pagePath))", "`\(recorded.command)`", time("minutes"),
      time("processorMinutes"), whole("megabytes"), shows,
      recorded.digests["1"].map { "`\($0)`" } ?? "–",
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }
}
