/// A piece of a block: words, or what stands between them.
struct Piece: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case words
    /// With its backquotes.
    case code
    /// With its dollars.
    case mathematics
    /// With its braces.
    case citation
    /// Where a link or a picture points.
    case target
  }

  let kind: Kind
  let text: Substring
}

extension Block {
  /// The block taken apart. The pieces, laid end to end, are its text.
  ///
  /// - Throws: ``WeavingError`` if a citation or a formula of its own ($$) is not closed, and if a line
  ///   of a formula looks like an item of a list: converters and git hosts then show it as one.
  func pieces(path: String) throws(WeavingError) -> [Piece] {
    if kind == .fence || kind == .code { return [Piece(kind: .code, text: text[...])] }
    var pieces: [Piece] = []
    var (words, here) = (text.startIndex, text.startIndex)

    func take(_ kind: Piece.Kind, upTo end: String.Index) {
      if words < here { pieces.append(Piece(kind: .words, text: text[words..<here])) }
      if here < end { pieces.append(Piece(kind: kind, text: text[here..<end])) }
      (words, here) = (end, end)
    }
    func error(_ message: String, at place: String.Index) -> WeavingError {
      WeavingError(path: path, line: line(of: place), message: message)
    }
    func checkFormula(upTo end: String.Index) throws(WeavingError) {
      guard let list = text[here..<end].firstMatch(of: /\n *([-+*>#]|[0-9]+[.)])\s/) else { return }
      let sign = list.output.1
      throw error(
        "a line of a formula begins with \(sign), and Markdown would see no formula; "
          + "end the line before with it", at: sign.startIndex)
    }

    while here < text.endIndex {
      let rest = text[here...]
      switch rest.first {
      case "\\":
        here = text.index(here, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
      case "`":
        let marks = rest.prefix { $0 == "`" }
        if let end = end(ofCode: marks, in: rest) {
          take(.code, upTo: end)
        } else {
          here = marks.endIndex
        }
      case "$" where rest.hasPrefix("$$"):
        guard let close = rest.dropFirst(2).firstRange(of: "$$") else {
          throw error("a formula ($$) is not closed", at: here)
        }
        try checkFormula(upTo: close.upperBound)
        take(.mathematics, upTo: close.upperBound)
      case "$":
        if let end = end(ofMathematics: rest) {
          try checkFormula(upTo: end)
          take(.mathematics, upTo: end)
        } else {
          here = text.index(after: here)
        }
      case "{" where rest.hasPrefix("{{"):
        guard let close = rest.firstRange(of: "}}") else {
          throw error("a citation ({{) is not closed", at: here)
        }
        take(.citation, upTo: close.upperBound)
      case "]" where rest.hasPrefix("]("):
        here = text.index(here, offsetBy: 2)
        take(.target, upTo: text[here...].firstIndex { $0 == ")" || $0 == " " } ?? text.endIndex)
      case "h" where rest.hasPrefix("https://"):
        take(
          .target, upTo: rest.firstIndex { $0.isWhitespace || ")>".contains($0) } ?? text.endIndex)
      default:
        here = text.index(after: here)
      }
    }
    take(.words, upTo: text.endIndex)
    return pieces
  }

  /// The line of the source on which a place in the text stands.
  func line(of place: String.Index) -> Int { line + text[..<place].count { $0 == "\n" } }
}

/// The end of the code that begins with `marks`: as many backquotes, no more and no fewer.
private func end(ofCode marks: Substring, in text: Substring) -> String.Index? {
  var rest = text[marks.endIndex...]
  while let first = rest.firstIndex(of: "`") {
    let close = rest[first...].prefix { $0 == "`" }
    if close.count == marks.count { return close.endIndex }
    rest = rest[close.endIndex...]
  }
  return nil
}

/// The end of a formula that begins with one dollar: it hugs what is between the dollars, and no
/// digit follows, so that sums of money are none.
private func end(ofMathematics text: Substring) -> String.Index? {
  guard let second = text.dropFirst().first, !second.isWhitespace else { return nil }
  var before: Character = "$"
  for index in text.indices.dropFirst() {
    if text[index] == "$", before != "\\", !before.isWhitespace {
      let end = text.index(after: index)
      return end < text.endIndex && text[end].isNumber ? nil : end
    }
    before = text[index]
  }
  return nil
}
