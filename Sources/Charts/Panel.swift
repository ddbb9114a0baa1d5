import Preconditions

/// A chart in its place: where the plot is, what the axes span, and where the words are.
///
/// It is laid out for several charts at once, the frames of an animation, which then share their
/// axes; titles and reference lines are those of the last. A still chart is one frame.
///
/// From the top: title, subtitle, a line for captions, legend, the vertical axes' titles; then the
/// plot; tick labels; the horizontal axis's title. Words stand outside the plot, each in a row or
/// a margin of its own, so that none can overlap another or the data. Only the labels of reference
/// lines stand inside; see `RuleLabels`.
struct Panel {
  let chart: Chart
  let frames: [Chart]
  let series: SeriesList
  /// The plot area.
  let frame: Box
  let x: Ruler
  let y: Ruler
  let right: Ruler?
  /// Of the whole panel.
  let width: Double
  /// Where the labels of horizontal reference lines begin, but for a gap.
  let marginLeft: Double
  /// The baseline of an animation's captions, and the edges they lie between.
  let captionY: Double
  let textLeft: Double
  let textRight: Double

  private let legend: Legend?
  private let legendTop: Double
  private var words: [Label] = []

  /// By how much the panel is taller than was asked for, so that its words leave room for a plot.
  let growth: Double

  static let margin = 16.0
  private static let leastPlotHeight = 80.0

  /// - Parameters:
  ///   - isPart: one of several panels: its title is smaller, and the legend stands above them all.
  ///   - hasCaption: keep a line free for captions.
  init(
    frames: [Chart], in outer: Box, series: SeriesList, isPart: Bool = false,
    hasCaption: Bool = false
  ) {
    require(!frames.isEmpty, "a panel needs at least one chart")
    let chart = frames[frames.count - 1]
    let left = outer.x + Panel.margin
    let rightEdge = outer.maxX - Panel.margin
    let room = rightEdge - left
    var words: [Label] = []

    // Rows, downwards.
    var top = outer.y + (isPart ? 4 : 12)
    func addRows(_ text: String, _ style: TextStyle) {
      for line in style.wrapped(text, to: room) {
        words.append(Label(text: line, style: style, x: left, y: top + style.size))
        top += style.lineHeight
      }
    }
    addRows(chart.title, isPart ? .panel : .title)
    addRows(chart.subtitle, .subtitle)
    captionY = top + TextStyle.subtitle.size
    if hasCaption { top += TextStyle.subtitle.lineHeight }
    let legend = isPart ? nil : Legend(series, x: left, width: room)
    top += 5
    legendTop = top
    top += Double(legend?.rowCount ?? 0) * Legend.rowHeight
    self.legend = legend

    // The margin right of the plot holds the labels of reference lines.
    let labelRoom =
      frames.flatMap(\.rules).flatMap { Panel.marginLines($0, in: outer.width) }
      .map { TextStyle.rule.width(of: $0) + 12 }.max() ?? 0

    // The titles of the vertical axes lie flat above them, easier to read than upright.
    let share = chart.right == nil ? room : (room - labelRoom) / 2 - 8
    let style = TextStyle.axis
    let leftTitle = style.wrapped(chart.y.heading, to: share)
    let rightTitle = style.wrapped(chart.right?.heading ?? "", to: share)
    let rows = max(leftTitle.count, rightTitle.count)
    top += rows > 0 ? 4 : 0
    for (lines, anchor, x) in [
      (leftTitle, Label.Anchor.start, left), (rightTitle, .end, rightEdge - labelRoom),
    ] {
      for (index, line) in lines.enumerated() {
        let row = rows - lines.count + index
        words.append(
          Label(
            text: line, style: style, anchor: anchor, x: x,
            y: top + Double(row) * style.lineHeight + style.size))
      }
    }
    top += Double(rows) * style.lineHeight + 9

    // Rows, upwards.
    let bottomTitle = style.wrapped(chart.x.heading, to: room)
    let bottom = outer.maxY - 10 - Double(bottomTitle.count) * style.lineHeight - 22
    let height = max(Panel.leastPlotHeight, bottom - top)
    growth = height - (bottom - top)

    // The height decides the vertical ticks, their labels the margins, those the horizontal ticks.
    let values = AxisValues(of: frames)
    let rowTicks = max(2, Int(height / 36))
    var y = Ruler(chart.y, fitting: values.left, rounding: rowTicks)
    y.setTicks(atMost: rowTicks)
    var right = chart.right.map { Ruler($0, fitting: values.right, rounding: rowTicks) }
    right?.setTicks(atMost: rowTicks)
    let widest = { (ruler: Ruler?) in
      (ruler?.ticks ?? []).map { TextStyle.tick.width(of: $0.label) }.max() ?? 0
    }
    var x = Ruler(chart.x, fitting: values.x, rounding: nil, padding: values.hasMarkers ? 0.02 : 0)
    x.setTicks(along: room)
    // A label at an end of the axis is centred there, and must not leave the picture.
    let overhang = (x.ticks.map { TextStyle.tick.width(of: $0.label) }.max() ?? 0) / 2
    let plotLeft = left + max(widest(y) + 8, overhang - Panel.margin + 4)
    let scaleRoom = right == nil ? 0 : widest(right) + 8
    let plotRight = rightEdge - max(scaleRoom + labelRoom, overhang - Panel.margin + 4)
    let frame = Box(
      x: plotLeft, y: top, width: max(40, plotRight - plotLeft), height: height)
    x.setTicks(along: frame.width)
    for (index, line) in bottomTitle.enumerated() {
      words.append(
        Label(
          text: line, style: style, anchor: .middle, x: frame.x + frame.width / 2,
          y: frame.maxY + 24 + Double(index) * style.lineHeight + style.size))
    }

    self.chart = chart
    self.frames = frames
    self.series = series
    self.frame = frame
    self.x = x
    self.y = y
    self.right = right
    self.width = outer.width
    self.marginLeft = plotRight + scaleRoom
    self.textLeft = left
    self.textRight = rightEdge
    self.words = words + Panel.tickLabels(frame, x: x, y: y, right: right)
  }

