import Charts
import Foundation

extension Report {
  /// A picture that the page carries within itself.
  public enum Picture: Equatable, Sendable {
    /// A chart. A second drawing for narrow screens, some 380 pixels wide, keeps its words readable
    /// on a phone; without one the chart scrolls sideways there, within its own box. A moving picture has
    /// a still one for paper.
    case svg(String, narrow: String? = nil, still: String? = nil)
    /// A grid of samples. Small ones are enlarged by a whole factor, with their pixels kept square.
    case png(Data)

    /// A chart, drawn for narrow screens too.
    public static func chart(_ chart: Chart) -> Picture {
      .svg(chart.svg(), narrow: chart.narrow.svg())
    }

    /// Charts side by side, and below each other on narrow screens.
    public static func charts(_ grid: ChartGrid) -> Picture {
      var narrow = grid
      (narrow.columns, narrow.width) = (1, 380)
      return .svg(grid.svg(), narrow: narrow.svg())
    }

    /// A chart that plays: drawn for narrow screens too, and on paper its last frame.
    public static func animation(_ animation: Animation) -> Picture {
      let narrow = Animation(
        frames: animation.frames.map(\.narrow), captions: animation.captions,
        secondsPerFrame: animation.secondsPerFrame, pause: animation.pause)
      return .svg(animation.svg(), narrow: narrow.svg(), still: animation.still())
    }

    /// The bytes of the file that it is.
    public var data: Data {
      switch self {
      case .svg(let text, _, _): Data(text.utf8)
      case .png(let data): data
      }
    }
  }

  /// A picture and what to see in it.
  public struct Figure: Equatable, Sendable {
    public var caption: String
    public var picture: Picture

    public init(_ caption: String, _ picture: Picture) {
      self.caption = caption
      self.picture = picture
    }
  }
}

extension Chart {
  /// The same for a phone, 390 pixels wide.
  fileprivate var narrow: Chart {
    var chart = self
    (chart.width, chart.height) = (380, max(350, height * 380 / width))
    return chart
  }
}

// The pictures stand in image tags, not in the page: the style rules of one chart cannot reach
// another, and a chart's own light and dark shades follow the page.
extension Report.Picture {
  func html(fallback: String) -> String {
    switch self {
    case .svg(let text, let narrow, let still):
      let words = escaped(alternative(in: text) ?? fallback)
      let image = "<img src=\"\(dataURI(text))\" alt=\"\(words)\">"
      guard let still else { return onScreens(image, narrow: narrow) }
      // On paper a picture stands at the moment at which it was printed.
      return """
        <div class="moving">\(onScreens(image, narrow: narrow))</div>\
        <img class="still" src="\(dataURI(still))" alt="\(words)">
        """
    case .png(let data):
      let source = "data:image/png;base64,\(data.base64EncodedString())"
      guard let (width, height) = pixelSize(of: data) else {
        return "<img src=\"\(source)\" alt=\"\(escaped(fallback))\">"
      }
      let factor = max(1, 600 / width)
      return """
        <img\(factor > 1 ? " class=\"pixels\"" : "") src="\(source)" alt="\(escaped(fallback))" \
        width="\(width * factor)" height="\(height * factor)">
        """
    }
  }
}

private func onScreens(_ image: String, narrow: String?) -> String {
  guard let narrow else { return "<div class=\"scroll wide\">\(image)</div>" }
  return """
    <picture><source media="(max-width: 40rem)" srcset="\(dataURI(narrow))">\(image)</picture>
    """
}

private func dataURI(_ svg: String) -> String {
  "data:image/svg+xml;base64,\(Data(svg.utf8).base64EncodedString())"
}

/// What a drawing says of itself: an image tag hides its title and description from screen readers.
private func alternative(in svg: String) -> String? {
  let parts = ["title", "desc"].compactMap { tag -> String? in
    guard let start = svg.range(of: "<\(tag)>"),
      let end = svg.range(of: "</\(tag)>", range: start.upperBound..<svg.endIndex)
    else { return nil }
    let text = String(svg[start.upperBound..<end.lowerBound])
    return text.isEmpty ? nil : unescaped(text)
  }
  return parts.isEmpty ? nil : parts.joined(separator: ". ")
}

private func unescaped(_ text: String) -> String {
  [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(text) {
    $0.replacingOccurrences(of: $1.0, with: $1.1)
  }
}

/// Width and height, from the header that every PNG file begins with.
private func pixelSize(of png: Data) -> (width: Int, height: Int)? {
  let bytes = [UInt8](png.prefix(24))
  guard bytes.count == 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
  func number(at offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }
  let size = (width: number(at: 16), height: number(at: 20))
  return (1...1 << 20).contains(size.width) && (1...1 << 20).contains(size.height) ? size : nil
}
