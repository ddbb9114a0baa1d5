/// Ink on paper: how much of each pixel a pen's strokes cover.
enum InkField {
  /// Draws `writing` into `side` × `side` pixels, its centre of mass in the middle.
  ///
  /// A pixel at distance d from the nearest stroke of radius r gets the ink r − d + ½, between 0 and
  /// 1: the share that a straight edge at that distance would cover, near enough.
  static func draw(
    _ writing: Handwriting, into pixels: UnsafeMutableBufferPointer<UInt8>, side: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { ink in
      ink.initialize(repeating: 0)
      // Drawn first with its box in the middle, then moved by whole pixels as MNIST's were: an
      // image is drawn once, and has the sharpness it was drawn with.
      let margin = (Float(side) - 20) / 2
      for stroke in writing.strokes {
        let last = Float(stroke.count - 1)
        for index in 1..<stroke.count {
          // The pen is lifted gradually over the last third.
          let lift = max(0, 3 * Float(index) / last - 2)
          let piece = Piece(
            from: stroke[index - 1], to: stroke[index], margin: margin,
            radius: writing.radius * (1 - lift * (1 - writing.taper)))
          piece.draw(into: ink, side: side)
        }
      }
      let (down, right) = shift(ink, side: side)
      for row in 0..<side {
        for column in 0..<side {
          let (y, x) = (row - down, column - right)
          let inside = y >= 0 && y < side && x >= 0 && x < side
          pixels[row &* side &+ column] =
            inside ? UInt8(ink[y &* side &+ x] * 255 + 0.5) : 0
        }
      }
    }
  }

  /// By how many whole pixels the centre of mass is off the middle.
  private static func shift(
    _ ink: UnsafeMutableBufferPointer<Float>, side: Int
  ) -> (down: Int, right: Int) {
    var (mass, massX, massY) = (Float(0), Float(0), Float(0))
    for row in 0..<side {
      for column in 0..<side {
        let amount = ink[row &* side &+ column]
        mass += amount
        massX += amount * Float(column)
        massY += amount * Float(row)
      }
    }
    let middle = Float(side - 1) / 2
    return (
      Int((middle - massY / mass).rounded(.toNearestOrAwayFromZero)),
      Int((middle - massX / mass).rounded(.toNearestOrAwayFromZero))
    )
  }
}

/// A straight piece of a stroke.
private struct Piece {
  let x: Float
  let y: Float
  let acrossX: Float
  let acrossY: Float
  let radius: Float

  init(from start: Handwriting.Point, to end: Handwriting.Point, margin: Float, radius: Float) {
    // Pixel 0's middle lies at ½.
    x = start.x + margin - 0.5
    y = start.y + margin - 0.5
    acrossX = end.x - start.x
    acrossY = end.y - start.y
    self.radius = radius
  }

  func draw(into ink: UnsafeMutableBufferPointer<Float>, side: Int) {
    let reach = radius + 0.5
    let last = Float(side - 1)
    let left = Int(max(0, (x + min(0, acrossX) - reach).rounded(.up)))
    let right = Int(min(last, (x + max(0, acrossX) + reach).rounded(.down)))
    let top = Int(max(0, (y + min(0, acrossY) - reach).rounded(.up)))
    let bottom = Int(min(last, (y + max(0, acrossY) + reach).rounded(.down)))
    guard left <= right, top <= bottom else { return }
    let lengthSquared = acrossX * acrossX + acrossY * acrossY
    let scale = lengthSquared > 0 ? 1 / lengthSquared : 0
    for row in top...bottom {
      let dy = Float(row) - y
      for column in left...right {
        let dx = Float(column) - x
        let along = max(0, min(1, (dx * acrossX + dy * acrossY) * scale))
        let (ex, ey) = (dx - along * acrossX, dy - along * acrossY)
        let amount = min(1, reach - (ex * ex + ey * ey).squareRoot())
        let index = row &* side &+ column
        if amount > ink[index] { ink[index] = amount }
      }
    }
  }
}
