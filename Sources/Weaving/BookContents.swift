/// The book's first page as Markdown: what it is, each chapter with its picture, and the other pages.
///
/// - Parameters:
///   - front: the workbook's own page, of which the title and the first words are taken.
///   - chapters, others: the pages with their places in the book, in the order of reading.
public func bookContents(
  front: BookPage, chapters: [(page: BookPage, name: String)],
  others: [(page: BookPage, name: String)]
) -> String {
  var parts = ["# \(front.title)", front.sentence ?? ""]
  for (page, name) in chapters {
    parts += ["<div class=\"card\">"]
    if let picture = page.picture { parts.append("[\(picture)](\(name))") }
    parts += ["## [\(page.title)](\(name))", page.sentence ?? "", "</div>"]
  }
  parts += ["## Beside the chapters"]
  parts += others.map { "- [\($0.page.title)](\($0.name))" }
  return parts.joined(separator: "\n\n") + "\n"
}
