extension Chapter {
  /// The chapter as Markdown that a git host renders: prose, and code in fenced blocks.
  ///
  /// - Parameter value: what stands for a citation `{{name}}`; `nil` if nothing was recorded under
  ///   that name.
  /// - Throws: ``WeavingError`` for an unknown citation, and for one, a formula ($$) or a fence (```)
  ///   that is not closed.
  public func markdown(value: (_ name: String) -> String?) throws(WeavingError) -> String {
    var pages: [String] = []
    for part in parts {
      switch part {
      case .code(let code, _): pages.append("```swift\n\(code)\n```")
      case .prose(let prose, let line):
        for block in try blocks(of: prose, line: line, path: path) {
          _ = try block.pieces(path: path)
        }
        pages.append(try cited(prose, line: line, value: value))
      }
    }
    return pages.joined(separator: "\n\n") + "\n"
  }

  /// Prose with what was recorded in the place of its citations.
  func cited(
    _ prose: String, line: Int, value: (String) -> String?
  ) throws(WeavingError) -> String {
    var result = ""
    var rest = prose[...]
    while let open = rest.firstRange(of: "{{") {
      result += rest[..<open.lowerBound]
      let here = line + prose[..<open.lowerBound].count { $0 == "\n" }
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw WeavingError(path: path, line: here, message: "a citation ({{) is not closed")
      }
      let name = String(rest[open.upperBound..<close.lowerBound])
      guard let found = value(name) else {
        throw WeavingError(
          path: path, line: here, message: "no value is recorded under {{\(name)}}")
      }
      result += found
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
