import Foundation
import Testing

@testable import Charts

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG document as a reader's program sees it: parsed as XML, with its texts and paths.
struct Picture {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
    var ancestors: [String]

    var classes: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }
  }

  let elements: [Element]

  /// Fails where the text is not well-formed XML.
  init(_ svg: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    try #require(
      parser.parse(), "not well-formed: \(String(describing: parser.parserError))",
      sourceLocation: sourceLocation)
    elements = reader.finished
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
  func all(class name: String) -> [Element] { elements.filter { $0.classes.contains(name) } }
  func text(_ name: String) -> String? { all(name).first?.text }

  /// Every text with the space that it takes at most.
  var labels: [(text: String, box: Box)] {
    all("text").compactMap { element in
      guard let x = Double(element.attributes["x"] ?? ""),
        let y = Double(element.attributes["y"] ?? ""),
        let style = TextStyle.allCases.first(where: { element.classes.contains($0.rawValue) })
      else { return nil }
      let anchor: Label.Anchor =
        element.classes.contains("m") ? .middle : element.classes.contains("e") ? .end : .start
      return (
        element.text, Label(text: element.text, style: style, anchor: anchor, x: x, y: y).box
      )
    }
  }

  var size: Box {
    let root = elements.first { $0.name == "svg" }?.attributes ?? [:]
    return Box(
      x: 0, y: 0, width: Double(root["width"] ?? "") ?? 0, height: Double(root["height"] ?? "") ?? 0
    )
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var finished: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      finished.append(
        Element(name: name, attributes: attributes, ancestors: open.map { finished[$0].name }))
      open.append(finished.count - 1)
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if let last = open.last { finished[last].text += text }
    }
  }
}

/// The corners of a path's strokes in absolute pixels; `nil` if SVG could not read it.
func corners(ofPath data: String) -> [[Point]]? {
  var strokes: [[Point]] = []
  var at = Point(x: 0, y: 0)
  for match in data.matches(of: /([A-Za-z])([^A-Za-z]*)/) {
    let numbers = match.2.matches(of: /-?(\d+(\.\d+)?|\.\d+)/).map { Double($0.0) ?? .nan }
    let leftOver = match.2.replacing(/-?(\d+(\.\d+)?|\.\d+)/, with: "")
    guard leftOver.allSatisfy({ $0 == " " }), numbers.allSatisfy(\.isFinite) else { return nil }
    func go(_ x: Double, _ y: Double) {
      at = Point(x: x, y: y)
      strokes[strokes.count - 1].append(at)
    }
    if match.1 != "M", strokes.isEmpty { return nil }
    switch match.1 {
    case "M":
      guard numbers.count == 2 else { return nil }
      strokes.append([])
      go(numbers[0], numbers[1])
    case "l":
      guard !numbers.isEmpty, numbers.count.isMultiple(of: 2) else { return nil }
      for index in stride(from: 0, to: numbers.count, by: 2) {
        go(at.x + numbers[index], at.y + numbers[index + 1])
      }
    case "h" where numbers.count == 1: go(at.x + numbers[0], at.y)
    case "v" where numbers.count == 1: go(at.x, at.y + numbers[0])
    case "H" where numbers.count == 1: go(numbers[0], at.y)
    case "z" where numbers.isEmpty: at = strokes[strokes.count - 1][0]
    default: return nil
    }
  }
  return strokes
}

/// What must hold for any chart at all.
func expectSound(_ svg: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let picture = try Picture(svg, sourceLocation: sourceLocation)
  #expect(picture.all("title").count == 1, sourceLocation: sourceLocation)
  #expect(picture.text("desc")?.isEmpty == false, sourceLocation: sourceLocation)
  for path in picture.all("path") {
    let data = path.attributes["d"] ?? ""
    let strokes = corners(ofPath: data)
    #expect(strokes != nil, "unreadable: \(data.prefix(80))", sourceLocation: sourceLocation)
    let farthest = (strokes ?? []).joined().map { max(abs($0.x), abs($0.y)) }.max() ?? 0
    #expect(farthest <= 20_000.1, sourceLocation: sourceLocation)
  }
  for element in picture.elements {
    for name in ["x", "y", "width", "height"] {
      guard let value = element.attributes[name] else { continue }
      #expect(
        value.wholeMatch(of: /-?(\d+(\.\d)?|\.\d)/) != nil, "\(element.name) \(name)=\(value)",
        sourceLocation: sourceLocation)
    }
  }
  let description = (picture.text("desc") ?? "").lowercased()
  #expect(!description.contains(/\b(nan|inf)\b/), sourceLocation: sourceLocation)
  let labels = picture.labels
  #expect(labels.count == picture.all("text").count, sourceLocation: sourceLocation)
  for (index, label) in labels.enumerated() {
    #expect(
      picture.size.contains(label.box), "\"\(label.text)\" leaves the picture: \(label.box)",
      sourceLocation: sourceLocation)
    for other in labels[(index + 1)...] {
      #expect(
        !label.box.overlaps(other.box), "\"\(label.text)\" on \"\(other.text)\"",
        sourceLocation: sourceLocation)
    }
  }
}
