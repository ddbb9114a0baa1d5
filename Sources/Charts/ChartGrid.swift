import Preconditions

/// Several charts in one picture, in rows: small multiples.
///
///     ChartGrid("Before and after", columns: 2, panels: [before, after]).svg()
///
/// One legend stands above all panels: a series has the same look in each. Panels keep their axes;
/// give them equal ranges where they are to be compared.
public struct ChartGrid: Equatable, Sendable {
  public var title: String
  public var subtitle: String
  public var columns: Int
  /// Their `width` and `height` are not used; all panels have one size.
  public var panels: [Chart]
  /// Of the whole picture, in pixels.
  public var width: Double
  /// Grows, for all panels alike, where a panel's words need it.
  public var panelHeight: Double

  /// Three panels of the default width and height stay legible in a git host's text column.
  /// Stops on less than one column, and on panels below 240 × 140.
  public init(
    _ title: String, subtitle: String = "", columns: Int = 3, panels: [Chart],
    width: Double = 960, panelHeight: Double = 290
  ) {
    require(columns > 0, "ChartGrid \"\(title)\": \(columns) columns")
    require(
      width / Double(columns) >= 240 && panelHeight >= 140 && width <= 10_000
        && panelHeight <= 10_000,
      "ChartGrid \"\(title)\": \(columns) columns in \(width), panels \(panelHeight) high")
    self.title = title
    self.subtitle = subtitle
    self.columns = columns
    self.panels = panels
    self.width = width
    self.panelHeight = panelHeight
  }

  public func svg() -> String {
    let series = SeriesList(of: panels)
    let left = Panel.margin
    let room = width - 2 * Panel.margin
    var top = 12.0
    var body = ""
    for (text, style) in [(title, TextStyle.title), (subtitle, .subtitle)] {
      for line in style.wrapped(text, to: room) {
        body += Label(text: line, style: style, x: left, y: top + style.size).svg
        top += style.lineHeight
      }
    }
    let legend = Legend(series, x: left, width: room)
    body += legend.svg(top: top + 5)
    top += 5 + Double(legend.rowCount) * Legend.rowHeight + 6

    let panelWidth = width / Double(columns)
    let growth = panels.map { chart in
      let box = Box(x: 0, y: 0, width: panelWidth, height: panelHeight)
      return Panel(frames: [chart], in: box, series: series, isPart: true).growth
    }
    // All panels are as tall as the one with the most words needs to be.
    let rowHeight = panelHeight + (growth.max() ?? 0)
    for (index, chart) in panels.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let box = Box(
        x: Double(column) * panelWidth, y: top + Double(row) * rowHeight, width: panelWidth,
        height: rowHeight)
      let panel = Panel(frames: [chart], in: box, series: series, isPart: true)
      body += panel.background() + panel.drawing(of: chart.marks) + panel.rules(chart.rules)
    }
    let rows = (panels.count + columns - 1) / columns
    let description = ([subtitle] + panels.map { "\($0.title): \($0.description ?? $0.summary())" })
      .filter { !$0.isEmpty }.joined(separator: " ")
    return document(
      title: title, description: description, width: width,
      height: top + Double(rows) * rowHeight, body: body)
  }
}
