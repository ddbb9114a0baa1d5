/// A page of the book as Markdown, with the frame of its rows in HTML: what the converter gets.
public struct BookPage: Sendable {
  public let markdown: String
  /// The first heading, the first picture and the first paragraph, for the contents.
  public let title: String
  public let picture: String?
  public let sentence: String?

  /// A chapter: its prose beside its code.
  ///
  /// - Parameters:
  ///   - sources: each file's path and its text, in the order of reading.
  ///   - value: what stands for a citation; see ``Chapter/markdown(value:)``.
  ///   - link: where in the book a target leads that is relative to the chapter's page.
  ///   - place: where in the book a line of a source stands.
  ///   - following: what stands behind a picture, as HTML on one line, by the target that `link` gave it.
  public init(
    chapter sources: [(path: String, text: String)], value: (_ name: String) -> String?,
    link: (_ target: String) -> String, place: (_ path: String, _ line: Int) -> String,
    following: (_ picture: String) -> String? = { _ in nil }
  ) throws(WeavingError) {
    var all: [Block] = []
    for source in sources {
      let chapter = try Chapter(source: source.text, path: source.path)
      for part in chapter.parts {
        switch part {
        case .prose(let prose, let line):
          let cited = try chapter.cited(prose, line: line, value: value)
          for block in try blocks(of: cited, line: line, path: source.path) {
            let linked = try block.linked(path: source.path, link)
            all.append(linked)
            if let html = linked.pictureTarget.flatMap(following) {
              all.append(Block(kind: .picture, text: html, line: block.line))
            }
          }
        case .code(let code, let line):
          let name = source.path.split(separator: "/").last ?? ""
          let note = """
            <p class="source"><a href="\(place(source.path, line))">\(name), line \(line)</a></p>
            """
          all.append(Block(kind: .code, text: "\(note)\n\n```swift\n\(code)\n```", line: line))
        }
      }
    }
    self.init(all, isInColumns: true)
  }

  /// A page that is Markdown already, in one column.
  ///
  /// - Parameter path: its name for error messages.
  public init(
    markdown: String, path: String, link: (_ target: String) -> String
  ) throws(WeavingError) {
    var all: [Block] = []
    for block in try blocks(of: markdown, line: 1, path: path) {
      all.append(try block.linked(path: path, link))
    }
    self.init(all, isInColumns: false)
  }

  private init(_ blocks: [Block], isInColumns: Bool) {
    let rows = isInColumns ? rows(of: blocks) : blocks.map { Row(before: [$0]) }
    markdown = rows.map { $0.markdown(isInColumns: isInColumns) }.joined(separator: "\n\n") + "\n"
    title = String(blocks.first { $0.kind == .heading }?.text.drop { "# ".contains($0) } ?? "")
    picture = blocks.first { $0.kind == .picture }?.text
      .firstMatch(of: /!\[[^\]]*\]\([^)]*\)/).map { String($0.output) }
    sentence = blocks.first { $0.kind == .words }?.text
  }
}

extension Block {
  /// The block with its links leading to the book's pages, and each picture a link to its file: on a
  /// telephone it is too small to read.
  fileprivate func linked(
    path: String, _ link: (String) -> String
  ) throws(WeavingError) -> Block {
    var text = ""
    for piece in try pieces(path: path) {
      let isInside = piece.kind == .target && !isExternal(piece.text)
      text += isInside ? link(String(piece.text)) : String(piece.text)
    }
    if kind == .picture {
      text.replace(/!\[[^\]]*\]\(([^)]*)\)/) { "[\($0.output.0)](\($0.output.1))" }
    }
    return Block(kind: kind, text: text, line: line)
  }

  /// Where the file of its first picture lies; nil of what is no picture.
  fileprivate var pictureTarget: String? {
    guard kind == .picture else { return nil }
    return text.firstMatch(of: /!\[[^\]]*\]\(([^)]*)\)/).map { String($0.output.1) }
  }

  /// A table may be wider than its column, and is moved to and fro in a frame of its own.
  fileprivate var framed: String {
    kind == .table ? "<div class=\"table\">\n\n\(text)\n\n</div>" : text
  }
}

extension Row {
  fileprivate func markdown(isInColumns: Bool) -> String {
    func cell(_ name: String, _ blocks: [Block]) -> [String] {
      blocks.isEmpty ? [] : ["<div class=\"\(name)\">"] + blocks.map(\.framed) + ["</div>"]
    }
    guard isInColumns else { return before.map(\.framed).joined(separator: "\n\n") }
    let cells = cell("before", before) + cell("shown", shown) + cell("after", after)
    var lines = heading.map { [$0.text] } ?? []
    if !cells.isEmpty {
      lines += ["<div class=\"row\(shown.isEmpty ? " alone" : "")\">"] + cells + ["</div>"]
    }
    return lines.joined(separator: "\n\n")
  }
}
