/// Sixteen pixels of a row at once, here and in ``FaceShapes``.
typealias Pixels = SIMD16<Float>

/// A canvas of 64 × 64 colour pixels, and a head's place on it.
///
/// A shape is given by its signed distance: a function of places (u right, v down, in pixels from the
/// middle of the head, before it is tilted) that is negative inside, positive outside, and near the
/// edge says how far away the edge is. A pixel at distance d is covered by ½ − d, between 0 and 1:
/// the share that a straight edge at that distance would cover, near enough. So edges are smooth, and
/// what is combined of shapes by minimum and maximum has smooth edges too.
struct FaceCanvas {
  static let side = 64
  private static let vectors = side / 16

  /// Red, green and blue, one plane behind the other; levels 0 … 255.
  private let planes: UnsafeMutableBufferPointer<Pixels>
  /// Where (0, 0) lies, and the first axis: the tilt's cosine and sine times the head's scale.
  private let pose: Pose

  struct Pose {
    var x: Float
    var y: Float
    var scale: Float
    var cosine: Float
    var sine: Float
  }

  /// Where a shape may have ink: a middle and half its width and height. Nothing beyond is looked at.
  struct Box {
    let x: Float
    let y: Float
    let width: Float
    let height: Float

    init(_ x: Float, _ y: Float, _ width: Float, _ height: Float) {
      (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
  }

  static let vectorCount = 3 * side * vectors

  /// `planes` has room for ``vectorCount`` vectors, and any contents.
  init(_ planes: UnsafeMutableBufferPointer<Pixels>, pose: Pose) {
    self.planes = planes
    self.pose = pose
  }

  /// Paints all pixels: `color` mixed with `other`, whose share is a function of the pixel's place.
  func fill(_ color: FaceColor, _ other: FaceColor, share: (Pixels, Pixels) -> Pixels) {
    for row in 0..<FaceCanvas.side {
      for vector in 0..<FaceCanvas.vectors {
        let amount = share(columns(vector), Pixels(repeating: Float(row) + 0.5)).limited()
        let index = row &* FaceCanvas.vectors &+ vector
        for (plane, (from, to)) in zip(0..<3, zip(color.levels, other.levels)) {
          planes[plane &* FaceCanvas.side &* FaceCanvas.vectors &+ index] =
            from + (to - from) * amount
        }
      }
    }
  }

  /// Lays `paint` over the pixels inside a shape.
  ///
  /// - Parameters:
  ///   - opacity: 0 … 1, how much of what is below disappears.
  ///   - softness: over how many pixels the edge fades; 1 is as sharp as pixels can show.
  ///   - distance: the shape's signed distance at places (u, v).
  @inline(never)
  func paint(
    _ paint: FacePaint, _ box: Box, opacity: Float = 1, softness: Float = 1,
    distance: (Pixels, Pixels) -> Pixels
  ) {
    let (cosine, sine) = (pose.cosine, pose.sine)
    let centerX = pose.x + pose.scale * (cosine * box.x - sine * box.y)
    let centerY = pose.y + pose.scale * (sine * box.x + cosine * box.y)
    let reachX = pose.scale * (cosine * box.width + abs(sine) * box.height) + softness
    let reachY = pose.scale * (abs(sine) * box.width + cosine * box.height) + softness
    let last = Float(FaceCanvas.side - 1)
    let top = Int(max(0, centerY - reachY))
    let bottom = Int(max(-1, min(last, centerY + reachY)))
    let left = Int(max(0, centerX - reachX)) / 16
    let right = Int(max(-1, min(last, centerX + reachX)).rounded(.down))
    guard top <= bottom, right >= 0, left <= right / 16 else { return }
    let (across, along) = (cosine / pose.scale, sine / pose.scale)
    let sharpness = pose.scale / softness
    let plane = FaceCanvas.side &* FaceCanvas.vectors
    for row in top...bottom {
      let y = Float(row) + 0.5 - pose.y
      for vector in left...right / 16 {
        let x = columns(vector) - pose.x
        let u = x * across + y * along
        let v = y * across - x * along
        let cover = (0.5 - distance(u, v) * sharpness).limited() * opacity
        let light = 1 + u * paint.across + v * paint.down
        let index = row &* FaceCanvas.vectors &+ vector
        let (red, green, blue) = (
          planes[index], planes[plane &+ index], planes[2 &* plane &+ index]
        )
        planes[index] = red + (paint.color.red * light - red) * cover
        planes[plane &+ index] = green + (paint.color.green * light - green) * cover
        planes[2 &* plane &+ index] = blue + (paint.color.blue * light - blue) * cover
      }
    }
  }

  /// The middles of sixteen pixels.
  @inline(__always)
  private func columns(_ vector: Int) -> Pixels {
    Pixels(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5)
      + Float(16 &* vector)
  }

  /// Writes the picture, `[64, 64, 3]`, as bytes.
  func write(into pixels: UnsafeMutableBufferPointer<UInt8>) {
    let plane = FaceCanvas.side * FaceCanvas.vectors
    for index in 0..<plane {
      for channel in 0..<3 {
        // To add 2²³ rounds to whole numbers and leaves them in the lowest bits.
        let levels = planes[channel &* plane &+ index].limited(to: 255) + 8_388_608
        let bits = unsafeBitCast(levels, to: SIMD16<UInt32>.self)
        for lane in 0..<16 {
          pixels[(index &* 16 &+ lane) &* 3 &+ channel] = UInt8(truncatingIfNeeded: bits[lane])
        }
      }
    }
  }
}

/// A colour in levels 0 … 255, as sRGB encodes them.
struct FaceColor {
  var red: Float
  var green: Float
  var blue: Float

  init(_ red: Float, _ green: Float, _ blue: Float) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  var levels: [Float] { [red, green, blue] }

  /// Brighter or darker.
  func times(_ factor: Float) -> FaceColor {
    FaceColor(red * factor, green * factor, blue * factor)
  }

  func mixed(_ other: FaceColor, _ share: Float) -> FaceColor {
    FaceColor(
      red + (other.red - red) * share, green + (other.green - green) * share,
      blue + (other.blue - blue) * share)
  }
}

/// A colour, and by what share it grows brighter with each pixel to the right and down.
struct FacePaint {
  var color: FaceColor
  var across: Float = 0
  var down: Float = 0
}

extension SIMD16<Float> {
  /// Between `low` and `high`.
  @inline(__always)
  func limited(from low: Float = 0, to high: Float = 1) -> Self {
    common(union(self, Self(repeating: high)), Self(repeating: low))
  }
}
