import Testing
import Weaving

@Suite("A chapter's source is taken apart into prose and code")
struct ChapterTests {
  @Test("blocks and lines of markup are prose, everything else is code, in order")
  func parts() throws {
    let source = """
      /*:
       # Title

       Some *prose*.
       */
      import Tensors

      //: A line of prose,
      //: and another.
      let x = 1  // : no prose
      """
    let chapter = try Chapter(source: source, path: "C.swift")
    #expect(
      chapter.parts == [
        .prose("# Title\n\nSome *prose*.", line: 2),
        .code("import Tensors", line: 6),
        .prose("A line of prose,\nand another.", line: 8),
        .code("let x = 1  // : no prose", line: 10),
      ])
  }

  @Test("Markdown fences the code and fills in recorded values")
  func markdown() throws {
    let chapter = try Chapter(source: "/*:\n W1 is {{w1}}.\n */\nlet a = 1\n", path: "C.swift")
    #expect(
      try chapter.markdown { $0 == "w1" ? "0.08" : nil }
        == "W1 is 0.08.\n\n```swift\nlet a = 1\n```\n")
  }

  @Test(
    "an error names the file and the line",
    arguments: [
      ("let a = 1\n/*:\n prose\n", "C.swift:2: a block of prose (/*:) is not closed"),
      ("/*:\n one\n {{w2}}\n */\n", "C.swift:3: no value is recorded under {{w2}}"),
      ("/*:\n one {{w1\n */\n", "C.swift:2: a citation ({{) is not closed"),
      ("let a = 1\n/*:\n ```sh\n make\n */\n", "C.swift:3: a block of code (```) is not closed"),
      ("/*:\n ```\n make\n ``\n */\n", "C.swift:2: a block of code (```) is not closed"),
      ("/*:\n one\n two\n $$a = b\n\n c$$\n */\n", "C.swift:4: a formula ($$) is not closed"),
      (
        "/*:\n $$a\n - b$$\n */\n",
        "C.swift:3: a line of a formula begins with -, and Markdown would see no formula; "
          + "end the line before with it"
      ),
    ])
  func errors(source: String, message: String) {
    let error = #expect(throws: WeavingError.self) {
      try Chapter(source: source, path: "C.swift").markdown { _ in nil }
    }
    #expect(error?.description == message)
  }
}
