import Foundation

/// Where a learner reads: a terminal of some width, or something that takes text as it is.
public struct Screen: Sendable {
  /// In characters; nil where the text goes into a file or a pipe.
  public let width: Int?

  public init(width: Int?) { self.width = width }

  /// What this process prints on.
  public static var ofThisProcess: Screen {
    guard isatty(1) == 1 else { return Screen(width: nil) }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else {
      return Screen(width: 80)
    }
    // Longer lines are hard to read, however wide the window is.
    return Screen(width: min(Int(size.ws_col), 100))
  }

  /// Prose as it stands in a file, whose lines end where its author's window ended: each paragraph becomes
  /// one line, for ``lines(_:)`` to break.
  func paragraphs(_ text: String) -> String {
    if width == nil { return text }
    return text.components(separatedBy: "\n\n").map {
      $0.split(separator: "\n").joined(separator: " ")
    }.joined(separator: "\n\n")
  }

  /// Lines that are too long are broken between words, and go on below their first word.
  public func lines(_ text: String) -> String {
    guard let width else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.count > width else { return "\(line)" }
      let indent: String = .init(repeating: " ", count: line.prefix { $0 == " " }.count)
      var lines: [String] = []
      var current = indent
      for word in line.split(separator: " ").map({ String($0) }) {
        if current.count > indent.count, current.count + 1 + word.count > width {
          lines.append(current)
          current = indent
        }
        current += (current.count > indent.count ? " " : "") + word
      }
      return (lines + [current]).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
