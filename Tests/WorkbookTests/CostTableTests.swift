import Testing

@testable import workbook

@Suite("README's table of what runs take and give")
struct CostTableTests {
  private static let page = "before\n\(CostTable.start)\n\nold\n\n\(CostTable.end)\nafter\n"

  @Test("between its marks the table is replaced, and nothing else of the page")
  func woven() throws {
    let woven = try CostTable.woven(into: Self.page, rows: ["| 1 |", "| 2 |"])
    #expect(woven.hasPrefix("before\n\(CostTable.start)\n\n| Chapter |"))
    #expect(woven.hasSuffix("|\n| 1 |\n| 2 |\n\n\(CostTable.end)\nafter\n"))
    #expect(!woven.contains("old"))
    #expect(try CostTable.woven(into: woven, rows: ["| 1 |", "| 2 |"]) == woven)
    #expect(try CostTable.woven(into: woven, rows: []).contains("Nothing is recorded"))
  }

  @Test("a page without the marks, or with both in the wrong order, is refused")
  func marks() {
    for page in ["", CostTable.start, "\(CostTable.end)\n\(CostTable.start)"] {
      #expect(throws: (any Error).self) { try CostTable.woven(into: page, rows: []) }
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
      return try CostTable.row(run, recorded, of: chapter, record)
    }
    let digest = try #require(recorded.digests["1"])
    let text = try row("W₁ {{w1.paper.a.high}}")
    #expect(
      text.hasPrefix(
        "| [1](Chapters/01-toy-gan/README.md) | `\(recorded.command)` | 13 min 00 s | – | 250 |"))
    #expect(text.hasSuffix("| W₁ 0.5 | `\(digest)` |"), "\(text)")
    #expect {
      try row("{{nothing.paper.a}}")
    } throws: {
      "\($0)".contains("paper.a shows {{nothing.paper.a}}, and no such value is recorded")
    }
  }

  @Test("README has the marks; every lesson and every run at full size says what it shows")
  func workbook() throws {
    #expect(try CostTable.woven().contains(CostTable.end))
    for run in try WorkbookChapter.all().flatMap(\.runs) where run.isLong || run.name == "lesson" {
      #expect(run.shows != nil, "\(run.name)")
    }
  }

  @Test("costs enter a record, and nothing else of it changes")
  func costs() {
    var recorded = ComparisonTests.recorded
    recorded.take(minutes: 2, processorMinutes: 3.5, megabytes: 80)
    #expect(recorded.spread(of: "minutes")?.median == 2)
    #expect(recorded.spread(of: "processorMinutes")?.median == 3.5)
    #expect(recorded.spread(of: "megabytes")?.median == 80)
    #expect(recorded.seal == recorded.content)
    #expect(recorded.values == ComparisonTests.recorded.values)
    #expect(recorded.digests == ComparisonTests.recorded.digests)
  }
}
