/// What a tile along one axis sums: of at most six numbers of an image at most six rows, and by the transposed
/// sums the image of the rows. What is not used is zero.
protocol TileSums {
  static var count: Int { get }
  static func rows(_ d: SixVectors) -> SixVectors
  static func image(_ m: SixVectors) -> SixVectors
}

struct SixVectors {
  let a: Vector
  let b: Vector
  let c: Vector
  let d: Vector
  let e: Vector
  let f: Vector

  @inline(__always)
  init(
    _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector = .zero, _ e: Vector = .zero,
    _ f: Vector = .zero
  ) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }
}

/// Nothing is summed: each pixel is multiplied by a tap of its own.
enum PlainSums: TileSums {
  static var count: Int { 3 }
  @inline(__always) static func rows(_ d: SixVectors) -> SixVectors { d }
  @inline(__always) static func image(_ m: SixVectors) -> SixVectors { m }
}

// What the pixels d are multiplied with: for a point p the numbers Σ bₛ dₛ, where Σ bₛ xˢ is the polynomial that is
// 1 at p and 0 at the other points; for ∞ that which is 0 at all of them and whose highest coefficient is 1.

/// g(0), g(1) and g(∞): d₀ − d₁, d₁ and d₂ − d₁.
enum ThreePixels: TileSums {
  static var count: Int { 3 }
  @inline(__always) static func rows(_ d: SixVectors) -> SixVectors {
    SixVectors(d.a - d.b, d.b, d.c - d.b)
  }
  @inline(__always) static func image(_ m: SixVectors) -> SixVectors {
    SixVectors(m.a, m.b - m.a - m.c, m.c)
  }
}

/// g(0), g(1), g(−1) and g(∞): d₀ − d₂, ½ (d₁ + d₂), ½ (d₂ − d₁) and d₃ − d₁.
enum FourPixels: TileSums {
  static var count: Int { 4 }
  @inline(__always) static func rows(_ d: SixVectors) -> SixVectors {
    SixVectors(d.a - d.c, (d.b + d.c) * 0.5, (d.c - d.b) * 0.5, d.d - d.b)
  }
  @inline(__always) static func image(_ m: SixVectors) -> SixVectors {
    let (one, minusOne) = (m.b * 0.5, m.c * 0.5)
    return SixVectors(m.a, one - minusOne - m.d, one + minusOne - m.a, m.d)
  }
}

/// g(0), g(±⅔), g(±3⁄2) and g(∞). With a = ⅔, b = 3⁄2 and a b = 1 the six are d₀ − (a² + b²) d₂ + d₄;
/// −81/130 ((d₄ − b² d₂) ± a (d₃ − b² d₁)); 8/65 ((d₄ − a² d₂) ± b (d₃ − a² d₁)); and d₁ − (a² + b²) d₃ + d₅.
enum SixPixels: TileSums {
  static var count: Int { 6 }
  private static var sum: Float { 97 / 36 }
  private static var nearer: Float { -81 / 130 }
  private static var farther: Float { 8 / 65 }

  @inline(__always) static func rows(_ d: SixVectors) -> SixVectors {
    let even = d.e.addingProduct(d.c, -9 / 4) * nearer
    let odd = d.d.addingProduct(d.b, -9 / 4) * (nearer * 2 / 3)
    let farEven = d.e.addingProduct(d.c, -4 / 9) * farther
    let farOdd = d.d.addingProduct(d.b, -4 / 9) * (farther * 3 / 2)
    return SixVectors(
      (d.a + d.e).addingProduct(d.c, -sum), even + odd, even - odd, farEven + farOdd,
      farEven - farOdd, (d.b + d.f).addingProduct(d.d, -sum))
  }
  @inline(__always) static func image(_ m: SixVectors) -> SixVectors {
    let (even, odd) = ((m.b + m.c) * nearer, (m.b - m.c) * (nearer * 2 / 3))
    let (farEven, farOdd) = ((m.d + m.e) * farther, (m.d - m.e) * (farther * 3 / 2))
    return SixVectors(
      m.a, m.f.addingProduct(odd, -9 / 4).addingProduct(farOdd, -4 / 9),
      (m.a * -sum).addingProduct(even, -9 / 4).addingProduct(farEven, -4 / 9),
      (odd + farOdd).addingProduct(m.f, -sum), m.a + (even + farEven), m.f)
  }
}

// What the outputs are multiplied with: the powers of the point. The last number is the last output once more.

/// Two outputs at 0, 1 and ∞.
enum ThreeOutputs: TileSums {
  static var count: Int { 3 }
  @inline(__always) static func rows(_ y: SixVectors) -> SixVectors {
    SixVectors(y.a, y.a + y.b, y.c)
  }
  @inline(__always) static func image(_ s: SixVectors) -> SixVectors {
    SixVectors(s.a + s.b, s.b, s.c)
  }
}

/// Two outputs (the third is not there) or three at 0, 1, −1 and ∞.
enum FourOutputs: TileSums {
  static var count: Int { 4 }
  @inline(__always) static func rows(_ y: SixVectors) -> SixVectors {
    let even = y.a + y.c
    return SixVectors(y.a, even + y.b, even - y.b, y.d)
  }
  @inline(__always) static func image(_ s: SixVectors) -> SixVectors {
    let sum = s.b + s.c
    return SixVectors(s.a + sum, s.b - s.c, sum, s.d)
  }
}

/// Four outputs (the fifth is not there) at 0, ±⅔, ±3⁄2 and ∞; or three at the five finite points.
enum SixOutputs: TileSums {
  static var count: Int { 6 }

  @inline(__always) static func rows(_ y: SixVectors) -> SixVectors {
    let even = y.a.addingProduct(y.c, 4 / 9)
    let odd = y.b.addingProduct(y.d, 4 / 9) * (2 / 3)
    let farEven = y.a.addingProduct(y.c, 9 / 4)
    let farOdd = y.b.addingProduct(y.d, 9 / 4) * (3 / 2)
    return SixVectors(y.a, even + odd, even - odd, farEven + farOdd, farEven - farOdd, y.f)
  }
  @inline(__always) static func image(_ s: SixVectors) -> SixVectors {
    let (even, odd) = (s.b + s.c, (s.b - s.c) * (2 / 3))
    let (farEven, farOdd) = (s.d + s.e, (s.d - s.e) * (3 / 2))
    return SixVectors(
      s.a + (even + farEven), odd + farOdd, (even * (4 / 9)).addingProduct(farEven, 9 / 4),
      (odd * (4 / 9)).addingProduct(farOdd, 9 / 4), .zero, s.f)
  }
}

extension Vector {
  /// self + other · factor, rounded once.
  @inline(__always)
  fileprivate func addingProduct(_ other: Vector, _ factor: Float) -> Vector {
    var sum = self
    sum.addProduct(other, Vector(repeating: factor))
    return sum
  }
}
