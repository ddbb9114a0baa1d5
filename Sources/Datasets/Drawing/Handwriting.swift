import Tensors

/// A digit as one hand wrote it once: its strokes as chains of short straight pieces, in pixels, and
/// the radius of the pen.
struct Handwriting {
  struct Point {
    var x: Float
    var y: Float
  }

  var strokes: [[Point]]
  /// The pen's radius in pixels, and how much of it is left at the end of a stroke, 0…1.
  var radius: Float
  let taper: Float
}

extension Handwriting {
  /// Writes `digit` in one of its ways.
  init(digit: Int, using stream: inout RandomStream) {
    let shape = DigitShape.choose(digit, using: &stream)

    // A hand: MNIST's digits lean to the right, by 0.2 to 0.3 of their height.
    let slant = -0.17 + 0.2 * stream.bell()
    let width = 1 + 0.16 * stream.bell()
    let bend = 0.06 * stream.bell()
    let swell = 0.10 * stream.bell()
    // Half the tangent of the angle, so that sine and cosine need no series: ±0.05 is ±6°.
    let turn = 0.05 * stream.bell()
    let cosine = (1 - turn * turn) / (1 + turn * turn)
    let sine = 2 * turn / (1 + turn * turn)

    strokes = shape.strokes.map { stroke in
      var points = stroke
      // A stroke set down apart from the others lands a little beside its place.
      let beside = (x: 0.02 * stream.bell(), y: 0.02 * stream.bell())
      for index in points.indices {
        points[index].x += beside.x + 0.028 * stream.bell()
        points[index].y += beside.y + 0.028 * stream.bell()
      }
      points.moveEnd(at: 0, by: 0.08 * stream.bell())
      points.moveEnd(at: points.count - 1, by: 0.08 * stream.bell())
      return curve(through: points).map { point in
        // From the middle of the box, so that what follows turns and leans about it.
        let v = point.y - 0.5
        let u = (point.x - 0.4) * width * (1 + 2 * swell * v) + slant * v + bend * (4 * v * v - 1)
        return Point(x: cosine * u - sine * v, y: sine * u + cosine * v)
      }
    }
    let pressure = stream.bell()
    // Thick pens are further from the middle than thin ones.
    radius = 1.16 + 0.26 * pressure + 0.05 * pressure * pressure
    taper = 0.75 + 0.25 * stream.unit()
  }

  /// Scales the digit until its ink is `size` pixels high or wide, whichever is more, with the
  /// box's top left corner at (0, 0).
  mutating func fit(into size: Float) {
    var low = Point(x: .infinity, y: .infinity)
    var high = Point(x: -.infinity, y: -.infinity)
    for point in strokes.joined() {
      low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
      high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
    }
    let extent = max(high.x - low.x, high.y - low.y)
    let scale = (size - 2 * radius) / extent
    for stroke in strokes.indices {
      for index in strokes[stroke].indices {
        let point = strokes[stroke][index]
        strokes[stroke][index] = Point(
          x: (point.x - low.x) * scale + radius, y: (point.y - low.y) * scale + radius)
      }
    }
  }
}

extension DigitShape {
  /// One of the ways to write `digit`, each as often as its weight says.
  fileprivate static func choose(_ digit: Int, using stream: inout RandomStream) -> DigitShape {
    let ways = all[digit]
    var rest = stream.unit() * ways.reduce(0) { $0 + $1.weight }
    for way in ways.dropLast() {
      rest -= way.weight
      if rest < 0 { return way }
    }
    return ways[ways.count - 1]
  }
}

extension [DigitShape.Point] {
  /// Makes the stroke's end at `index` longer by this share of its last piece, or shorter.
  fileprivate mutating func moveEnd(at index: Int, by share: Float) {
    let neighbour = self[index == 0 ? 1 : index - 1]
    self[index].x += share * (self[index].x - neighbour.x)
    self[index].y += share * (self[index].y - neighbour.y)
  }
}

/// A chain of short pieces along the smooth curve through `points`.
///
/// Between p₁ and p₂, with neighbours p₀ and p₃, the curve is the cubic with the slopes
/// (p₂ − p₀)/2 and (p₃ − p₁)/2 at its ends. A corner, like an end, has no neighbour beyond.
/// Catmull, Rom (1974), A class of local interpolating splines.
private func curve(through points: [DigitShape.Point]) -> [Handwriting.Point] {
  let pieces = 5
  var chain: [Handwriting.Point] = []
  chain.reserveCapacity(points.count * pieces)
  chain.append(.init(x: points[0].x, y: points[0].y))
  for index in 0..<points.count - 1 {
    let (start, end) = (points[index], points[index + 1])
    let before = index == 0 || start.isCorner ? start : points[index - 1]
    let after = index + 2 == points.count || end.isCorner ? end : points[index + 2]
    for piece in 1...pieces {
      let t = Float(piece) / Float(pieces)
      func along(_ p0: Float, _ p1: Float, _ p2: Float, _ p3: Float) -> Float {
        let linear = p2 - p0
        let square = 2 * p0 - 5 * p1 + 4 * p2 - p3
        let cube = 3 * (p1 - p2) + p3 - p0
        return p1 + 0.5 * t * (linear + t * (square + t * cube))
      }
      chain.append(
        .init(
          x: along(before.x, start.x, end.x, after.x), y: along(before.y, start.y, end.y, after.y)))
    }
  }
  return chain
}

extension RandomStream {
  /// A number in [0, 1), of 24 bits.
  mutating func unit() -> Float { Float(next() >> 8) / 16_777_216 }

  /// Nearly normal, mean 0 and standard deviation 1, but never beyond ±3: nobody writes a digit that
  /// falls apart. The sum of three uniform numbers has variance 3/12.
  mutating func bell() -> Float { 2 * (unit() + unit() + unit() - 1.5) }
}
