import Testing

@testable import Weaving

@Suite("What stands beside what")
struct RowTests {
  /// `h` a heading, `w` a paragraph, `l` an item of a list, `p` a picture, `t` a table, `c` code.
  private func rows(of letters: String) -> [String] {
    let blocks = letters.enumerated().map { index, letter in
      let kind: Block.Kind =
        switch letter {
        case "h": .heading
        case "p": .picture
        case "t": .table
        case "c": .code
        default: .words
        }
      return Block(kind: kind, text: "\(letter == "l" ? "- " : "")\(index)", line: 1)
    }
    func digits(_ blocks: [Block]) -> String { blocks.map { $0.text.filter(\.isNumber) }.joined() }
    return Weaving.rows(of: blocks).map { row in
      "\(row.heading.map { digits([$0]) + " " } ?? "")\(digits(row.before))|\(digits(row.shown))|"
        + digits(row.after)
    }
  }

  @Test(
    "each piece of code stands beside all prose since the one before",
    arguments: [
      ("hwwcwc", ["0 12|3|", "4|5|"]), ("wcwwwc", ["0|1|", "234|5|"]), ("hwcc", ["0 1|23|"]),
    ])
  func code(blocks: String, expected: [String]) { #expect(rows(of: blocks) == expected) }

  @Test(
    "a picture stands between the paragraph that leads to it and those that say what is to be seen",
    arguments: [
      ("hwpwwpw", ["0 1|2|3", "4|5|6"]), ("hwpwp", ["0 1|2|", "3|4|"]),
      ("hwptw", ["0 1|23|4"]), ("hwpwc", ["0 1|2|", "3|4|"]), ("hwpwwc", ["0 1|2|3", "4|5|"]),
      ("hwpwwllt", ["0 1|2|3", "456|7|"]), ("hwcwwp", ["0 1|2|", "34|5|"]),
    ])
  func pictures(blocks: String, expected: [String]) { #expect(rows(of: blocks) == expected) }

  @Test("a heading begins a row, and words alone are one")
  func headings() {
    #expect(rows(of: "hwwhwpwhw") == ["0 12||", "3 4|5|6", "7 8||"])
    #expect(rows(of: "hhw") == ["0 ||", "1 2||"])
  }
}
