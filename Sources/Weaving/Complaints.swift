extension Chapter {
  /// Decimals that are typed into prose, each with its place.
  ///
  /// A decimal in a sentence reads as a result, and a result is a citation. What is not one stands as
  /// what it is: a setting as code (`0.001`), a value that follows from a formula as mathematics
  /// ($0.693$). Headings and the targets of links are not looked at, nor whole numbers: most of them
  /// count something in the sentence itself.
  ///
  /// - Throws: ``WeavingError`` if something in the prose is not closed.
  public func bareDecimals() throws(WeavingError) -> [WeavingError] {
    var found: [WeavingError] = []
    for block in try proseBlocks() where block.kind != .heading {
      for piece in try block.pieces(path: path) where piece.kind == .words {
        for decimal in piece.text.matches(of: /[0-9]+\.[0-9]+/) {
          found.append(
            WeavingError(
              path: path, line: block.line(of: decimal.range.lowerBound),
              message:
                "\(decimal.output) is typed into a sentence: cite a recorded value, or write "
                + "a setting as code and a formula's value as mathematics"))
        }
      }
    }
    return found
  }

  /// - Parameter isThere: whether there is a file at a link's target, which is relative to the page.
  /// - Throws: ``WeavingError`` for the first figure or link whose file is missing.
  public func checkLinks(isThere: (_ target: String) -> Bool) throws(WeavingError) {
    for block in try proseBlocks() {
      for piece in try block.pieces(path: path) where piece.kind == .target {
        let file = String(piece.text.prefix { $0 != "#" })
        if isExternal(piece.text) || file.isEmpty || isThere(file) { continue }
        throw WeavingError(
          path: path, line: block.line(of: piece.text.startIndex), message: "there is no \(file)")
      }
    }
  }

  private func proseBlocks() throws(WeavingError) -> [Block] {
    var found: [Block] = []
    for case .prose(let prose, let line) in parts {
      found += try blocks(of: prose, line: line, path: path)
    }
    return found
  }
}

/// Whether a link leads out of the workbook.
func isExternal(_ target: some StringProtocol) -> Bool { target.contains(":") }
