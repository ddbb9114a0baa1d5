import Testing
import Weaving

@Suite("The book's pages")
struct BookTests {
  private let source = """
    /*:
     # Title

     See [the notation](../NOTATION.md#x) and `[a](b)`: {{w1}}.

     ![A curve](a.svg)
     */
    import Tensors
    """

  private func page() throws -> BookPage {
    try BookPage(
      chapter: [("C/One.swift", source)], value: { _ in "0.08" },
      link: { "to/\($0)" }, place: { "\($0).html#L-\($1)" })
  }

  @Test("a chapter in rows: links lead into the book, pictures to their files, code to its line")
  func chapter() throws {
    #expect(
      try page().markdown == """
        # Title

        <div class="row">

        <div class="before">

        See [the notation](to/../NOTATION.md#x) and `[a](b)`: 0.08.

        </div>

        <div class="shown">

        [![A curve](to/a.svg)](to/a.svg)

        <p class="source"><a href="C/One.swift.html#L-8">One.swift, line 8</a></p>

        ```swift
        import Tensors
        ```

        </div>

        </div>

        """)
  }

  @Test("the contents show each chapter's title, picture and first words")
  func contents() throws {
    let front = try BookPage(markdown: "# Book\n\nIt runs.\n\nMore.", path: "README.md") { $0 }
    let contents = bookContents(
      front: front, chapters: [(try page(), "one.html")], others: [(front, "two.html")])
    #expect(contents.hasPrefix("# Book\n\nIt runs.\n\n<div class=\"card\">"))
    #expect(
      contents.contains("[![A curve](to/a.svg)](one.html)\n\n## [Title](one.html)\n\nSee [the"))
    #expect(contents.contains("- [Book](two.html)"))
    #expect(!contents.contains("More."))
  }

  @Test("the frame names the page, its sections and its neighbours")
  func frame() {
    let body = "<h1 id=\"t\">A <em>b</em>\nc</h1>\n<h2 id=\"one\">One</h2>\n<h2 id=\"two\">Two</h2>"
    let page = framed(body, root: "../", kind: "chapter", next: ("n.html", "N"))
    #expect(page.contains("<title>A b c</title>"))
    #expect(page.contains("href=\"../book.css\"") && page.contains("href=\"../index.html\""))
    #expect(page.contains("<li><a href=\"#one\">One</a></li>\n<li><a href=\"#two\">Two</a></li>"))
    #expect(page.contains("<a rel=\"next\" href=\"n.html\">N →</a>"))
    #expect(!page.contains("rel=\"prev\""))
    #expect(!framed("<h2 id=\"one\">One</h2>", root: "", kind: "text").contains("On this page"))
  }
}

@Suite("No link in the book leads nowhere")
struct BrokenLinkTests {
  @Test(
    "a page, a file, an anchor here or on another page",
    arguments: [
      ("href=\"b/two.html\"", true), ("href=\"b/gone.html\"", false), ("src=\"p.svg\"", true),
      ("src=\"b/p.svg\"", false), ("href=\"#here\"", true), ("href=\"#gone\"", false),
      ("href=\"b/two.html#there\"", true), ("href=\"b/two.html#gone\"", false),
      ("href=\"https://example.org/gone\"", true), ("href=\"b/../p.svg\"", true),
      ("href=\"../p.svg\"", false),
    ])
  func links(attribute: String, isThere: Bool) {
    let pages = [
      "one.html": "<h2 id=\"here\"></h2><a \(attribute)>", "b/two.html": "<p id=\"there\">",
    ]
    let target = attribute.split(separator: "\"")[1]
    #expect(brokenLinks(in: pages, files: ["p.svg"]) == (isThere ? [] : ["one.html: \(target)"]))
  }

  @Test(
    "a path is relative to the page's folder",
    arguments: [
      ("c.svg", "a/b.md", "a/c.svg"), ("../../c.svg", "a/b/d.md", "c.svg"),
      ("./c.svg", "d.md", "c.svg"), ("../c.svg", "d.md", "../c.svg"),
    ])
  func paths(target: String, page: String, expected: String) {
    #expect(resolved(target, from: page) == expected)
  }
}
