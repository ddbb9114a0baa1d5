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
