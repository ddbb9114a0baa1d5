/// A block of a page: a paragraph, a picture, a piece of code, ….
struct Block: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case heading
    /// A paragraph, or an item of a list.
    case words
    /// A paragraph of pictures and nothing else.
    case picture
    case table
    /// Code that stands in the prose, such as a command to type.
    case fence
    /// Code of the chapter.
    case code
  }

  let kind: Kind
  let text: String
  /// Its first line in the source.
  let line: Int

  /// Whether it goes on with the block before: an item of a list, what stands in one, a formula.
  var continues: Bool {
    text.hasPrefix(" ") || text.hasPrefix("$$") || text.prefixMatch(of: /([-*]|[0-9]+\.)\s/) != nil
  }
}

/// Markdown as blocks, in order.
///
/// - Parameters:
///   - line: the line of the source on which the Markdown begins.
///   - path: the source's name for error messages.
/// - Throws: ``WeavingError`` if a fence is not closed.
func blocks(of markdown: String, line: Int, path: String) throws(WeavingError) -> [Block] {
  var blocks: [Block] = []
  var text: [Substring] = []
  var start = line
  /// The fence that is open: the characters that begin it.
  var fence: Substring?

  func finish() {
    if let first = text.first {
      blocks.append(
        Block(
          kind: kind(first, text.joined(separator: "\n")), text: text.joined(separator: "\n"),
          line: start))
    }
    text = []
  }

  let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
  for (number, next) in zip(line..., lines) {
    let trimmed = next.drop { $0 == " " }
    let marks = trimmed.prefix { $0 == trimmed.first && ($0 == "`" || $0 == "~") }
    if let open = fence {
      text.append(next)
      if marks.first == open.first, marks.count >= open.count,
        trimmed.dropFirst(marks.count).allSatisfy(\.isWhitespace)
      {
        finish()
        fence = nil
      }
      continue
    }
    if marks.count >= 3 {
      finish()
      (fence, start, text) = (marks, number, [next])
    } else if trimmed.allSatisfy(\.isWhitespace) {
      finish()
    } else {
      if text.first.map(isHeading) == true || isHeading(next) { finish() }
      if text.isEmpty { start = number }
      text.append(next)
    }
  }
  if let fence {
    throw WeavingError(path: path, line: start, message: "a block of code (\(fence)) is not closed")
  }
  finish()
  return blocks
}

private func isHeading(_ line: Substring) -> Bool { line.prefixMatch(of: /#{1,6}\s/) != nil }

private func kind(_ first: Substring, _ text: String) -> Block.Kind {
  if isHeading(first) { return .heading }
  if first.hasPrefix("|") { return .table }
  if first.drop(while: { $0 == " " }).prefixMatch(of: /```|~~~/) != nil { return .fence }
  return text.wholeMatch(of: /(!\[[^\]]*\]\([^)]*\)\s*)+/) != nil ? .picture : .words
}
