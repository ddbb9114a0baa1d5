/// What a tile along one axis sums: of at most four numbers of an image at most four rows, and by the transposed
/// sums the image of the rows.
protocol TileSums {
  static var count: Int { get }
  static func rows(_ d: FourVectors) -> FourVectors
  static func image(_ m: FourVectors) -> FourVectors
}

struct FourVectors {
  let a: Vector
  let b: Vector
  let c: Vector
  let d: Vector

  @inline(__always) init(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector = .zero) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }
}

/// Nothing is summed: each pixel is multiplied by a tap of its own.
enum PlainSums: TileSums {
  static var count: Int { 3 }
  @inline(__always) static func rows(_ d: FourVectors) -> FourVectors { d }
  @inline(__always) static func image(_ m: FourVectors) -> FourVectors { m }
}

/// What g(0), g(1) and g(∞) are multiplied with: d₀ − d₁, d₁ and d₂ − d₁.
enum ThreePixels: TileSums {
  static var count: Int { 3 }
  @inline(__always) static func rows(_ d: FourVectors) -> FourVectors {
    FourVectors(d.a - d.b, d.b, d.c - d.b)
  }
  @inline(__always) static func image(_ m: FourVectors) -> FourVectors {
    FourVectors(m.a, m.b - m.a - m.c, m.c)
  }
}

/// What g(0), g(1), g(−1) and g(∞) are multiplied with: d₀ − d₂, ½ (d₁ + d₂), ½ (d₂ − d₁) and d₃ − d₁.
enum FourPixels: TileSums {
  static var count: Int { 4 }
  @inline(__always) static func rows(_ d: FourVectors) -> FourVectors {
    FourVectors(d.a - d.c, (d.b + d.c) * 0.5, (d.c - d.b) * 0.5, d.d - d.b)
  }
  @inline(__always) static func image(_ m: FourVectors) -> FourVectors {
    let (one, minusOne) = (m.b * 0.5, m.c * 0.5)
    return FourVectors(m.a, one - minusOne - m.d, one + minusOne - m.a, m.d)
  }
}

/// Two outputs at 0, 1 and ∞. The third number is the last output once more.
enum ThreeOutputs: TileSums {
  static var count: Int { 3 }
  @inline(__always) static func rows(_ y: FourVectors) -> FourVectors {
    FourVectors(y.a, y.a + y.b, y.c)
  }
  @inline(__always) static func image(_ s: FourVectors) -> FourVectors {
    FourVectors(s.a + s.b, s.b, s.c)
  }
}

/// Two outputs (the third is not there) or three at 0, 1, −1 and ∞. The fourth number is the last output once
/// more.
enum FourOutputs: TileSums {
  static var count: Int { 4 }
  @inline(__always) static func rows(_ y: FourVectors) -> FourVectors {
    let even = y.a + y.c
    return FourVectors(y.a, even + y.b, even - y.b, y.d)
  }
  @inline(__always) static func image(_ s: FourVectors) -> FourVectors {
    let sum = s.b + s.c
    return FourVectors(s.a + sum, s.b - s.c, sum, s.d)
  }
}
