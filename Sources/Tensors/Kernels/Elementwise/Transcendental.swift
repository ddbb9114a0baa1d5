// exp, log and their kin on sixteen lanes, from our own polynomials, so that the bits do not depend
// on the system's mathematical library. tanh and sigmoid, which are made of them, stand among the
// activations. polynomials.py, among the references of the tests, derives the coefficients and measures
// the errors; the tests measure them again here. Greatest error found, in units in the last place:
// exp 1.036, expm1 1.522, log 0.947, log1p 1.078, tanh 2.566, sigmoid 2.481, softplus 1.824.

/// x = n ln 2 + r with |r| ≤ ½ ln 2: the reduction that exp and expm1 share.
private struct ReducedExponent {
  /// 1.5 · 2²³ + n; its low bits are n.
  let shifted: Vector
  /// exp(r) − 1 = r + r² P(r).
  let expm1: Vector

  @inline(__always)
  init(_ x: Vector) {
    // Adding 1.5 · 2²³ leaves no room for a fraction: the sum is rounded to a whole number.
    let magic = Vector(repeating: 0x1.8p23)
    shifted = magic.addingProduct(x, Vector(repeating: 0x1.715476p0))
    let n = shifted - magic
    // ln 2 in two parts; the product with the first is exact within the fused operation.
    let r = x.addingProduct(n, Vector(repeating: -0x1.62e43p-1))
      .addingProduct(n, Vector(repeating: 0x1.05c61p-29))
    var p = Vector(repeating: 0x1.6b95d6p-10)
    p = Vector(repeating: 0x1.12252ep-7).addingProduct(p, r)
    p = Vector(repeating: 0x1.5556f8p-5).addingProduct(p, r)
    p = Vector(repeating: 0x1.5554b4p-3).addingProduct(p, r)
    p = Vector(repeating: 0x1.fffffep-2).addingProduct(p, r)
    expm1 = r.addingProduct(r * r, p)
  }

  /// n, moved to the place of the exponent in a float.
  @inline(__always)
  var exponentBits: SIMD16<Int32> { unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23 }
}

extension SIMD16<Float> {
  @inline(__always)
  private var bits: SIMD16<Int32> { unsafeBitCast(self, to: SIMD16<Int32>.self) }

  @inline(__always)
  private init(bits: SIMD16<Int32>) { self = unsafeBitCast(bits, to: SIMD16<Float>.self) }

  @inline(__always)
  var magnitude: Vector { Vector(bits: bits & SIMD16<Int32>(repeating: 0x7FFF_FFFF)) }

  @inline(__always)
  func withSign(of other: Vector) -> Vector {
    Vector(bits: bits | (other.bits & SIMD16<Int32>(repeating: Int32.min)))
  }

  /// The greater of each lane and `bound`; the bound where a lane is not a number.
  @inline(__always)
  func atLeast(_ bound: Float) -> Vector {
    Vector(repeating: bound).replacing(with: self, where: self .> Vector(repeating: bound))
  }

  /// The lesser of each lane and `bound`; the bound where a lane is not a number.
  @inline(__always)
  func atMost(_ bound: Float) -> Vector {
    Vector(repeating: bound).replacing(with: self, where: self .< Vector(repeating: bound))
  }

  /// e to the power of each lane; 0 where that is below the least normal number, 2⁻¹²⁶.
  @inline(__always)
  var exponential: Vector {
    let reduced = ReducedExponent(self)
    let y = Vector(bits: (reduced.expm1 + 1).bits &+ reduced.exponentBits)
    return
      y
      .replacing(with: Vector.infinity, where: self .> Vector(repeating: 0x1.62e42ep6))
      .replacing(with: Vector.zero, where: self .< Vector(repeating: -0x1.5d589ep6))
      .replacing(with: self, where: self .!= self)
  }

  /// exp(x) − 1, without the cancellation near 0, for |x| up to 18.1.
  @inline(__always)
  var smallExpm1: Vector {
    let reduced = ReducedExponent(self)
    let power = Vector(bits: reduced.exponentBits &+ SIMD16<Int32>(repeating: 0x3F80_0000))
    return (power - 1).addingProduct(reduced.expm1, power)
  }

  private static var infinity: Vector { Vector(repeating: .infinity) }

  /// The parts of log(1 + f) = 2 atanh(s) with s = f / (2 + f), written as f − s (f − R) where
  /// R = s² Q(s²): the leading term is f itself, which is exact. Returns s and f − R.
  @inline(__always)
  private static func logarithmTail(_ f: Vector) -> (s: Vector, rest: Vector) {
    let s = f / (f + 2)
    let z = s * s
    var q = Vector(repeating: 0x1.1eca18p-2)
    q = Vector(repeating: 0x1.1ec04p-2).addingProduct(q, z)
    q = Vector(repeating: 0x1.99d1ccp-2).addingProduct(q, z)
    q = Vector(repeating: 0x1.555502p-1).addingProduct(q, z)
    return (s, f - z * q)
  }