  private static func tickLabels(_ frame: Box, x: Ruler, y: Ruler, right: Ruler?) -> [Label] {
    func labels(_ ruler: Ruler, _ place: (String, Double) -> Label) -> [Label] {
      ruler.ticks.filter { !$0.label.isEmpty }.compactMap { tick in
        ruler.fraction(tick.value).map { place(tick.label, $0) }
      }
    }
    return labels(x) { text, at in
      Label(
        text: text, style: .tick, anchor: .middle, x: frame.x + at * frame.width,
        y: frame.maxY + 18)
    }
      + labels(y) { text, at in
        Label(
          text: text, style: .tick, anchor: .end, x: frame.x - 8,
          y: frame.maxY - at * frame.height + 4)
      }
      + (right.map { right in
        labels(right) { text, at in
          Label(
            text: text, style: .tick, x: frame.maxX + 8, y: frame.maxY - at * frame.height + 4)
        }
      } ?? [])
  }

  /// Where a point lies in the picture; `nil` where a log axis has no place for it.
  func pixel(_ point: Point, on side: Chart.Side) -> Point? {
    let vertical = side == .right ? right ?? y : y
    guard let across = x.fraction(point.x), let up = vertical.fraction(point.y) else { return nil }
    return Point(x: frame.x + across * frame.width, y: frame.maxY - up * frame.height)
  }

  /// Everything but the data: grid, axes, words, legend.
  func background() -> String {
    var grid = Path()
    var axis = Path()
    for tick in y.ticks {
      guard let at = y.fraction(tick.value) else { continue }
      let height = frame.maxY - at * frame.height
      if tick.label.isEmpty {
        axis.polyline([Point(x: frame.x - 3, y: height), Point(x: frame.x, y: height)])
      } else {
        grid.polyline([Point(x: frame.x, y: height), Point(x: frame.maxX, y: height)])
      }
    }
    for tick in right?.ticks ?? [] {
      guard let at = right?.fraction(tick.value) else { continue }
      let height = frame.maxY - at * frame.height
      let length = tick.label.isEmpty ? 3.0 : 5
      axis.polyline([Point(x: frame.maxX, y: height), Point(x: frame.maxX + length, y: height)])
    }
    for tick in x.ticks {
      guard let at = x.fraction(tick.value) else { continue }
      let place = frame.x + at * frame.width
      let length = tick.label.isEmpty ? 3.0 : 5
      axis.polyline([Point(x: place, y: frame.maxY), Point(x: place, y: frame.maxY + length)])
    }
    axis.polyline([Point(x: frame.x, y: frame.maxY), Point(x: frame.maxX, y: frame.maxY)])
    return clip + Element.path(grid.finished(), "g") + Element.path(axis.finished(), "x")
      + words.map(\.svg).joined() + (legend?.svg(top: legendTop) ?? "")
  }

  // The name holds the geometry: where several charts stand in one page, equal names mean equal
  // clips, and it does not matter which of them is found.
  private var clipName: String {
    let box = frame.insetBy(-3)
    return "c"
      + [box.x, box.y, box.width, box.height].map { String(tenths($0)) }
      .joined(separator: "-")
  }

  private var clip: String {
    let box = frame.insetBy(-3)
    return "<clipPath id=\"\(clipName)\"><rect x=\"\(coordinate(box.x))\" "
      + "y=\"\(coordinate(box.y))\" width=\"\(coordinate(box.width))\" "
      + "height=\"\(coordinate(box.height))\"/></clipPath>\n"
  }

  /// `content`, cut off at the edges of the plot.
  func clipped(_ content: String) -> String {
    content.isEmpty ? "" : "<g clip-path=\"url(#\(clipName))\">\n\(content)</g>\n"
  }
}

/// The numbers that each axis must show.
private struct AxisValues {
  var x: [Double] = []
  var left: [Double] = []
  var right: [Double] = []
  /// Markers need room around them, where lines may touch the edge.
  var hasMarkers = false

  init(of frames: [Chart]) {
    for frame in frames {
      for mark in frame.marks {
        let extent = mark.extent
        let points = extent.points.compactMap { $0 }
        x += points.map(\.x)
        if case .points = mark.body { hasMarkers = true }
        let values = points.map(\.y) + (extent.fromZero && !points.isEmpty ? [0] : [])
        if mark.side == .right { right += values } else { left += values }
      }
      for rule in frame.rules {
        switch rule.direction {
        case .horizontal(.left): left.append(rule.value)
        case .horizontal(.right): right.append(rule.value)
        case .vertical: x.append(rule.value)
        }
      }
    }
  }
}
