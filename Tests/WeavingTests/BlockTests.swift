import Testing

@testable import Weaving

@Suite("Prose is taken apart into blocks, and blocks into words and what stands between them")
struct BlockTests {
  @Test("headings, paragraphs, lists, pictures, tables and fences, each with its line")
  func kinds() throws {
    let found = try blocks(
      of: """
        # Title
        Right below it,
        a paragraph.

        ![One](a.svg) ![Two](b.png)

        See ![this](a.svg)

        | a | b |
        |---|---|

        - item

        ```sh
        make

        make test
        ```
        after
        """, line: 10, path: "C.swift")
    let expected: [(Block.Kind, Int)] = [
      (.heading, 10), (.words, 11), (.picture, 14), (.words, 16), (.table, 18), (.words, 21),
      (.fence, 23), (.words, 28),
    ]
    #expect(found.map(\.kind) == expected.map(\.0))
    #expect(found.map(\.line) == expected.map(\.1))
    #expect(found[1].text == "Right below it,\na paragraph.")
    #expect(found[6].text == "```sh\nmake\n\nmake test\n```")
  }

  @Test("sums of money are no mathematics")
  func money() throws {
    let block = Block(kind: .words, text: "from $5 to $6 and $7,$8", line: 1)
    #expect(try block.pieces(path: "C.swift").map(\.kind) == [.words])
  }

  @Test("pieces: code, mathematics, citations and targets; end to end they are the text")
  func pieces() throws {
    let text = """
      A `$x$`, \\`no code\\`; $D^*$ and $$V$$, {{w1.lesson}}, ``a ` b``, \
      [here](../a.md#b) and ![p](c.svg) or https://example.org/1.5
      """
    let pieces = try Block(kind: .words, text: text, line: 1).pieces(path: "C.swift")
    #expect(pieces.map { String($0.text) }.joined() == text)
    func all(_ kind: Piece.Kind) -> [String] {
      pieces.filter { $0.kind == kind }.map { String($0.text) }
    }
    #expect(all(.code) == ["`$x$`", "``a ` b``"])
    #expect(all(.mathematics) == ["$D^*$", "$$V$$"])
    #expect(all(.citation) == ["{{w1.lesson}}"])
    #expect(all(.target) == ["../a.md#b", "c.svg", "https://example.org/1.5"])
  }
}

@Suite("A decimal in a sentence is a citation")
struct BareDecimalTests {
  private func decimals(in prose: String) throws -> [String] {
    let source = "/*:\n" + prose.split(separator: "\n").map { " \($0)\n" }.joined() + " */\n"
    return try Chapter(source: source, path: "C.swift").bareDecimals().map {
      "\($0.line): \($0.message.prefix { $0 != " " })"
    }
  }

  @Test(
    "typed into a sentence, a table, a list or a picture's words, it is warned of with its line",
    arguments: [
      ("It ends\nat 0.38 or so.", ["3: 0.38"]),
      ("| a | 0.38 |\n|---|---|\n| −1.5 | 2 |", ["2: 0.38", "4: 1.5"]),
      ("- It ends at 12.5 %, not at 3.25.", ["2: 12.5", "2: 3.25"]),
      ("![A curve that ends at 0.38](a.svg)", ["2: 0.38"]),
      ("**0.38** and [0.39](a.md)", ["2: 0.38", "2: 0.39"]),
    ])
  func found(prose: String, expected: [String]) throws {
    #expect(try decimals(in: prose) == expected)
  }

  @Test(
    "settings, formulas, citations, headings, targets and fences are none",
    arguments: [
      "At a rate of `0.001`.", "It is $\\log 4 \\approx 1.386$.", "$$a = 0.5\n+b$$",
      "W1 is {{w1.2d.lesson.0.5}}.", "## Smoothing by 0.25", "[here](v1.5/a.svg)",
      "https://example.org/1701.07875", "```sh\nswift run toy-gan --rate 0.5\n```",
      "784 numbers, 10 of 10, 1. and 2.",
    ])
  func none(prose: String) throws {
    #expect(try decimals(in: prose) == [])
  }

  @Test("code is not looked at")
  func code() throws {
    #expect(try Chapter(source: "let a = 0.5\n", path: "C.swift").bareDecimals() == [])
  }
}
