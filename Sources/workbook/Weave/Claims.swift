import Foundation
import Runs
import Weaving

/// The register of claims, `CLAIMS.md`: what the published tutorials say beside what was found.
///
/// In its template a value is cited with the command of its chapter: `{{toy-gan:w1.lesson}}` is the
/// median of `w1` in that chapter's run `lesson`, `.low` and `.high` the ends of its range,
/// `{{toy-gan:w1.lesson.range}}` all three, and `{{toy-gan:lesson.seeds}}` the number of seeds in words.
enum Claims {
  static let templatePath = "Chapters/claims.md"
  static let pagePath = "CLAIMS.md"

  /// The page, from the template, the records, the chapters' pages and the tests on the disk.
  static func woven() throws -> String {
    var records: [String: Record] = [:]
    for chapter in try WorkbookChapter.all() {
      records[chapter.command] = try Record(believed: chapter)
    }
    return try register(
      wovenFrom: (templatePath, workbook.text(at: templatePath)),
      evidence: Evidence(
        value: { name in
          let words = name.split(separator: ":", maxSplits: 1).map(String.init)
          return words.count == 2 ? records[words[0]]?.claimed(words[1]) : nil
        },
        test: testFile,
        // A picture is there too, and has no headings.
        text: { path in
          (try? workbook.text(at: path))
            ?? (FileManager.default.fileExists(atPath: path) ? "" : nil)
        }))
  }

  /// The file of the test `Bundle/Suite/function`: the one that declares the suite and the function.
  static func testFile(_ name: String) -> String? {
    let words = name.split(separator: "/").map(String.init)
    let folder = "Tests/\(words[0])"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.sorted().map { "\(folder)/\($0)" }.first { path in
      guard path.hasSuffix(".swift"), let text = try? workbook.text(at: path),
        let suite = text.firstRange(of: "struct \(words[1]) {")
      else { return false }
      // Up to the next type of the file: its functions are indented.
      let body = text[suite.upperBound...]
      let end = body.firstRange(of: "\n}")?.lowerBound ?? body.endIndex
      return body[..<end].contains("func \(words[2])(")
    }
  }
}

extension Record {
  /// What the register cites beside what a chapter does: a whole range, a number of seeds.
  func claimed(_ name: String) -> String? {
    if name.hasSuffix(".seeds") {
      guard let count = runs[String(name.dropLast(6))]?.seeds.count else { return nil }
      let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
      ]
      return count < words.count ? words[count] : "\(count)"
    }
    guard name.hasSuffix(".range") else { return cited(name) }
    let value = String(name.dropLast(6))
    guard let median = cited(value), let low = cited("\(value).low"),
      let high = cited("\(value).high")
    else { return nil }
    return low == high ? median : "\(median) (\(low) to \(high))"
  }
}
