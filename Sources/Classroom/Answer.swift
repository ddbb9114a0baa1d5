import Foundation

/// What a learner has written, and the file that it is from.
public struct Answer: Sendable {
  /// There is no text in the file; what is there in its place.
  public struct Unreadable: Error, Sendable {
    public let message: String
  }

  public let text: String
  /// The file, as the compiler is to name it.
  public let path: String

  /// - Throws: ``Unreadable``.
  public init(_ file: URL, path: String) throws(Unreadable) {
    self.path = path
    var facts = stat()
    guard stat(file.path, &facts) == 0 else { throw Unreadable(message: reason()) }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Unreadable(message: "this is a folder, where a Swift file belongs")
    // A pipe would be waited for.
    default: throw Unreadable(message: "this is no file")
    }
    guard facts.st_size <= 1 << 20 else {
      throw Unreadable(message: "this file is \(facts.st_size >> 20) MiB large, and no answer")
    }
    guard let bytes = try? Data(contentsOf: file) else { throw Unreadable(message: reason()) }
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      throw Unreadable(message: "this file is in UTF-16; save it as UTF-8")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let lines = String(decoding: bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      let line = 1 + (lines.firstIndex { $0.contains("\u{FFFD}") } ?? 0)
      throw Unreadable(
        message: "line \(line) is not in UTF-8 (Latin-1, perhaps); save the file as UTF-8")
    }
    self.text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  init(text: String, path: String) { (self.text, self.path) = (text, path) }

  private var location: String {
    let safe = path.map { "\"\\\n".contains($0) ? "_" : $0 }
    return "#sourceLocation(file: \"\(String(safe))\", line: 1)\n"
  }

  /// The text, whose lines the compiler takes for those of the learner's file.
  var located: String { location + text }

  /// The text in an enumeration. An import is lifted out, and an empty line left in its place: the
  /// numbers of the lines stay.
  func wrapped(in name: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let imports = lines.filter { $0.hasPrefix("import ") }
    let body = lines.map { $0.hasPrefix("import ") ? "" : $0 }
    return imports.joined(separator: "; ") + "; enum \(name) {\n" + location
      + body.joined(separator: "\n") + "\n#sourceLocation()\n}\n"
  }
}

/// Why the system has refused.
private func reason() -> String {
  switch errno {
  case ENOENT: "there is no such file"
  case EACCES, EPERM: "this file may not be read; see its permissions"
  default: "this file cannot be read (\(String(cString: strerror(errno))))"
  }
}
