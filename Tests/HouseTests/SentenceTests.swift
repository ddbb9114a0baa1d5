import Foundation
import Testing

/// What holds for the sources of the whole workbook, as text.
struct SentenceTests {
  /// The top of the workbook.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file that is built into an optimised module: the rooms and the chapters, without the
  /// answers to exercises, which are compiled unoptimised.
  static func sources() throws -> [URL] {
    try ["Sources", "Chapters"].flatMap { top in
      let folder = root.appendingPathComponent(top)
      let files = try #require(
        FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      return files.compactMap { $0 as? URL }.filter { file in
        let isAnswer =
          file.path.contains("/Exercises/") && !file.path.contains("/Exercises/Checks/")
        return file.pathExtension == "swift" && !isAnswer
      }
    }
  }

  /// A call of a function that says nothing in optimised code, outside a comment.
  static func mute(_ line: Substring) -> Bool {
    let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
    return code.contains(/\b(precondition|preconditionFailure|assert|assertionFailure)\(/)
  }

  @Test("no sentence is lost: optimised modules say `require`, whose words are printed")
  func everySentenceIsHeard() throws {
    let files = try SentenceTests.sources()
    #expect(
      files.count > 250, "only \(files.count) sources were found below \(SentenceTests.root.path)")
    for file in files {
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() where SentenceTests.mute(line) {
        Issue.record(
          "\(file.path):\(index + 1): use require or stop, or its sentence is never printed")
      }
    }
  }

  @Test("the search sees a mute call, and none in a comment or in another word")
  func searchWorks() {
    #expect(SentenceTests.mute("    precondition(count > 0, \"no images\")"))
    #expect(SentenceTests.mute("  guard x else { preconditionFailure(\"no\") }"))
    #expect(!SentenceTests.mute("  // precondition(count > 0) would be mute"))
    #expect(!SentenceTests.mute("  require(count > 0, \"no images\")"))
  }
}
