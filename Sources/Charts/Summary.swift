extension Chart {
  /// The chart in words, for readers who do not see it: axes with their spans, each series with how
  /// it starts and ends, reference lines.
  func summary() -> String {
    var sentences = [subtitle].filter { !$0.isEmpty }
    for (place, axis) in [("Across", x), ("Up", y)] + (right.map { [("Up, right axis", $0)] } ?? [])
    {
      let scale = axis.scale == .log ? ", log scale" : ""
      sentences.append("\(place): \(axis.heading.isEmpty ? "no title" : axis.heading)\(scale)")
    }
    sentences += marks.map(\.summary)
    sentences += rules.map { rule in
      let axis = rule.direction == .vertical ? "x" : "y"
      let label = rule.label.isEmpty ? "" : ", \(rule.label)"
      return "Reference line at \(axis) = \(brief(rule.value))\(label)"
    }
    return sentences.map { $0 + "." }.joined(separator: " ")
  }
}

extension Mark {
  fileprivate var summary: String {
    let subject = name.isEmpty ? "Unnamed series" : name
    switch body {
    case .line(let points, _):
      let known = points.compactMap { $0 }
      guard let first = known.first, let last = known.last else { return "\(subject): no data" }
      if known.count == 1 { return "\(subject): \(brief(first.y)) at \(brief(first.x))" }
      let values = known.map(\.y)
      return "\(subject): a line from \(brief(first.y)) at \(brief(first.x)) "
        + "to \(brief(last.y)) at \(brief(last.x)), "
        + "between \(brief(values.min() ?? 0)) and \(brief(values.max() ?? 0))"
    case .area(let points):
      let known = points.compactMap { $0 }
      guard let peak = known.max(by: { $0.y < $1.y }) else { return "\(subject): no data" }
      return "\(subject): an area that peaks with \(brief(peak.y)) at \(brief(peak.x))"
    case .histogram(let histogram):
      guard
        let peak = histogram.density.indices.max(by: {
          histogram.density[$0] < histogram.density[$1]
        }), histogram.density[peak] > 0
      else { return "\(subject): no data" }
      let middle = histogram.range.lowerBound + (Double(peak) + 0.5) * histogram.binWidth
      return "\(subject): a histogram that peaks with \(brief(histogram.density[peak])) "
        + "at \(brief(middle))"
    case .band(let low, let high):
      let lows = low.compactMap { $0?.y }
      let highs = high.compactMap { $0?.y }
      guard let least = lows.min(), let greatest = highs.max() else {
        return "\(subject): no data"
      }
      return "\(subject): a band between \(brief(least)) and \(brief(greatest))"
    case .points(let points):
      let known = points.compactMap { $0 }
      guard let left = known.map(\.x).min(), let right = known.map(\.x).max(),
        let low = known.map(\.y).min(), let high = known.map(\.y).max()
      else { return "\(subject): no data" }
      return "\(subject): \(known.count) points, x \(brief(left)) to \(brief(right)), "
        + "y \(brief(low)) to \(brief(high))"
    case .heat(let map):
      guard let peak = map.peak else { return "\(subject): no data" }
      return "\(subject): a map that peaks with \(brief(peak.value)) at \(brief(peak.x)), "
        + brief(peak.y)
    case .arrows(let arrows):
      return "\(subject): \(arrows.count) arrows"
    }
  }
}
