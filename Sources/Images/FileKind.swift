/// What a file is that is neither PNG nor JPEG, by its first bytes: people keep pictures of other
/// kinds beside those, and get a page or a pointer where a download has gone wrong.
public enum FileKind: Equatable, Sendable {
  /// A picture that has to be turned into PNG or JPEG; its format.
  case picture(String)
  /// No picture; what it is.
  case page, pointer, text

  /// Nil for what is not known, PNG and JPEG among it. A few hundred bytes suffice.
  package init?(_ start: some Collection<UInt8>) {
    let start = Array(start.prefix(512))
    if start.isEmpty { return nil }
    if let format = FileKind.format(start) {
      self = .picture(format)
    } else if FileKind.isText(start) {
      let text = String(decoding: start, as: UTF8.self).lowercased().drop { $0.isWhitespace }
      let isPage = ["<!doctype html", "<html"].contains { text.hasPrefix($0) }
      let isPointer = text.hasPrefix("version https://git-lfs")
      self = isPage ? .page : isPointer ? .pointer : text.contains("<svg") ? .picture("SVG") : .text
    } else {
      return nil
    }
  }

  private static func format(_ start: [UInt8]) -> String? {
    func has(_ letters: String, at offset: Int = 0) -> Bool {
      start.dropFirst(offset).starts(with: letters.utf8)
    }
    if has("GIF8") { return "GIF" }
    if has("RIFF") && has("WEBP", at: 8) { return "WebP" }
    if has("II*\0") || has("MM\0*") { return "TIFF" }
    // A bitmap's header says after two letters how long the file is, and then four zeros.
    if has("BM") && has("\0\0\0\0", at: 6) { return "BMP" }
    if has("\0\0\0\u{C}JXL ") || start.starts(with: [0xFF, 0x0A]) { return "JPEG XL" }
    if has("\0\0\0\u{C}jP  ") { return "JPEG 2000" }
    if has("ftyp", at: 4) {
      if has("avif", at: 8) || has("avis", at: 8) { return "AVIF" }
      let heic = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]
      if heic.contains(where: { has($0, at: 8) }) { return "HEIC" }
    }
    return nil
  }

  /// Whether nothing stands there that no text has: control characters but for tabs and line ends, and
  /// no more than a few bytes that are no UTF-8, as letters in Latin-1 are.
  private static func isText(_ start: [UInt8]) -> Bool {
    let strange = String(decoding: start, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
    return 10 * strange <= start.count
      && start.allSatisfy { $0 >= 32 && $0 != 127 || (9...13).contains($0) }
  }
}

extension FileKind: CustomStringConvertible {
  /// What it is, and what to do.
  public var description: String {
    switch self {
    case .picture(let format): "a \(format) picture; turn it into PNG or JPEG"
    case .page: "a web page (HTML), as a download that went wrong leaves it; fetch it again"
    case .pointer: "a pointer of Git LFS in place of the file; 'git lfs pull' fetches the file"
    case .text: "text, and no picture"
    }
  }
}

/// A name or a path as a message shows it, on one line: a line end or an escape in a name must not
/// act on the terminal.
package func printable(_ name: String) -> String {
  var text = ""
  for scalar in name.unicodeScalars {
    switch scalar {
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    case "\r": text += "\\r"
    default:
      if scalar.properties.generalCategory == .control {
        text += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
  return text
}
