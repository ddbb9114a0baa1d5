/// A pair of finite numbers, in data units or in pixels.
struct Point: Equatable, Sendable {
  var x: Double
  var y: Double
}

/// Whether a number can be drawn at all. Beyond ±1e300 the span of an axis could overflow, so such
/// numbers count as infinite.
func isUsable(_ value: Double) -> Bool { abs(value) <= 1e300 }

/// Data as a chart keeps them: `nil` where either coordinate is NaN or infinite. A missing point
/// breaks a line, and two series with gaps in the same places are equal (NaN ≠ NaN would not be).
func pairs(_ x: [some BinaryFloatingPoint], _ y: [some BinaryFloatingPoint]) -> [Point?] {
  zip(x, y).map { x, y in
    let point = Point(x: Double(x), y: Double(y))
    return isUsable(point.x) && isUsable(point.y) ? point : nil
  }
}

/// One layer of a chart. Layers with the same name are one series: one colour, one legend entry.
struct Mark: Equatable, Sendable {
  enum Body: Equatable, Sendable {
    /// `faint` is the unsmoothed series behind a smoothed one.
    case line([Point?], faint: [Point?])
    /// Filled down to 0 (to the bottom, on a log axis).
    case area([Point?])
    /// Between two curves with the same x.
    case band(low: [Point?], high: [Point?])
    case histogram(Histogram)
    case points([Point?])
    case heat(ShadeMap)
    case arrows([Arrow])
  }

  var name: String
  var ink: Ink?
  var side: Chart.Side
  var body: Body

  /// Every point that must fit on the axes, and whether 0 must, too.
  var extent: (points: [Point?], fromZero: Bool) {
    switch body {
    case .line(let points, let faint): (points + faint, false)
    case .area(let points): (points, true)
    case .band(let low, let high): (low + high, false)
    case .histogram(let histogram): (histogram.outline, true)
    case .points(let points): (points, false)
    case .heat(let map): (map.corners, false)
    case .arrows(let arrows): (arrows.flatMap { [$0.start, $0.end] }, false)
    }
  }
}

/// A reference line across the plot, at one value of one axis.
struct Rule: Equatable, Sendable {
  enum Direction: Equatable, Sendable {
    case horizontal(Chart.Side)
    case vertical
  }

  var direction: Direction
  var value: Double
  var label: String
}
