import Testing

@testable import workbook

@Suite("README's table of the runs at full size")
struct FullSizeTests {
  private static let page = "before\n\(FullSize.start)\n\nold\n\n\(FullSize.end)\nafter\n"

  @Test("between its marks the table is replaced, and nothing else of the page")
  func woven() throws {
    let woven = try FullSize.woven(into: Self.page, rows: ["| 1 |", "| 2 |"])
    #expect(woven.hasPrefix("before\n\(FullSize.start)\n\n| Chapter |"))
    #expect(woven.hasSuffix("|\n| 1 |\n| 2 |\n\n\(FullSize.end)\nafter\n"))
    #expect(!woven.contains("old"))
    #expect(try FullSize.woven(into: woven, rows: ["| 1 |", "| 2 |"]) == woven)
    #expect(try FullSize.woven(into: woven, rows: []).contains("Nothing is recorded"))
  }

  @Test("a page without the marks, or with both in the wrong order, is refused")
  func marks() {
    for page in ["", FullSize.start, "\(FullSize.end)\n\(FullSize.start)"] {
      #expect(throws: (any Error).self) { try FullSize.woven(into: page, rows: []) }
    }
  }

  @Test("a row cites what is recorded, and a value that is not there is named")
  func row() throws {
    var recorded = ComparisonTests.recorded
    recorded.minutes = [12.5, 13.5]
    recorded.megabytes = [300, 200]
    let chapter = try #require(try WorkbookChapter.all().first)
    func row(_ shows: String) throws -> String {
      let run = WorkbookChapter.Run(name: "paper.a", arguments: [], preset: .paper, shows: shows)
      let record = Record(runs: ["paper.a": recorded])
      return try FullSize.row(run, recorded, of: chapter, record)
    }
    let digest = try #require(recorded.digests["1"])
    let text = try row("W₁ {{w1.paper.a.high}}")
    #expect(
      text.hasPrefix(
        "| [1](Chapters/01-toy-gan/README.md) | `\(recorded.command)` | 13 | – | 250 |"))
    #expect(text.hasSuffix("| W₁ 0.5 | `\(digest)` |"), "\(text)")
    #expect {
      try row("{{nothing.paper.a}}")
    } throws: {
      "\($0)".contains("paper.a shows {{nothing.paper.a}}, and no such value is recorded")
    }
  }

  @Test("README has the marks, and every run at full size says what it shows")
  func workbook() throws {
    #expect(try FullSize.woven().contains(FullSize.end))
    for run in try WorkbookChapter.all().flatMap(\.runs).filter(\.isLong) {
      #expect(run.shows != nil, "\(run.name)")
    }
  }
}
