import Preconditions

/// Grids of numbers as shaded cells, beside each other: how often each place is touched.
///
///     HeatMaps("Overlaps", panels: [.init("kernel 3", note: "4 to 1", cells: counts)]).svg()
///
/// Each panel has a scale of its own, from 0 (the page's colour) to its largest number (full colour): an
/// even shade is an even count, whatever the count.
public struct HeatMaps: Equatable, Sendable {
  public struct Panel: Equatable, Sendable {
    public var title: String
    /// A quieter line below the title.
    public var note: String
    /// Rows of cells; all are equally long.
    public var cells: [[Double]]

    public init(_ title: String, note: String = "", cells: [[Double]]) {
      self.title = title
      self.note = note
      self.cells = cells
    }
  }

  public var title: String
  public var subtitle: String
  public var columns: Int
  public var panels: [Panel]
  public var ink: Ink
  /// Of the whole picture, in pixels.
  public var width: Double

  /// Stops on less than one column, and on panels that are narrower than 100 pixels, without a cell,
  /// with rows of different lengths or with a number below 0.
  public init(
    _ title: String, subtitle: String = "", columns: Int, panels: [Panel], ink: Ink = .blue,
    width: Double = 900
  ) {
    require(
      columns > 0 && width / Double(columns) >= 100 && width <= 10_000,
      "HeatMaps \"\(title)\": \(columns) columns in \(width) pixels")
    for panel in panels {
      let length = panel.cells.first?.count ?? 0
      require(
        length > 0 && panel.cells.allSatisfy { $0.count == length }
          && panel.cells.joined().allSatisfy { isUsable($0) && $0 >= 0 },
        "HeatMaps \"\(title)\": \(panel.title) has rows of \(panel.cells.map(\.count)) cells, or one "
          + "below 0")
    }
    self.title = title
    self.subtitle = subtitle
    self.columns = columns
    self.panels = panels
    self.ink = ink
    self.width = width
  }

  /// The picture as an SVG document: self-contained, no script, its own light and dark colours.
  public func svg() -> String {
    let margin = Charts.Panel.margin
    var body = ""
    var top = 12.0
    func write(_ text: String, _ style: TextStyle, x: Double, room: Double) {
      for line in style.wrapped(text, to: room) {
        body += Label(text: line, style: style, x: x, y: top + style.size).svg
        top += style.lineHeight
      }
    }
    write(title, .title, x: margin, room: width - 2 * margin)
    write(subtitle, .subtitle, x: margin, room: width - 2 * margin)
    top += 8
    let gap = 20.0
    let side = (width - 2 * margin - Double(columns - 1) * gap) / Double(columns)
    for start in stride(from: 0, to: panels.count, by: columns) {
      let (rowTop, row) = (top, panels[start..<min(start + columns, panels.count)])
      var textEnd = rowTop
      for (place, panel) in row.enumerated() {
        top = rowTop
        write(panel.title, .panel, x: margin + Double(place) * (side + gap), room: side)
        write(panel.note, .axis, x: margin + Double(place) * (side + gap), room: side)
        textEnd = max(textEnd, top)
      }
      var end = textEnd
      for (place, panel) in row.enumerated() {
        let size = side / Double(panel.cells[0].count)
        let (x, y) = (margin + Double(place) * (side + gap), textEnd + 6)
        body += drawing(of: panel, x: x, y: y, size: size)
        end = max(end, y + size * Double(panel.cells.count))
      }
      top = end + 16
    }
    return document(
      title: title, description: description, width: width, height: top,
      style: ".chart .q{fill:currentColor}\n", body: body)
  }

  /// Cells of one number are one path.
  private func drawing(
    of panel: Panel, x: Double, y: Double, size: Double
  ) -> String {
    let largest = panel.cells.joined().max() ?? 0
    var paths: [Double: Path] = [:]
    for (row, cells) in panel.cells.enumerated() {
      for (column, cell) in cells.enumerated() where cell > 0 {
        let (left, up) = (x + Double(column) * size, y + Double(row) * size)
        let (right, down) = (left + size - 1, up + size - 1)
        var path = paths[cell] ?? Path()
        path.polyline([(left, up), (right, up), (right, down), (left, down)].map(Point.init))
        path.close()
        paths[cell] = path
      }
    }
    let shades = paths.keys.sorted().map { cell in
      var path = paths[cell] ?? Path()
      return "<path class=\"q\" fill-opacity=\"\(compact(cell / largest))\" "
        + "d=\"\(path.finished())\"/>\n"
    }
    return "<g class=\"i\(ink.rawValue)\">\n\(shades.joined())</g>\n"
  }

  private var description: String {
    let parts = panels.map { panel in
      let numbers = panel.cells.joined()
      return "\(panel.title): \(panel.cells.count) × \(panel.cells[0].count) cells from "
        + "\(brief(numbers.min() ?? 0)) to \(brief(numbers.max() ?? 0)). \(panel.note)"
    }
    return ([subtitle] + parts).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
