/// A chapter's source, taken apart into prose and code.
///
/// Prose stands in the Swift file as playground markup: a block from `/*:` to `*/`, or lines that
/// begin with `//:`. Everything else is the code, and the code in a page is the code that ran.
public struct Chapter: Equatable, Sendable {
  public enum Part: Equatable, Sendable {
    /// Markdown, with the markers taken off.
    case prose(String, line: Int)
    case code(String, line: Int)
  }

  public let parts: [Part]
  /// The name for error messages: the path of the source.
  public let path: String

  /// - Throws: ``WeavingError`` if a block of prose is not closed.
  public init(source: String, path: String) throws(WeavingError) {
    self.path = path
    var parts: [Part] = []
    var text: [Substring] = []
    var start = 1
    var opened: Int?

    func finish(_ make: (String, Int) -> Part) {
      while text.first?.allSatisfy(\.isWhitespace) == true {
        text.removeFirst()
        start += 1
      }
      while text.last?.allSatisfy(\.isWhitespace) == true { text.removeLast() }
      if !text.isEmpty { parts.append(make(text.joined(separator: "\n"), start)) }
      text = []
    }

    var inLineProse = false
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let number = index + 1
      let trimmed = line.drop { $0 == " " }
      if opened != nil {
        if trimmed.hasPrefix("*/") {
          finish { .prose($0, line: $1) }
          (opened, start) = (nil, number + 1)
        } else {
          // The block is indented by one space, as its stars would be.
          text.append(line.hasPrefix(" ") ? line.dropFirst() : line)
        }
      } else if trimmed.hasPrefix("/*:") {
        finish { inLineProse ? .prose($0, line: $1) : .code($0, line: $1) }
        (opened, start, inLineProse) = (number, number, false)
        text = [trimmed.dropFirst(3)]
      } else {
        let isProse = trimmed.hasPrefix("//:")
        if isProse != inLineProse {
          finish { inLineProse ? .prose($0, line: $1) : .code($0, line: $1) }
          (inLineProse, start) = (isProse, number)
        }
        text.append(isProse ? trimmed.dropFirst(trimmed.hasPrefix("//: ") ? 4 : 3) : line)
      }
    }
    if let opened {
      throw WeavingError(path: path, line: opened, message: "a block of prose (/*:) is not closed")
    }
    finish { inLineProse ? .prose($0, line: $1) : .code($0, line: $1) }
    self.parts = parts
  }
}

/// What is wrong in a chapter's source, and where.
public struct WeavingError: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let line: Int
  public let message: String

  public var description: String { "\(path):\(line): \(message)" }
}
