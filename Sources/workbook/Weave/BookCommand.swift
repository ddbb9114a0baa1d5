import ArgumentParser
import Foundation
import Runs
import Weaving

/// Makes the book: all chapters in HTML, which a browser opens without a network.
struct BookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "Make the HTML book of all chapters: prose beside its code.",
    discussion: "It needs pandoc, which `make book` installs where it may.")

  @Option(help: "The folder to write to; made if missing.")
  var out = "Book"

  func run() throws {
    let book: Book
    do { book = try Book() } catch let error as WeavingError {
      throw RunFailure(.badData, "\(error)")
    }
    let pages = try html(of: book)
    let moved = book.sliders.values.flatMap(\.files)
    let broken = brokenLinks(
      in: pages, files: book.pictures.union(moved.map(\.path)).union(["book.css"]))
    if !broken.isEmpty {
      throw RunFailure(.software, "links that lead nowhere:\n\(broken.joined(separator: "\n"))")
    }
    let lost = book.sliders.values.filter { slider in
      !pages.values.contains { $0.contains(slider.html) }
    }
    if !lost.isEmpty {
      throw RunFailure(
        .software,
        "no page has the sliders behind \(lost.map(\.picture).sorted().joined(separator: ", "))")
    }
    try write(Data((bookStyle + BookSlider.style).utf8), "book.css")
    for (name, svg) in moved { try write(Data(svg.utf8), name) }
    for (name, page) in pages { try write(Data(page.utf8), name) }
    for picture in book.pictures {
      try write(try Data(contentsOf: URL(fileURLWithPath: picture)), picture)
    }
    print("\(out)/index.html")
  }

  /// The pages by their places in the book.
  private func html(of book: Book) throws -> [String: String] {
    let pages = book.chapters + book.texts
    let sources = book.sources.sorted()
    let contents = bookContents(
      front: book.front, chapters: book.chapters.map { ($0.content, $0.name) },
      others: book.texts.map { ($0.content, $0.name) })
    let listings = try sources.map {
      listing(of: try text(at: $0), isSwift: $0.hasSuffix(".swift"))
    }
    var bodies = try Pandoc.html(
      of: pages.map { ($0.path, $0.content.markdown) } + [
        ("the contents", contents), ("the sources", listings.joined(separator: Self.boundary)),
      ])
    let sourceBodies = bodies.removeLast().split(separator: Self.boundary)

    var html: [String: String] = [:]
    // The contents come first in the order of reading.
    let order =
      [(name: "index.html", kind: "contents", body: bodies.removeLast())]
      + zip(pages, bodies).map { (name: $0.name, kind: $0.kind, body: $1) }
    for (index, page) in order.enumerated() {
      func way(to other: Int) -> (href: String, title: String)? {
        guard order.indices.contains(other) else { return nil }
        return (order[other].name, other == 0 ? "Contents" : title(of: order[other].body) ?? "")
      }
      var body = page.body
      for slider in book.sliders.values {
        body.replace(BookSlider.slot(slider.name), with: slider.html)
      }
      html[page.name] = framed(
        body, root: "", kind: page.kind, previous: way(to: index - 1), next: way(to: index + 1),
        script: body == page.body ? "" : Film.script)
    }
    for (path, body) in zip(sources, sourceBodies) {
      let depth = path.split(separator: "/").count
      html["sources/\(path).html"] = framed(
        "<h1>\(path)</h1>\n\(body)", root: String(repeating: "../", count: depth), kind: "listing")
    }
    return html
  }

  /// What stands between two sources in the one document that they are converted in.
  private static let boundary = "\n<!-- next source -->\n"

  /// A source in Markdown, each of its lines with an anchor: `L-1`, `L-2`, ….
  private func listing(of text: String, isSwift: Bool) -> String {
    // Behind a last line without an end the fence would be part of it, and the next source of this one.
    let end = text.hasSuffix("\n") ? "" : "\n"
    return "\n~~~~~~~~{#L .\(isSwift ? "swift" : "text") .numberLines}\n\(text)\(end)~~~~~~~~\n"
  }

  private func write(_ data: Data, _ name: String) throws {
    let file = URL(fileURLWithPath: out, isDirectory: true).appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file, options: .atomic)
    } catch {
      throw RunFailure(.cannotWrite, "--out \(out): \(RunFailure.reason(of: error))")
    }
  }
}
