/// The data of an SVG path, written in relative commands of whole tenths of a pixel.
///
/// Steps are differences of rounded positions, so rounding does not add up along the path, and a
/// curve of 120 points takes some 700 bytes instead of 1500.
struct Path {
  private(set) var data = ""
  private var x = 0
  private var y = 0
  private var command: Character = " "
  /// A horizontal stretch that may still grow: the flat tails of a density are one command.
  private var flat = 0

  mutating func move(to point: Point) {
    flush()
    (x, y) = (tenths(point.x), tenths(point.y))
    data += "M\(coordinate(tenths: x))"
    append(y)
    command = "M"
  }

  mutating func line(to point: Point) {
    let (newX, newY) = (tenths(point.x), tenths(point.y))
    let (dx, dy) = (newX - x, newY - y)
    (x, y) = (newX, newY)
    if dy == 0 {
      if dx != 0, flat != 0, (dx > 0) != (flat > 0) { flush() }
      flat += dx
      return
    }
    flush()
    if dx == 0 {
      data += "v\(coordinate(tenths: dy))"
      command = "v"
    } else if command == "l" {
      append(dx)
      append(dy)
    } else {
      data += "l\(coordinate(tenths: dx))"
      append(dy)
      command = "l"
    }
  }

  /// A stretch of no length, which a round line cap shows as a dot.
  mutating func dot(at point: Point) {
    move(to: point)
    data += "h0"
    command = "h"
  }

  mutating func close() {
    flush()
    data += "z"
    command = "z"
  }

  /// Everything so far, as the value of the attribute `d`.
  mutating func finished() -> String {
    flush()
    return data
  }

  private mutating func flush() {
    guard flat != 0 else { return }
    data += "h\(coordinate(tenths: flat))"
    command = "h"
    flat = 0
  }

  /// A number after another: a minus sign already separates them.
  private mutating func append(_ number: Int) {
    if number >= 0 { data += " " }
    data += coordinate(tenths: number)
  }
}

extension Path {
  /// The lines through each run.
  init(through runs: [[Point]]) {
    for run in runs { polyline(run) }
  }

  mutating func polyline(_ points: [Point]) {
    for (index, point) in points.enumerated() {
      if index == 0 {
        move(to: point)
      } else {
        line(to: point)
      }
    }
  }
}

/// The shapes that tell series apart without colour.
enum Marker: CaseIterable, Sendable {
  case circle, square, triangle, diamond, wedge

  /// Corners around the centre, for a marker of about `radius`. A circle has 12.
  private func corners(_ radius: Double) -> [(Double, Double)] {
    let r = radius
    switch self {
    case .circle:
      // cos and sin of multiples of 30°
      let (a, b) = (0.5 * r, 0.8660254 * r)
      return [
        (r, 0), (b, a), (a, b), (0, r), (-a, b), (-b, a), (-r, 0), (-b, -a), (-a, -b), (0, -r),
        (a, -b), (b, -a),
      ]
    case .square:
      return [(-0.9 * r, -0.9 * r), (0.9 * r, -0.9 * r), (0.9 * r, 0.9 * r), (-0.9 * r, 0.9 * r)]
    case .triangle: return [(0, -1.25 * r), (1.15 * r, 0.8 * r), (-1.15 * r, 0.8 * r)]
    case .diamond: return [(0, -1.35 * r), (1.1 * r, 0), (0, 1.35 * r), (-1.1 * r, 0)]
    case .wedge: return [(0, 1.25 * r), (1.15 * r, -0.8 * r), (-1.15 * r, -0.8 * r)]
    }
  }

  func draw(at center: Point, radius: Double, in path: inout Path) {
    path.polyline(corners(radius).map { Point(x: center.x + $0.0, y: center.y + $0.1) })
    path.close()
  }
}
