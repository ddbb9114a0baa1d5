import Testing

@testable import Classroom

@Suite("The learner's screen")
struct ScreenTests {
  static let prose = """
    One paragraph, whose lines end
    where its author's window ended.

    Another.
    """

  @Test(
    "prose fills the terminal, whatever its width, and no word is lost", arguments: [20, 33, 80])
  func paragraphs(width: Int) {
    let screen = Screen(width: width)
    let shown = screen.lines(screen.paragraphs(Self.prose))
    let lines = shown.components(separatedBy: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(
      shown.split(whereSeparator: \.isWhitespace)
        == Self.prose.split(whereSeparator: \.isWhitespace))
    // No line could have taken the first word of the next.
    for (line, next) in zip(lines, lines.dropFirst()) where !line.isEmpty && !next.isEmpty {
      #expect(line.count + 1 + next.prefix { $0 != " " }.count > width)
    }
  }

  @Test("a line that is broken goes on below its first word; a word is never broken")
  func indented() {
    #expect(
      Screen(width: 20).lines("  expected one two three four") == "  expected one two\n  three four"
    )
    #expect(
      Screen(width: 20).lines("a\nWork/1.1-discriminator-loss.swift b")
        == "a\nWork/1.1-discriminator-loss.swift\nb")
  }

  @Test("what goes into a file or a pipe stays as it is")
  func pipe() {
    let screen = Screen(width: nil)
    #expect(screen.lines(screen.paragraphs(Self.prose)) == Self.prose)
  }
}
