import Foundation
import Runs
import Weaving

/// The book's pages and what they show, while it is being made.
struct Book {
  /// The pages that are Markdown already, in the order of reading. One that is not there is left out.
  static let texts = [
    "NOTATION.md", "CLAIMS.md", "SPEED.md", "WEIGHTS.md", "TEACHING.md", "CONTRIBUTING.md",
  ]

  struct Page {
    /// The Markdown file in the workbook, and the page in the book.
    let path: String
    let name: String
    let kind: String
    let content: BookPage
  }

  private(set) var chapters: [Page] = []
  private(set) var texts: [Page] = []
  /// The workbook's own page, whose beginning the contents show.
  private(set) var front: BookPage!
  /// Files of the workbook that the pages show or lead to.
  private(set) var pictures: Set<String> = []
  private(set) var sources: Set<String> = []
  /// What a reader can move, by the picture behind which it stands.
  private(set) var sliders: [String: BookSlider] = [:]
  private var missing: [String] = []
  /// The pages in the book, by their Markdown files.
  private let names: [String: String]

  init() throws {
    let there = Book.texts.filter { FileManager.default.fileExists(atPath: $0) }
    var names = ["README.md": "index.html"]
    let all = try WorkbookChapter.all()
    for chapter in all { names[chapter.pagePath] = "\(chapter.folder).html" }
    for path in there { names[path] = path.lowercased().replacing(".md", with: ".html") }
    self.names = names
    if let chapter = all.first(where: { $0.command == "label-smoothing" }) {
      for slider in BookSlider.all(chapter4: try Record(believed: chapter)) {
        sliders[slider.picture] = slider
      }
    }

    for chapter in all {
      let path = chapter.pagePath
      chapters.append(
        Page(
          path: path, name: names[path]!, kind: "chapter",
          content: try BookPage(
            chapter: chapter.sourceTexts(), value: chapter.citations(),
            link: { place(of: $0, on: path) }, place: { source($0, line: $1) },
            following: { [sliders] in sliders[$0].map { BookSlider.slot($0.name) } })))
    }
    for path in there {
      texts.append(
        Page(path: path, name: names[path]!, kind: "text", content: try markdown(path)))
    }
    front = try markdown("README.md")
    if let first = missing.first { throw RunFailure(.inputNotFound, first) }
  }

  private mutating func markdown(_ path: String) throws -> BookPage {
    try BookPage(markdown: text(at: path), path: path, link: { place(of: $0, on: path) })
  }

  /// The place in the book of a link's target on the page that is made from the file at `path`.
  private mutating func place(of target: String, on path: String) -> String {
    let ends = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard !ends[0].isEmpty else { return target }
    let file = resolved(String(ends[0]), from: path)
    let anchor = ends.count == 2 ? "#\(ends[1])" : ""
    if let name = names[file] { return name + anchor }
    if [".svg", ".png", ".jpg"].contains(where: file.hasSuffix) {
      pictures.insert(file)
      return file
    }
    var isFolder: ObjCBool = false
    if !FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) || isFolder.boolValue {
      missing.append("\(path): there is no file \(target)")
    }
    sources.insert(file)
    return "sources/\(file).html\(anchor)"
  }

  private mutating func source(_ path: String, line: Int) -> String {
    sources.insert(path)
    return "sources/\(path).html#L-\(line)"
  }
}
