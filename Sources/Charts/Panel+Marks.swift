// How each kind of layer is drawn.

extension Panel {
  /// The layers in their order, clipped to the plot; the markers of restless lines above them all.
  func drawing(of marks: [Mark]) -> String {
    let layers = marks.map { colored($0, drawing(of:_:)) }
    let markers = marks.map { colored($0, signposts(of:_:)) }
    return clipped((layers + markers).joined())
  }

  /// What `draw` makes of a layer, in its series' colour.
  private func colored(_ mark: Mark, _ draw: (Mark, Look) -> String) -> String {
    guard let look = series.looks[mark.name] else { return "" }
    let content = draw(mark, look)
    return content.isEmpty ? "" : "\(series.group(look))\n\(content)</g>\n"
  }

  private func drawing(of mark: Mark, _ look: Look) -> String {
    switch mark.body {
    case .line(let points, let faint):
      line(pixels(points, mark.side), faint: pixels(faint, mark.side), look)
    case .area(let points):
      area(pixels(points, mark.side), on: mark.side, "l b" + dash(look.dash))
    case .histogram(let histogram):
      area(pixels(histogram.outline, mark.side), on: mark.side, "l w b")
    case .band(let low, let high):
      band(pixels(low, mark.side), pixels(high, mark.side))
    case .points(let points):
      scatter(pixels(points, mark.side), look)
    case .heat(let map):
      heat(map, on: mark.side)
    case .arrows(let arrows):
      self.arrows(arrows, on: mark.side)
    }
  }

  /// Positions in the picture; missing where the axes have no place.
  func pixels(_ points: [Point?], _ side: Chart.Side) -> [Point?] {
    points.map { $0.flatMap { pixel($0, on: side) } }
  }

  private func line(_ points: [Point?], faint: [Point?], _ look: Look) -> String {
    var behind = isLong(faint) ? envelope(faint) : Path(through: runs(faint))
    let stretches = thinnedRuns(points)
    var path = Path(through: stretches.filter { $0.count > 1 })
    // A point between two gaps has no line: it is a dot, which no dash pattern may swallow.
    var dots = Path()
    for run in stretches where run.count == 1 { dots.dot(at: run[0]) }
    let isRestless = isLong(points) && faint.isEmpty
    return Element.path(behind.finished(), isLong(faint) ? "s" : "l y")
      + Element.path(path.finished(), isRestless ? "l w" : "l" + dash(look.dash))
      + Element.path(dots.finished(), "l f")
  }

  /// The markers of a restless line, above all lines.
  private func signposts(of mark: Mark, _ look: Look) -> String {
    guard case .line(let points, let faint) = mark.body, isLong(points), faint.isEmpty,
      series.names.count > 1
    else { return "" }
    let places = signposts(pixels(points, mark.side), order: look.order)
    return Element.marker(look.marker, at: places, radius: 4.2)
  }

  /// A few places along a restless line, each at the mean of its neighbourhood, where a marker says
  /// whose line it is. Different series have theirs at different places.
  private func signposts(_ points: [Point?], order: Int) -> [Point] {
    let count = 7
    let span = points.count / count
    let reach = max(1, points.count / 100)
    return (0..<count).compactMap { post in
      let middle = post * span + span * (2 * (order % 5) + 1) / 10
      let near = points[max(0, middle - reach)..<min(points.count, middle + reach + 1)]
        .compactMap { $0 }
      guard !near.isEmpty else { return nil }
      let n = Double(near.count)
      return Point(
        x: near.reduce(0) { $0 + $1.x } / n, y: near.reduce(0) { $0 + $1.y } / n)
    }
  }

  /// Filled and outlined by one path: up from the foot, along, and down again. The foot itself is
  /// not drawn; a fill closes by itself.
  private func area(_ points: [Point?], on side: Chart.Side, _ classes: String) -> String {
    let ruler = side == .right ? right ?? y : y
    let foot = frame.maxY - (ruler.fraction(ruler.foot) ?? 0) * frame.height
    var path = Path()
    for run in thinnedRuns(points) {
      path.polyline(
        [Point(x: run[0].x, y: foot)] + run + [Point(x: run[run.count - 1].x, y: foot)])
    }
    return Element.path(path.finished(), classes)
  }

  /// The stretch that a long series covers: its least and greatest in each of up to 120 stretches.
  private func envelope(_ points: [Point?]) -> Path {
    var path = Path()
    for run in runs(points) {
      let count = max(1, run.count * 120 / points.count)
      let pieces = (0..<count).map { run[$0 * run.count / count..<($0 + 1) * run.count / count] }
      let edges = pieces.filter { !$0.isEmpty }.map { piece in
        let heights = piece.map(\.y)
        let middle = piece[(piece.startIndex + piece.endIndex) / 2].x
        return (x: middle, top: heights.min() ?? 0, bottom: heights.max() ?? 0)
      }
      path.polyline(
        edges.map { Point(x: $0.x, y: $0.top) }
          + edges.reversed().map { Point(x: $0.x, y: $0.bottom) })
      path.close()
    }
    return path
  }

  private func band(_ low: [Point?], _ high: [Point?]) -> String {
    // Where one edge is missing, the band is.
    let both = zip(low, high).map { low, high in low != nil && high != nil }
    let lows = zip(low, both).map { $1 ? $0 : nil }
    let highs = zip(high, both).map { $1 ? $0 : nil }
    var path = Path()
    for (low, high) in zip(thinnedRuns(lows), thinnedRuns(highs)) {
      path.polyline(high + low.reversed())
      path.close()
    }
    return Element.path(path.finished(), "b")
  }

  /// Many points are small and translucent, in a few layers, so that crowded places are darker.
  private func scatter(_ points: [Point?], _ look: Look) -> String {
    let shown = sampled(
      points.compactMap { $0 }.filter {
        frame.insetBy(-1).contains(Box(x: $0.x, y: $0.y, width: 0, height: 0))
      }, to: 4000)
    let radius = shown.count <= 80 ? 4.0 : shown.count <= 600 ? 2.6 : 1.8
    if shown.count <= 80 { return Element.marker(look.marker, at: shown, radius: radius) }

    let layers = 4
    return (0..<layers).map { layer in
      var path = Path()
      for index in stride(from: layer, to: shown.count, by: layers) {
        if look.marker == .circle {
          path.dot(at: shown[index])
        } else {
          look.marker.draw(at: shown[index], radius: radius, in: &path)
        }
      }
      let data = path.finished()
      if data.isEmpty { return "" }
      return look.marker == .circle
        ? "<path class=\"l\" style=\"stroke-width:\(coordinate(2 * radius));stroke-opacity:.5\" "
          + "d=\"\(data)\"/>\n"
        : "<path class=\"c\" fill-opacity=\".5\" d=\"\(data)\"/>\n"
    }.joined()
  }
}
