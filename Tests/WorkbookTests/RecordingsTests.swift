import Foundation
import Testing

@testable import workbook

/// What a chapter's `recordings.json` says is what its folder has.
@Suite("What the chapters record")
struct RecordingsTests {
  @Test("every source that a page is woven from is there, and no run has two names")
  func sources() throws {
    for chapter in try WorkbookChapter.all() {
      for path in chapter.sourcePaths {
        #expect(FileManager.default.fileExists(atPath: path), "\(path)")
      }
      let names = chapter.runs.map(\.name)
      #expect(Set(names).count == names.count, "\(chapter.folder)")
      #expect(names.contains("quick"))
    }
  }

  @Test("a run at full size says how long it takes, and where its first steps end")
  func long() throws {
    let runs = try WorkbookChapter.all().flatMap(\.runs)
    for run in runs {
      #expect(run.isLong == (run.name.split(separator: ".").first == "paper"), "\(run.name)")
      guard run.isLong else { continue }
      let minutes = try #require(run.minutes, "\(run.name)")
      // What takes longer than a minute is verified by a prefix.
      #expect(minutes < 1 || run.prefix != nil, "\(run.name)")
    }
    #expect(runs.count(where: \.isLong) > 5)
  }

  @Test("a figure is kept under its own name, or under another")
  func figures() {
    let run = WorkbookChapter.Run(
      name: "a", arguments: [], figures: ["w1.svg", "quality.svg as eager.svg"])
    #expect(run.figures.map(\.name) == ["w1.svg", "quality.svg"])
    #expect(run.figures.map(\.kept) == ["w1.svg", "eager.svg"])
  }

  @Test("what is no description of recordings is refused, and what is missing is named")
  func refused() {
    for text in ["{}", #"{"command": "a", "sources": [], "runs": [{"name": "b"}]}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(WorkbookChapter.self, from: Data(text.utf8))
      }
    }
  }
}
