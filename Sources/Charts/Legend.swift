/// The samples and names of all series, in rows above the plot.
struct Legend {
  private struct Entry {
    var name: String
    var x: Double
    var row: Int
  }

  static let rowHeight = 21.0
  private static let sampleWidth = 28.0
  private static let gap = 22.0

  private let series: SeriesList
  private var entries: [Entry] = []
  private(set) var rowCount = 0

  /// Names that would be wider than `width` by themselves are cut; a series without a name has no
  /// entry.
  init(_ series: SeriesList, x: Double, width: Double) {
    self.series = series
    var next = x
    for name in series.names where !name.isEmpty {
      let room = width - Legend.sampleWidth - 8
      let text = TextStyle.legend.shortened(name, to: room)
      let size = Legend.sampleWidth + 8 + TextStyle.legend.width(of: text)
      if rowCount == 0 || next + size > x + width {
        rowCount += 1
        next = x
      }
      entries.append(Entry(name: name, x: next, row: rowCount - 1))
      next += size + Legend.gap
    }
    self.width = width
  }

  private let width: Double

  /// The legend with its first row's top at `top`.
  func svg(top: Double) -> String {
    entries.map { entry in
      let middle = top + (Double(entry.row) + 0.5) * Legend.rowHeight
      let room = width - Legend.sampleWidth - 8
      let label = Label(
        text: TextStyle.legend.shortened(entry.name, to: room), style: .legend,
        x: entry.x + Legend.sampleWidth + 8, y: middle + 4.5)
      let sample = sample(entry.name, x: entry.x, middle: middle)
      guard series.isNumbered, let look = series.looks[entry.name] else {
        return sample + label.svg
      }
      return "<g data-series=\"\(look.order)\">\n\(sample)\(label.svg)</g>\n"
    }.joined()
  }

  /// All layers of a series, small.
  private func sample(_ name: String, x: Double, middle: Double) -> String {
    guard let look = series.looks[name] else { return "" }
    let left = coordinate(x)
    let right = coordinate(x + Legend.sampleWidth)
    let center = Point(x: x + Legend.sampleWidth / 2, y: middle)
    let parts = (series.bodies[name] ?? []).map { body in
      switch body {
      case .line(let points, let faint):
        let isPlain = isLong(points) && faint.isEmpty
        var line = Element.path(
          "M\(left) \(coordinate(middle))H\(right)", "l" + dash(isPlain ? 0 : look.dash))
        if isPlain, series.names.count > 1 {
          line += Element.marker(look.marker, at: [center], radius: 4.2)
        }
        return line
      case .area:
        return Element.path(
          "M\(left) \(coordinate(middle + 6))v-12H\(right)v12", "l b" + dash(look.dash))
      case .band:
        return Element.path("M\(left) \(coordinate(middle - 6))H\(right)v12H\(left)z", "b")
      case .histogram:
        return Element.path(
          "M\(left) \(coordinate(middle + 6))v-5h9.3v-7h9.4v4H\(right)v8", "l w b")
      case .points:
        return Element.marker(look.marker, at: [center], radius: 4)
      case .heat:
        return (0..<4).map { step in
          "<path class=\"c\" fill-opacity=\".\(2 * step + 1)\" d=\"M\(coordinate(x + 7 * Double(step))) "
            + "\(coordinate(middle - 6))h7v12h-7z\"/>\n"
        }.joined()
      case .arrows:
        var path = Path()
        path.arrow(
          from: Point(x: x + 2, y: middle), to: Point(x: x + Legend.sampleWidth - 2, y: middle))
        return Element.path(path.finished(), "l w")
      }
    }
    return "<g class=\"i\(look.ink.rawValue)\">\(parts.joined())</g>\n"
  }
}

/// The class of a dash pattern, with its leading space; the first is a plain line.
func dash(_ index: Int) -> String { index == 0 ? "" : " d\(index)" }

/// The few shapes that everything is drawn with.
enum Element {
  static func path(_ data: String, _ classes: String) -> String {
    data.isEmpty ? "" : "<path class=\"\(classes)\" d=\"\(data)\"/>\n"
  }

  /// Markers with a thin rim in the page's colour, which sets them off from their own line.
  static func marker(_ marker: Marker, at centers: [Point], radius: Double) -> String {
    var path = Path()
    for center in centers { marker.draw(at: center, radius: radius, in: &path) }
    return Element.path(path.finished(), "c o")
  }
}
