/// A ``NetworkDrawing`` in its place: beside each other on a wide page, below each other on a narrow one.
struct NetworkLayout {
  private typealias Stage = NetworkDrawing.Stage

  private(set) var body = ""
  private(set) var width: Double
  private(set) var height = 0.0

  private let drawing: NetworkDrawing
  /// How long one pixel of a map is drawn.
  private let unit: Double

  private static let margin = Panel.margin
  /// The edge of the largest map.
  private static let largest = 84.0
  private static let nameRoom = 18.0

  init(_ drawing: NetworkDrawing) {
    self.drawing = drawing
    width = drawing.width
    let sides = (drawing.up.stages + drawing.down.stages).flatMap { $0.shape.dropLast() }
    unit = NetworkLayout.largest / Double(max(1, sides.max() ?? 1))
    if drawing.width < 600 { setColumn() } else { setRows() }
  }

  // MARK: - Beside each other

  /// The first network above, to the right; the second below, to the left; where they meet, on the
  /// right between them.
  private mutating func setRows() {
    let (up, down) = (drawing.up.stages, drawing.down.stages)
    let columns = max(up.count, down.count)
    let meeting = up[up.count - 1]
    let block = drawn(meeting)
    // Where the networks meet stands clear of the last operation's words.
    let edges = 2 * NetworkLayout.margin + block.width / 2
    let slot = max(leastSlot, (drawing.width - edges) / Double(columns))
    width = edges + Double(columns) * slot
    // Column 0 is where the networks meet, on the right.
    func x(_ column: Double) -> Double {
      let place = width - NetworkLayout.margin - (column + 0.5) * slot
      return column == 0 ? place : place - block.width / 2
    }
    var top = heading()
    var axes: [Double] = []
    for (network, others) in [
      (drawing.up, Array(up.dropLast().reversed())), (drawing.down, Array(down.dropFirst())),
    ] {
      let tallest = others.map { drawn($0).height }.max() ?? 0
      top += TextStyle.panel.lineHeight
      write(network.title, .panel, .start, NetworkLayout.margin, top)
      let axis = top + NetworkLayout.nameRoom + tallest / 2 + 6
      axes.append(axis)
      let below = axis + tallest / 2 + 20
      for (index, stage) in others.enumerated() {
        let (block, center) = (drawn(stage), Point(x: x(Double(index + 1)), y: axis))
        body += block.svg(center: center, ink: network.ink)
        write(stage.name, .legend, .middle, center.x, axis - block.height / 2 - 7)
        write(stage.label, .legend, .middle, center.x, below)
        guard index > 0 else { continue }
        let inner = center.x + block.width / 2 + 6
        let outer = x(Double(index)) - drawn(others[index - 1]).width / 2 - 6
        let ends = [Point(x: inner, y: axis), Point(x: outer, y: axis)]
        arrow(network == drawing.up ? ends : ends.reversed())
      }
      let steps = network == drawing.up ? up.reversed().dropLast() : down.dropFirst()
      let lines = steps.map { packed($0.operations, to: slot - 8) }
      for (index, lines) in lines.enumerated() {
        for (row, line) in lines.enumerated() {
          let y = below + 20 + Double(row) * TextStyle.tick.lineHeight
          write(line, .tick, .middle, x(Double(index) + 0.5), y)
        }
      }
      let rows = Double(lines.map(\.count).max() ?? 0)
      top = below + 12 + rows * TextStyle.tick.lineHeight + 20
    }
    height = top
    let group = block.height + 8 + 2 * TextStyle.legend.lineHeight
    let center = Point(x: x(0), y: (axes[0] + axes[1] - group + block.height) / 2)
    body += block.svg(center: center, ink: .gray)
    let below = center.y + block.height / 2 + 18
    write(meeting.name, .legend, .middle, center.x, below)
    write(meeting.label, .legend, .middle, center.x, below + TextStyle.legend.lineHeight)
    let nearest = [up[up.count - 2], down[1]].map { x(1) + drawn($0).width / 2 + 6 }
    arrow([
      Point(x: nearest[0], y: axes[0]), Point(x: center.x, y: axes[0]),
      Point(x: center.x, y: center.y - block.height / 2 - 6),
    ])
    arrow([
      Point(x: center.x, y: below + TextStyle.legend.lineHeight + 8),
      Point(x: center.x, y: axes[1]), Point(x: nearest[1], y: axes[1]),
    ])
  }