  /// The natural logarithm; −∞ at 0 and for subnormal numbers, not a number below 0.
  @inline(__always)
  var naturalLogarithm: Vector {
    // x = 2ⁿ (1 + f) with 1 + f in [√½, √2).
    let n = (bits &- SIMD16<Int32>(repeating: 0x3F35_04F3)) &>> 23
    let f = Vector(bits: bits &- (n &<< 23)) - 1
    let (s, rest) = Vector.logarithmTail(f)
    let count = Vector(converting: n)
    let tail = (count * Vector(repeating: 0x1.05c61p-29)).addingProduct(s, rest)
    let y = (f - tail).addingProduct(count, Vector(repeating: 0x1.62e43p-1))
    return
      y
      .replacing(with: -Vector.infinity, where: self .< Vector(repeating: .leastNormalMagnitude))
      .replacing(with: Vector(repeating: .nan), where: self .< Vector.zero)
      .replacing(with: self, where: self .== Vector.infinity)
      .replacing(with: self, where: self .!= self)
  }

  /// The square root; 0 for subnormal numbers, not a number below 0.
  ///
  /// Swift computes a vector's square root lane by lane. This is 1/√x by three of Newton's steps from
  /// a guess that halves the exponent, times x, and one step more on the root itself, in fused
  /// operations: within 0.51 units in the last place from 2⁻¹⁰² up, and 0.75 below, where the
  /// remainder of the last step is no normal number any more.
  @inline(__always)
  var root: Vector {
    let half = self * 0.5
    var y = Vector(bits: SIMD16<Int32>(repeating: 0x5F37_59DF) &- (bits &>> 1))
    for _ in 0..<3 { y = y * Vector(repeating: 1.5).addingProduct(-(half * y), y) }
    let s = self * y
    let corrected = s.addingProduct(addingProduct(-s, s), y * 0.5)
    return
      corrected
      .replacing(with: Vector.zero, where: self .< Vector(repeating: .leastNormalMagnitude))
      .replacing(with: Vector(repeating: .nan), where: self .< Vector.zero)
      .replacing(with: self, where: self .== Vector.infinity)
      .replacing(with: self, where: self .!= self)
  }

  /// Whole numbers as floats, exact below 2²²: added to the bits of 1.5 · 2²³, which are then
  /// subtracted as a number.
  @inline(__always)
  private init(converting n: SIMD16<Int32>) {
    let magic = Vector(repeating: 0x1.8p23)
    self = Vector(bits: magic.bits &+ n) - magic
  }

  /// log(1 + exp(x)) = max(x, 0) + log1p(exp(−|x|)): never overflows, and keeps small results.
  @inline(__always)
  var softplus: Vector {
    let f = (-magnitude).exponential
    let (s, rest) = Vector.logarithmTail(f)
    let log1p = f.addingProduct(-s, rest)
    return (atLeast(0) + log1p).replacing(with: self, where: self .!= self)
  }

  /// The sine and cosine of 2πu for u in [0, 1): for normal noise. Absolute error below 6.6e−8.
  @inline(__always)
  static func sineAndCosine(turns u: Vector) -> (sine: Vector, cosine: Vector) {
    // The nearest quarter turn k; the rest, at most an eighth of a turn, is exact.
    let magic = Vector(repeating: 0x1.8p23)
    let shifted = magic.addingProduct(u, Vector(repeating: 4))
    let quarter = shifted.bits
    let r = u.addingProduct(shifted - magic, Vector(repeating: -0.25))
    let z = r * r
    var s = Vector(repeating: -0x1.2a7638p6)
    s = Vector(repeating: 0x1.46496cp6).addingProduct(s, z)
    s = Vector(repeating: -0x1.4abb68p5).addingProduct(s, z)
    s = Vector(repeating: 0x1.921fb4p2).addingProduct(s, z)
    let sine = r * s
    var c = Vector(repeating: 0x1.d47d46p5)
    c = Vector(repeating: -0x1.55b146p6).addingProduct(c, z)
    c = Vector(repeating: 0x1.03c1aep6).addingProduct(c, z)
    c = Vector(repeating: -0x1.3bd3ccp4).addingProduct(c, z)
    let cosine = Vector(repeating: 1).addingProduct(z, c)
    let one = SIMD16<Int32>(repeating: 1)
    let odd = (quarter & one) .!= SIMD16<Int32>.zero
    let a = sine.replacing(with: cosine, where: odd)
    let b = cosine.replacing(with: sine, where: odd)
    // Quarters 2 and 3 turn the sign of the sine, 1 and 2 that of the cosine.
    let sineSign = (quarter &>> 1) &<< 31
    let cosineSign = ((quarter &+ one) &>> 1) &<< 31
    return (Vector(bits: a.bits ^ sineSign), Vector(bits: b.bits ^ cosineSign))
  }
}
