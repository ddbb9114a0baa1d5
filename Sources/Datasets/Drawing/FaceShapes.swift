// The signed distances that faces are drawn of; see FaceCanvas. Only + − × ÷ √ and comparisons, each
// exact or rounded once, so that every machine draws the same bytes.

/// The nearer of two: a shape of both.
@inline(__always) func union(_ a: Pixels, _ b: Pixels) -> Pixels {
  b.replacing(with: a, where: a .< b)
}

/// The farther of two: what both have in common.
@inline(__always) func common(_ a: Pixels, _ b: Pixels) -> Pixels {
  b.replacing(with: a, where: a .> b)
}

@inline(__always) func abs(_ a: Pixels) -> Pixels { common(a, -a) }

@inline(__always) func circle(_ u: Pixels, _ v: Pixels, _ radius: Float) -> Pixels {
  (u * u + v * v).root - radius
}

/// With k = |(u/a, v/b)| and its gradient g = |(u/a², v/b²)| / k, the edge k = 1 is about (k − 1)/g
/// away.
@inline(never) func ellipse(_ u: Pixels, _ v: Pixels, _ a: Float, _ b: Float) -> Pixels {
  let (perA, perB) = (1 / a, 1 / b)
  let (x, y) = (u * perA, v * perB)
  let k = (x * x + y * y).root + 1e-3
  let (gx, gy) = (x * perA, y * perB)
  // At the middle both are nothing, and the edge is the shorter axis away.
  let g = (gx * gx + gy * gy).root + 1e-3 * max(perA, perB)
  return (k - 1) * k / g
}

/// A box of half sizes `a` and `b` whose corners are quarter circles.
@inline(never)
func box(_ u: Pixels, _ v: Pixels, _ a: Float, _ b: Float, radius: Float) -> Pixels {
  let (x, y) = (abs(u) - (a - radius), abs(v) - (b - radius))
  let (outX, outY) = (common(x, .zero), common(y, .zero))
  return (outX * outX + outY * outY).root + union(common(x, y), .zero) - radius
}

/// A head: an ellipse that narrows towards the chin, and is squarer the larger `square`, 0 … 1.
@inline(never)
func egg(
  _ u: Pixels, _ v: Pixels, _ a: Float, _ b: Float, taper: Float, square: Float
) -> Pixels {
  let down = (v * (1 / b)).limited(from: -1)
  let x = u / (1 - taper * down)
  return ellipse(x, v, a, b) * (1 - square) + box(x, v, a, b, radius: 0.6 * min(a, b)) * square
}

/// A stroke along the parabola from (−w, 0) over (0, −rise) to (w, 0), leaning by `slope`; its half
/// thickness is `thick` in the middle and `end` at the ends, which are round.
@inline(never)
func arc(
  _ u: Pixels, _ v: Pixels, _ width: Float, rise: Float, slope: Float = 0, thick: Float, end: Float
) -> Pixels {
  let x = (u * (1 / width)).limited(from: -1)
  let square = x * x
  let y = slope * width * x - rise * (1 - square)
  let steep = slope + 2 * rise / width * x
  let (du, dv) = (u - width * x, v - y)
  return (du * du + dv * dv / (1 + steep * steep)).root - (thick + (end - thick) * square)
}

/// What lies between two curves from (−w, 0) to (w, 0): one that rises by `up` and one that sinks by
/// `down`. With `full` 0 they are parabolas, with 1 flatter in the middle and steeper at the ends.
@inline(never)
func lens(
  _ u: Pixels, _ v: Pixels, _ width: Float, up: Float, down: Float, full: Float = 0,
  slope: Float = 0
) -> Pixels {
  let x = u * (1 / width)
  let square = x * x
  let curve = 1 - square * (1 - full + full * square)
  let steep = -(x * (2 * (1 - full) + 4 * full * square)) / width
  let level = slope * u
  let (upper, lower) = (slope - up * steep, slope + down * steep)
  return common(
    (level - up * curve - v) / (1 + upper * upper).root,
    (v - level - down * curve) / (1 + lower * lower).root)
}

/// A stroke along the upper edge of a lens of these measures.
@inline(never)
func lid(
  _ u: Pixels, _ v: Pixels, _ width: Float, up: Float, full: Float, slope: Float, thick: Float
) -> Pixels {
  let x = (u * (1 / width)).limited(from: -1)
  let square = x * x
  let y = slope * width * x - up * (1 - square * (1 - full + full * square))
  let steep = slope + up / width * x * (2 * (1 - full) + 4 * full * square)
  let (du, dv) = (u - width * x, v - y)
  return (du * du + dv * dv / (1 + steep * steep)).root - thick * (1 - 0.4 * square)
}

/// A straight stroke with round ends.
@inline(never)
func bar(
  _ u: Pixels, _ v: Pixels, from: (Float, Float), to: (Float, Float), radius: Float
) -> Pixels {
  let (x, y) = (to.0 - from.0, to.1 - from.1)
  let (du, dv) = (u - from.0, v - from.1)
  let along = ((du * x + dv * y) / (x * x + y * y)).limited()
  let (eu, ev) = (du - along * x, dv - along * y)
  return (eu * eu + ev * ev).root - radius
}

/// A wave of height ±1 and period 1, made of parabolas.
@inline(__always) func wave(_ t: Pixels) -> Pixels {
  // To add and subtract 1.5 · 2²³ rounds to whole numbers.
  let phase = t - ((t + 12_582_912) - 12_582_912)
  return 16 * phase * (0.5 - abs(phase))
}

extension SIMD16<Float> {
  /// The square root, to five digits: 1/√x by two of Newton's steps from a guess that halves the
  /// exponent, times x. Swift's own takes a vector lane by lane, and half of the time of a face.
  @inline(__always)
  var root: Self {
    let half = self * 0.5
    let bits = unsafeBitCast(self, to: SIMD16<Int32>.self)
    var y = unsafeBitCast(SIMD16<Int32>(repeating: 0x5F37_59DF) &- (bits &>> 1), to: Self.self)
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    return self * y
  }
}