  /// Wide enough for every block with an arrow, every shape and every word.
  private var leastSlot: Double {
    let stages = drawing.up.stages + drawing.down.stages
    let blocks = stages.map { drawn($0).width + 30 }
    let shapes = stages.map { TextStyle.legend.width(of: $0.label) + 8 }
    let words = stages.flatMap(\.operations).flatMap { $0.split(separator: " ") }
      .map { TextStyle.tick.width(of: "\($0),") + 8 }
    return (blocks + shapes + words).max() ?? 0
  }

  // MARK: - Below each other

  private mutating func setColumn() {
    var top = heading() + 4
    let stages = drawing.up.stages + drawing.down.stages.dropFirst()
    let widest = stages.map { drawn($0).width }.max() ?? 0
    let center = NetworkLayout.margin + widest / 2
    let textX = NetworkLayout.margin + widest + 18
    let room = width - textX - NetworkLayout.margin
    let meeting = drawing.up.stages.count - 1
    for (index, stage) in stages.enumerated() {
      let ink =
        index == meeting ? Ink.gray : index < meeting ? drawing.up.ink : drawing.down.ink
      let block = drawn(stage)
      if index > 0 {
        let start = top
        if index == meeting + 1 { title(drawing.down.title, textX, &top) }
        for line in packed(stage.operations, to: room) {
          top += TextStyle.tick.lineHeight
          write(line, .tick, .start, textX, top)
        }
        top = max(top, start + 20) + 8
        arrow([Point(x: center, y: start + 2), Point(x: center, y: top - 2)])
      } else {
        title(drawing.up.title, textX, &top)
      }
      let space = max(block.height, 20)
      let middle = top + 4 + space / 2
      body += block.svg(center: Point(x: center, y: middle), ink: ink)
      let name = stage.name.isEmpty ? "" : "\(stage.name): "
      write(name + stage.label, .legend, .start, textX, middle + 4.5)
      top += space + 8
    }
    height = top + 12
  }

  private mutating func title(_ text: String, _ x: Double, _ top: inout Double) {
    top += TextStyle.panel.lineHeight
    write(text, .panel, .start, x, top)
    top += 2
  }

  // MARK: - Parts

  private func drawn(_ stage: Stage) -> Block { Block(stage.shape, unit: unit) }

  /// Title and subtitle; returns where they end.
  private mutating func heading() -> Double {
    var top = 12.0
    for (text, style) in [(drawing.title, TextStyle.title), (drawing.subtitle, .subtitle)] {
      for line in style.wrapped(text, to: width - 2 * NetworkLayout.margin) {
        write(line, style, .start, NetworkLayout.margin, top + style.size)
        top += style.lineHeight
      }
    }
    return top + 4
  }

  private mutating func write(
    _ text: String, _ style: TextStyle, _ anchor: Label.Anchor, _ x: Double, _ y: Double
  ) {
    body += Label(text: text, style: style, anchor: anchor, x: x, y: y).svg
  }

  /// Operations on as few lines as they fit on; one is broken only where it needs a line and more.
  private func packed(_ operations: [String], to width: Double) -> [String] {
    let style = TextStyle.tick
    var lines: [String] = []
    for (index, operation) in operations.enumerated() {
      let text = operation + (index + 1 < operations.count ? "," : "")
      if let last = lines.last, style.width(of: "\(last) \(text)") <= width {
        lines[lines.count - 1] = "\(last) \(text)"
      } else {
        lines += style.wrapped(text, to: width)
      }
    }
    return lines
  }

  /// A line through the points, with a head at the last.
  private mutating func arrow(_ points: [Point]) {
    let (from, to) = (points[points.count - 2], points[points.count - 1])
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = max(1e-9, (dx * dx + dy * dy).squareRoot())
    let (along, across) = (
      Point(x: dx / length, y: dy / length), Point(x: -dy / length, y: dx / length)
    )
    var path = Path()
    path.polyline(points)
    path.polyline(
      [1, 0, -1].map { side in
        let back = side == 0 ? 0.0 : 5
        return Point(
          x: to.x - back * along.x + 4 * side * across.x,
          y: to.y - back * along.y + 4 * side * across.y)
      })
    body += Element.path(path.finished(), "v")
  }
}
