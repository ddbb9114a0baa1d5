/// What stands round a page of the book: its title, the way to the pages before and after it, and
/// a list of its sections.
///
/// - Parameters:
///   - body: the page in HTML, with a heading `<h1>` and `<h2 id="…">`s. Punctuation behind a formula is
///     tied to it: a browser would begin a line with it.
///   - root: the way from the page to the book's folder: empty, or `../../`.
///   - kind: `chapter`, `text`, `contents` or `listing`: the class of the page.
///   - script: runs at the end of the page; nothing of it may be needed to read the page.
///   - previous, next: the pages before and after it: where, and their titles in HTML.
public func framed(
  _ body: String, root: String, kind: String, previous: (href: String, title: String)? = nil,
  next: (href: String, title: String)? = nil, script: String = ""
) -> String {
  func way(_ page: (href: String, title: String)?, _ rel: String, _ arrow: (String) -> String)
    -> String
  {
    guard let page else { return "<span></span>" }
    return "<a rel=\"\(rel)\" href=\"\(page.href)\">\(arrow(page.title))</a>"
  }
  let tied = body.replacing(/<\/math>([.,;:)?!])/) { "</math>&#8288;\($0.output.1)" }
  let sections = sections(of: body)
  let list =
    sections.count < 2
    ? ""
    : """
    <details class="sections">
    <summary>On this page</summary>
    <ul>
    \(sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }.joined(separator: "\n"))
    </ul>
    </details>

    """
  return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(plain(title(of: body) ?? ""))</title>
    <link rel="stylesheet" href="\(root)book.css">
    </head>
    <body class="\(kind)">
    <nav class="top">
    <a rel="contents" href="\(root)index.html">Contents</a>
    \(list)\(way(previous, "prev") { _ in "← Previous" })
    \(way(next, "next") { _ in "Next →" })
    </nav>
    <main>
    \(tied)
    </main>
    <nav class="bottom">
    \(way(previous, "prev") { "← \($0)" })
    \(way(next, "next") { "\($0) →" })
    </nav>
    \(script.isEmpty ? "" : "<script>\n\(script)</script>\n")</body>
    </html>

    """
}

/// What stands in the first `<h1>`, in HTML.
public func title(of html: String) -> String? {
  html.firstMatch(of: /<h1[^>]*>((?s).*?)<\/h1>/).map { String($0.output.1) }
}

private func sections(of html: String) -> [(id: String, title: String)] {
  html.matches(of: /<h2[^>]* id="([^"]*)"[^>]*>((?s).*?)<\/h2>/).map {
    (id: String($0.output.1), title: String($0.output.2))
  }
}

/// HTML without its tags, on one line.
private func plain(_ html: String) -> String {
  html.replacing(/<[^>]*>/, with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
