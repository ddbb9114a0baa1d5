extension Panel {
  /// Reference lines and their labels.
  ///
  /// The label of a horizontal line stands in the margin at its right end. The interesting levels
  /// are the very ones that curves settle on, so that inside the plot it would lie on a curve. The
  /// label of a vertical line stands beside it, near the top.
  func rules(_ rules: [Rule]) -> String {
    var path = Path()
    for rule in rules {
      if let line = segment(of: rule) { path.polyline([line.from, line.to]) }
    }
    let margin = marginLabels(rules)
    for label in margin { path.polyline(label.leader) }
    let inside = insideLabels(rules)
    let veils = inside.filter(\.isOnCurve).map { $0.label.box.insetBy(-2) }
    return Element.path(path.finished(), "v") + veils.map(veil).joined()
      + (margin.flatMap(\.lines) + inside.map(\.label)).map(\.svg).joined()
  }

  /// The two ends of a rule in the picture; `nil` if it lies outside.
  private func segment(of rule: Rule) -> (from: Point, to: Point)? {
    let inside = -1e-9...1 + 1e-9
    switch rule.direction {
    case .vertical:
      guard let at = x.fraction(rule.value), inside.contains(at) else { return nil }
      let place = frame.x + at * frame.width
      return (Point(x: place, y: frame.y), Point(x: place, y: frame.maxY))
    case .horizontal(let side):
      let ruler = side == .right ? right ?? y : y
      guard let at = ruler.fraction(rule.value), inside.contains(at) else { return nil }
      let height = frame.maxY - at * frame.height
      return (Point(x: frame.x, y: height), Point(x: frame.maxX, y: height))
    }
  }
}

// MARK: - In the margin

/// The label of a horizontal line: its lines of text, and the line that leads to them.
struct MarginLabel {
  var lines: [Label]
  var leader: [Point]
}

extension Panel {
  private static let leading = 15.0

  /// The lines of text of a rule's label in a margin of a panel of `width`.
  static func marginLines(_ rule: Rule, in width: Double) -> [String] {
    guard case .horizontal = rule.direction else { return [] }
    return TextStyle.rule.wrapped(rule.label, to: min(124, width * 0.2))
  }

  /// Each at the height of its line, or as near as those above leave room; all within the height of
  /// the plot. Labels that find no room at all are left out: the chart's description says them.
  private func marginLabels(_ rules: [Rule]) -> [MarginLabel] {
    let wanted = rules.compactMap { rule -> (lines: [String], at: Double)? in
      let lines = Panel.marginLines(rule, in: width)
      guard !lines.isEmpty, let line = segment(of: rule) else { return nil }
      return (lines, line.from.y)
    }
    .sorted { $0.at < $1.at }

    // Downwards, each below the one before it; then upwards from the bottom, where they overran it.
    let low = frame.y - 7
    let high = frame.maxY + 7
    var tops: [Double] = []
    var next = low
    for label in wanted {
      let top = max(next, label.at - Double(label.lines.count) * Panel.leading / 2)
      tops.append(top)
      next = top + Double(label.lines.count) * Panel.leading
    }
    next = high
    for index in tops.indices.reversed() {
      tops[index] = min(tops[index], next - Double(wanted[index].lines.count) * Panel.leading)
      next = tops[index]
    }

    let left = marginLeft + 12
    return zip(wanted, tops).compactMap { label, top in
      guard top >= low - 0.01 else { return nil }
      let middle = top + Double(label.lines.count) * Panel.leading / 2
      let lines = label.lines.enumerated().map { index, text in
        Label(
          text: text, style: .rule, x: left,
          y: top + (Double(index) + 0.5) * Panel.leading + 4.2)
      }
      // Tick labels of a right axis stand where the leader would.
      let leader =
        right != nil
        ? [] : [Point(x: frame.maxX, y: label.at), Point(x: left - 4, y: middle)]
      return MarginLabel(lines: lines, leader: leader)
    }
  }
}

// MARK: - Inside the plot

extension Panel {
  /// The labels of vertical lines. Of the places along the line on either side of it, top first,
  /// each takes the one that the fewest curves cross, and never one on another label.
  private func insideLabels(_ rules: [Rule]) -> [(label: Label, isOnCurve: Bool)] {
    var placed: [(label: Label, isOnCurve: Bool)] = []
    let vertical = rules.filter { $0.direction == .vertical && !$0.label.isEmpty }
    if vertical.isEmpty { return [] }
    let obstacles = curves() + rules.compactMap { segment(of: $0) }.map { [$0.from, $0.to] }
    for rule in vertical {
      guard let line = segment(of: rule) else { continue }
      let text = TextStyle.rule.shortened(rule.label, to: frame.width - 16)
      var best: (label: Label, crossings: Int)?
      for candidate in places(of: text, beside: line.from.x) {
        let box = candidate.box.insetBy(-1)
        guard frame.contains(box), !placed.contains(where: { $0.label.box.overlaps(box) }) else {
          continue
        }
        let crossings = obstacles.reduce(0) { count, curve in
          count + zip(curve, curve.dropFirst()).count { box.isCrossed(from: $0, to: $1) }
        }
        if crossings < best?.crossings ?? .max { best = (candidate, crossings) }
        if crossings == 0 { break }
      }
      if let best { placed.append((best.label, best.crossings > 0)) }
    }
    return placed
  }

  private func places(of text: String, beside x: Double) -> [Label] {
    let room = max(0, frame.height - 24)
    return (0...12).flatMap { step in
      let baseline = frame.y + 14 + room * Double(step) / 12
      return [
        Label(text: text, style: .rule, x: x + 6, y: baseline),
        Label(text: text, style: .rule, anchor: .end, x: x - 6, y: baseline),
      ]
    }
  }

  /// The lines that a label should keep clear of, in every frame. A scatter is too many to avoid.
  private func curves() -> [[Point]] {
    frames.flatMap(\.marks).flatMap { mark in
      switch mark.body {
      case .line(let points, _), .area(let points), .band(let points, _):
        thinnedRuns(pixels(points, mark.side))
      case .histogram(let histogram): thinnedRuns(pixels(histogram.outline, mark.side))
      case .points, .heat, .arrows: [[Point]]()
      }
    }
  }

  /// Dims the curve behind a label that had to be set on one.
  private func veil(_ box: Box) -> String {
    "<rect class=\"h\" x=\"\(coordinate(box.x))\" y=\"\(coordinate(box.y))\" "
      + "width=\"\(coordinate(box.width))\" height=\"\(coordinate(box.height))\" rx=\"3\"/>\n"
  }
}
