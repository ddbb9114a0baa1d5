/// The kinds of words in a chart. The raw value is the class in the style sheet.
enum TextStyle: String, CaseIterable {
  case title = "t"
  case subtitle = "u"
  case legend = "n"
  case axis = "a"
  case tick = "k"
  case rule = "r"
  /// The title of one panel among several.
  case panel = "p"

  /// In pixels.
  var size: Double {
    switch self {
    case .title: 16
    case .panel: 14
    case .subtitle, .legend: 13
    case .axis, .tick, .rule: 12
    }
  }

  var isBold: Bool { self == .title || self == .panel }
  var lineHeight: Double { (size * 1.35).rounded() }

  /// An upper estimate of a text's width in pixels. The reader's font is unknown, so the advances
  /// are those of the widest common interface fonts (Verdana and DejaVu Sans), rounded up.
  func width(of text: String) -> Double {
    text.reduce(0) { $0 + TextStyle.advance($1) } * size * (isBold ? 1.12 : 1)
  }

  /// In units of the font size.
  private static func advance(_ character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", " ", "·", "/", "\\", "!", "(", ")", "[",
      "]", "f", "t", "-":
      0.42
    case "r", "s", "J", "c", "z", "“", "”", "\"", "*", "°": 0.56
    case "m", "M", "W", "%", "@", "—", "…", "Æ", "Œ": 1.02
    case "w", "O", "Q", "G", "N", "H", "D", "U", "+", "−", "×", "=", "<", ">", "~", "≈", "±", "≤",
      "≥", "#":
      0.86
    case "A"..."Z": 0.76
    case "a"..."z", "0"..."9", "Α"..."ω": 0.66
    case "⁰", "¹", "²", "³", "⁴"..."⁹", "⁻", "₀"..."₉": 0.46
    default: character.isASCII ? 0.72 : 1.05
    }
  }

  /// `text` in lines no wider than `width`. A word that is wider by itself is cut.
  func wrapped(_ text: String, to width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace).map(String.init) {
      if let last = lines.last, self.width(of: "\(last) \(word)") <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(shortened(word, to: width))
      }
    }
    return lines
  }

  /// `text`, on one line, cut with an ellipsis where it is wider than `width`.
  func shortened(_ text: String, to width: Double) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if self.width(of: line) <= width { return line }
    var kept = line
    while !kept.isEmpty, self.width(of: kept + "…") > width { kept.removeLast() }
    return kept + "…"
  }
}

/// A rectangle in pixels, y downwards.
struct Box: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var maxX: Double { x + width }
  var maxY: Double { y + height }

  func insetBy(_ margin: Double) -> Box {
    Box(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
  }

  func overlaps(_ other: Box) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  func contains(_ other: Box) -> Bool {
    other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY
  }

  /// Whether any part of the segment from `a` to `b` lies inside: the segment is cut at each of the
  /// four sides in turn, and something must be left (Liang and Barsky, 1984).
  func isCrossed(from a: Point, to b: Point) -> Bool {
    var (start, end) = (0.0, 1.0)
    for (delta, room) in [
      (a.x - b.x, a.x - x), (b.x - a.x, maxX - a.x),
      (a.y - b.y, a.y - y), (b.y - a.y, maxY - a.y),
    ] {
      if delta == 0 {
        if room < 0 { return false }
      } else if delta < 0 {
        start = max(start, room / delta)
      } else {
        end = min(end, room / delta)
      }
    }
    return start <= end
  }
}

/// A text in its place.
struct Label {
  /// The raw value is the class in the style sheet; `start` needs none.
  enum Anchor: String {
    case start = ""
    case middle = "m"
    case end = "e"
  }

  var text: String
  var style: TextStyle
  var anchor = Anchor.start
  /// Where the anchor is, and the baseline.
  var x: Double
  var y: Double

  /// The space that the text takes at most.
  var box: Box {
    let width = style.width(of: text)
    let left =
      switch anchor {
      case .start: x
      case .middle: x - width / 2
      case .end: x - width
      }
    return Box(x: left, y: y - 0.8 * style.size, width: width, height: 1.02 * style.size)
  }

  var svg: String {
    if text.isEmpty { return "" }
    let anchored = anchor == .start ? "" : " \(anchor.rawValue)"
    return "<text class=\"\(style.rawValue)\(anchored)\" x=\"\(coordinate(x))\" "
      + "y=\"\(coordinate(y))\">\(escaped(text))</text>\n"
  }
}
