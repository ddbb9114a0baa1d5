import Preconditions

/// Numbers over the plane, as shades: darker (on a dark page: brighter) where they are greater.
///
/// They are drawn in nine steps of one colour, so that the steps' edges read as contour lines and the
/// file stays small.
public struct ShadeMap: Equatable, Sendable {
  public let x: ClosedRange<Double>
  public let y: ClosedRange<Double>
  public let columns: Int
  /// Row by row from the lowest y on, each from the lowest x on.
  public let values: [Double]
  /// What the lightest and the darkest shade stand for.
  public let span: ClosedRange<Double>

  /// Stops when `values` do not fill whole rows of `columns`.
  ///
  /// - Parameters:
  ///   - values: one for each cell; one that is not finite has no shade.
  ///   - span: `nil` takes the least and the greatest value.
  public init(
    _ values: [some BinaryFloatingPoint], columns: Int, x: ClosedRange<Double>,
    y: ClosedRange<Double>, span: ClosedRange<Double>? = nil
  ) {
    require(
      columns > 0 && !values.isEmpty && values.count % columns == 0,
      "ShadeMap: \(values.count) values in \(columns) columns")
    require(
      x.lowerBound < x.upperBound && y.lowerBound < y.upperBound,
      "ShadeMap: no room between \(x) and \(y)")
    (self.x, self.y, self.columns) = (x, y, columns)
    // What is not finite is below everything, and equal to itself.
    let numbers = values.map { isUsable(Double($0)) ? Double($0) : -.infinity }
    self.values = numbers
    let known = numbers.filter(isUsable)
    self.span = span ?? (known.min() ?? 0)...(known.max() ?? 0)
  }

  /// How many of points lie in each cell: a density, row by row from the lowest y on.
  public static func counts(
    x points: [some BinaryFloatingPoint], y others: [some BinaryFloatingPoint], columns: Int,
    in range: ClosedRange<Double>
  ) -> [Double] {
    var counts = [Double](repeating: 0, count: columns * columns)
    let width = (range.upperBound - range.lowerBound) / Double(columns)
    for (x, y) in zip(points, others) where range.contains(Double(x)) && range.contains(Double(y)) {
      let column = min(columns - 1, Int((Double(x) - range.lowerBound) / width))
      let row = min(columns - 1, Int((Double(y) - range.lowerBound) / width))
      counts[row * columns + column] += 1
    }
    return counts
  }

  var rows: Int { values.count / columns }

  var corners: [Point?] {
    [Point(x: x.lowerBound, y: y.lowerBound), Point(x: x.upperBound, y: y.upperBound)]
  }

  /// The greatest value and the middle of its cell.
  var peak: (value: Double, x: Double, y: Double)? {
    guard let place = values.indices.max(by: { values[$0] < values[$1] }), isUsable(values[place])
    else { return nil }
    let (row, column) = place.quotientAndRemainder(dividingBy: columns)
    return (
      values[place],
      x.lowerBound + (Double(column) + 0.5) * (x.upperBound - x.lowerBound) / Double(columns),
      y.lowerBound + (Double(row) + 0.5) * (y.upperBound - y.lowerBound) / Double(rows)
    )
  }

  static let steps = 9

  /// The stretches of cells in a row that reach step 1, 2, … 9 of the span.
  func stretches(reaching step: Int) -> [(row: Int, columns: Range<Int>)] {
    let limit =
      span.lowerBound + (span.upperBound - span.lowerBound) * Double(step)
      / Double(ShadeMap.steps + 1)
    guard span.lowerBound < span.upperBound else { return [] }
    return (0..<rows).flatMap { row -> [(row: Int, columns: Range<Int>)] in
      var found: [(row: Int, columns: Range<Int>)] = []
      var start: Int?
      for column in 0...columns {
        let isReached = column < columns && values[row * columns + column] >= limit
        if isReached, start == nil { start = column }
        if !isReached, let first = start {
          found.append((row, first..<column))
          start = nil
        }
      }
      return found
    }
  }
}

/// From one point to another.
struct Arrow: Equatable, Sendable {
  let start: Point
  let end: Point
}

// MARK: - Layers

extension Chart {
  /// Shades over the plane; what is added after lies above them.
  public mutating func shades(_ name: String, _ map: ShadeMap, ink: Ink? = nil) {
    add(Mark(name: name, ink: ink, side: .left, body: .heat(map)))
  }

  /// Arrows from points to others: a field of gradients. An arrow with an end that is not finite is
  /// left out.
  public mutating func arrows(
    _ name: String, x: [some BinaryFloatingPoint], y: [some BinaryFloatingPoint],
    toX: [some BinaryFloatingPoint], toY: [some BinaryFloatingPoint], ink: Ink? = nil
  ) {
    require(
      x.count == y.count && x.count == toX.count && x.count == toY.count,
      "Chart \"\(title)\", series \"\(name)\": arrows of unequal counts")
    let arrows = zip(pairs(x, y), pairs(toX, toY)).compactMap { start, end in
      start.flatMap { start in end.map { Arrow(start: start, end: $0) } }
    }
    add(Mark(name: name, ink: ink, side: .left, body: .arrows(arrows)))
  }
}

// MARK: - Drawing

extension Panel {
  func heat(_ map: ShadeMap, on side: Chart.Side) -> String {
    let (low, high) = (map.corners[0], map.corners[1])
    guard let low, let high, let from = pixel(low, on: side), let to = pixel(high, on: side) else {
      return ""
    }
    let width = (to.x - from.x) / Double(map.columns)
    let height = (to.y - from.y) / Double(map.rows)
    return (1...ShadeMap.steps).map { step in
      var path = Path()
      for (row, columns) in map.stretches(reaching: step) {
        let (left, right) = (
          from.x + Double(columns.lowerBound) * width, from.x + Double(columns.upperBound) * width
        )
        let (bottom, top) = (
          from.y + Double(row) * height, from.y + Double(row + 1) * height
        )
        path.polyline([
          Point(x: left, y: bottom), Point(x: right, y: bottom), Point(x: right, y: top),
          Point(x: left, y: top),
        ])
        path.close()
      }
      let data = path.finished()
      // Crisp edges: neighbouring rows must not shine through between each other.
      return data.isEmpty
        ? ""
        : "<path class=\"c\" fill-opacity=\".1\" shape-rendering=\"crispEdges\" d=\"\(data)\"/>\n"
    }.joined()
  }

  func arrows(_ arrows: [Arrow], on side: Chart.Side) -> String {
    var path = Path()
    for arrow in arrows {
      guard let start = pixel(arrow.start, on: side), let end = pixel(arrow.end, on: side) else {
        continue
      }
      path.arrow(from: start, to: end)
    }
    return Element.path(path.finished(), "l w")
  }
}

extension Path {
  /// A shaft with a head of at most 5 pixels.
  mutating func arrow(from start: Point, to end: Point) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.5 else { return }
    let size = min(5, length / 2) / length
    let (ax, ay) = (dx * size, dy * size)
    polyline([start, end])
    polyline([
      Point(x: end.x - ax - ay / 2, y: end.y - ay + ax / 2), end,
      Point(x: end.x - ax + ay / 2, y: end.y - ay - ax / 2),
    ])
  }
}
