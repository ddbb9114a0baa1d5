import Foundation
import TestSupport
import Testing
import Weaving

@Suite("workbook book")
struct BookCommandTests {
  static let hasPandoc =
    (try? Command("/usr/bin/env", ["pandoc", "--version"])).map { command in
      command.wait()
      return command.status == 0
    } ?? false

  /// Runs the workbook's command at the top of the workbook.
  private func book(out: URL, path: String? = nil) throws -> Command {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let command = try Command(
      "/bin/sh",
      [
        "-c", "cd \"$0\" && \(path.map { "PATH=\($0) " } ?? "")exec \"$@\"", top.path,
        Command.products.appendingPathComponent("workbook").path, "book", "--out", out.path,
      ])
    command.wait()
    return command
  }

  @Test(
    "the real book: every link and picture is there, nothing asks for a network",
    .enabled(if: hasPandoc, "skipped: no pandoc"))
  func real() throws {
    let folder = try TemporaryFolder()
    let command = try book(out: folder.url)
    try #require(command.status == 0, "\(command)")

    var pages: [String: String] = [:]
    var files: Set<String> = []
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
    for path in paths {
      if path.hasSuffix(".html") {
        pages[path] = try String(
          contentsOf: folder.url.appendingPathComponent(path), encoding: .utf8)
      } else {
        files.insert(path)
      }
    }
    #expect(brokenLinks(in: pages, files: files) == [])
    let chapters = pages.filter { $0.key.prefixMatch(of: /0[1-5]-/) != nil }
    #expect(chapters.count == 5)
    for (name, page) in pages {
      #expect(
        page.firstMatch(of: /(src|rel="stylesheet" href)="[a-z]+:|<script[^>]|@import|url\(/)
          == nil,
        "\(name)")
    }
    // What can be moved stands in three chapters, and the pictures in the pages without a script.
    for (chapter, count) in [("01-toy-gan", 1), ("04-label-smoothing", 2), ("05-wgan", 1)] {
      let page = try #require(pages["\(chapter).html"])
      #expect(page.components(separatedBy: "<div class=\"film\">").count == 1 + count, "\(chapter)")
      #expect(page.contains("<script>") && !page.contains("data-slider"), "\(chapter)")
    }
    #expect(pages["02-dense-gan.html"]?.contains("<script") == false)
    for (name, page) in chapters {
      #expect(page.contains("<math display=\"block\""), "\(name)")
      #expect(page.contains("<span class=\"kw\">struct</span>"), "\(name)")
      #expect(!page.contains("$$"), "a formula that was not seen on \(name)")
      // The first line of the code is the line that its link leads to.
      let place = try #require(page.firstMatch(of: /href="(sources\/[^"]*)#(L-[0-9]+)"/)).output
      let listing = try #require(pages[String(place.1)])
      let line = try #require(listing.firstRange(of: "<span id=\"\(place.2)\">"))
      #expect(listing[line.upperBound...].prefix(200).contains(">import</span>"), "\(name)")
    }
  }

  @Test("without pandoc it says what to do")
  func missing() throws {
    let folder = try TemporaryFolder()
    let command = try book(out: folder.url, path: "/nowhere")
    #expect(command.status == 66)
    #expect(command.errors.contains("is in no folder of PATH"))
  }
}
