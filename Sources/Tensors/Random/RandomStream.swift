import Preconditions

/// A stream of random numbers for one purpose: `weights`, `noise`, `data`, ….
///
/// The key of the generator is the seed, the upper half of its counter names the purpose and the
/// lower half says how far the stream has been read. Streams of one seed are independent: to draw
/// more noise changes no weight. A stream's whole state is its ``position``.
///
/// Equal seeds give equal bits on every machine: words come from ``Philox``, and normal numbers from
/// this module's own logarithm and sine.
public struct RandomStream: Sendable, Equatable {
  /// What all streams of a run have in common: the key of the generator.
  public let seed: UInt64
  /// What the numbers are for.
  public let name: String
  /// How many 32-bit words have been read; set it to continue a stream from a checkpoint.
  public var position: UInt64 = 0
  private let purpose: UInt64

  /// The stream of `seed` for the purpose `name`, at its beginning.
  public init(seed: UInt64, for name: String) {
    self.seed = seed
    self.name = name
    purpose = fnv1a(name.utf8)
  }

  /// The four words of block `index`.
  @inline(__always)
  fileprivate func block(_ index: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    Philox.words(
      counter: (
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index &>> 32),
        UInt32(truncatingIfNeeded: purpose), UInt32(truncatingIfNeeded: purpose &>> 32)
      ),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32)))
  }

  /// The words of the eight blocks from `index` on.
  @inline(__always)
  fileprivate func blocks(_ index: UInt64) -> (SIMD16<UInt32>, SIMD16<UInt32>) {
    Philox.words(
      from: index,
      high: (
        UInt32(truncatingIfNeeded: purpose), UInt32(truncatingIfNeeded: purpose &>> 32)
      ),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32)))
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    let words = block(position / 4)
    defer { position += 1 }
    switch position % 4 {
    case 0: return words.0
    case 1: return words.1
    case 2: return words.2
    default: return words.3
    }
  }

  /// A whole number from 0 up to, but not including, `bound`; each equally likely.
  ///
  /// Lemire (2019), Fast Random Integer Generation in an Interval: multiply, and draw again in the
  /// few cases that would make some numbers likelier.
  public mutating func next(below bound: Int) -> Int {
    require(bound > 0 && bound <= 1 << 31, "next(below:) needs a bound in 1…2³¹, not \(bound)")
    let bound = UInt64(bound)
    let rejected = (1 << 32) % bound
    while true {
      let product = UInt64(next()) * bound
      if product & 0xFFFF_FFFF >= rejected { return Int(product >> 32) }
    }
  }

  /// The numbers 0 ..< count in random order, each order equally likely (Fisher and Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, next(below: last + 1))
    }
    return order
  }

  /// Fills `storage`, in steps of 32 words: sixteen to a vector, and sixteen more to another.
  @inline(__always)
  fileprivate mutating func fill(_ storage: Storage, count: Int, _ draw: some Draw) {
    let first = (position + 3) / 4
    let vectors = (count + 15) / 16
    let pairs = (vectors + 1) / 2
    let job = Filling(
      stream: self, target: storage.vectors, vectors: vectors, first: first, draw: draw)
    perform(
      job, parts: (pairs + PieceSize.randomPairs - 1) / PieceSize.randomPairs,
      nanoseconds: Cost.drawing(pairs: pairs))
    position = (first + 8 * UInt64(pairs)) * 4
  }
}

/// What is made of two vectors of numbers that are uniform in [0, 1).
private protocol Draw: Sendable {
  func callAsFunction(_ u: Vector, _ v: Vector) -> (Vector, Vector)
}

private struct Filling<Numbers: Draw>: Job, @unchecked Sendable {
  let stream: RandomStream
  let target: UnsafeMutablePointer<Vector>
  let vectors: Int
  let first: UInt64
  let draw: Numbers

  @inline(__always)
  func run(_ part: Int) {
    let end = Swift.min(vectors, (part &+ 1) &* 2 &* PieceSize.randomPairs)
    var vector = part &* 2 &* PieceSize.randomPairs
    while vector < end {
      let words = stream.blocks(first &+ 4 &* UInt64(truncatingIfNeeded: vector))
      let (low, high) = draw(words.0.unitNumbers, words.1.unitNumbers)
      target[vector] = low
      if vector &+ 1 < vectors { target[vector &+ 1] = high }
      vector &+= 2
    }
  }
}

extension SIMD16<UInt32> {
  /// The top 24 bits of each, as a number in [0, 1): every value is exact. Twelve bits at a time, set behind the
  /// leading one of 2²³, are a number of their own.
  @inline(__always)
  fileprivate var unitNumbers: Vector {
    let one = SIMD16<UInt32>(repeating: 0x4B00_0000)
    func number(_ bits: SIMD16<UInt32>) -> Vector {
      unsafeBitCast(one | bits, to: Vector.self) - 0x1p23
    }
    let (high, low) = (self &>> 20, (self &>> 8) & 0xFFF)
    return number(high) * 0x1p-12 + number(low) * 0x1p-24
  }
}

/// low + u (high − low), below high.
private struct UniformDraw: Draw {
  let low: Float
  let high: Float

  @inline(__always)
  func callAsFunction(_ u: Vector, _ v: Vector) -> (Vector, Vector) {
    let start = Vector(repeating: low)
    let range = Vector(repeating: high - low)
    return (
      start.addingProduct(u, range).atMost(high.nextDown),
      start.addingProduct(v, range).atMost(high.nextDown)
    )
  }
}

private struct NormalDraw: Draw {
  let mean: Float
  let standardDeviation: Float

  @inline(__always)
  func callAsFunction(_ u: Vector, _ v: Vector) -> (Vector, Vector) {
    // 1 − u is in (0, 1].
    let radius = ((1 - u).naturalLogarithm * -2).root * standardDeviation
    let (sine, cosine) = Vector.sineAndCosine(turns: v)
    let center = Vector(repeating: mean)
    return (center.addingProduct(radius, cosine), center.addingProduct(radius, sine))
  }
}

extension Tensor {
  /// Random numbers uniform in [`low`, `high`), of `shape`. What would round to `high` becomes the
  /// number before it.
  public static func uniform(
    _ shape: Shape, from low: Float = 0, to high: Float = 1, using stream: inout RandomStream
  ) -> Tensor {
    require(
      low < high && low.isFinite && high.isFinite,
      "uniform: a range from \(low) to \(high) is empty or has no end")
    // Half of a range that is wider than the greatest number is not.
    if !(high - low).isFinite {
      return uniform(shape, from: low / 2, to: high / 2, using: &stream) * 2
    }
    let storage = Storage.make(count: shape.scalarCount)
    stream.fill(storage, count: shape.scalarCount, UniformDraw(low: low, high: high))
    OperationLog.note("uniform", shape)
    return Tensor(storage, shape)
  }

  /// Random numbers from the normal distribution, of `shape`.
  ///
  /// Box and Muller (1958): √(−2 ln u) cos 2πv and √(−2 ln u) sin 2πv of two uniform numbers are
  /// independent and normal. As u is a multiple of 2⁻²⁴, none lies further out than 5.77.
  public static func normal(
    _ shape: Shape, mean: Float = 0, standardDeviation: Float = 1,
    using stream: inout RandomStream
  ) -> Tensor {
    let storage = Storage.make(count: shape.scalarCount)
    stream.fill(
      storage, count: shape.scalarCount,
      NormalDraw(mean: mean, standardDeviation: standardDeviation))
    OperationLog.note("normal", shape)
    return Tensor(storage, shape)
  }

  /// Normal numbers of which those beyond two standard deviations are drawn again.
  public static func truncatedNormal(
    _ shape: Shape, standardDeviation: Float = 1, using stream: inout RandomStream
  ) -> Tensor {
    var scalars: [Float] = []
    while scalars.count < shape.scalarCount {
      // 95.4 % are kept.
      let missing = shape.scalarCount - scalars.count
      let drawn = Tensor.normal([missing + missing / 16 + 8], using: &stream).scalars
      scalars += drawn.lazy.filter { abs($0) <= 2 }.prefix(missing).map { $0 * standardDeviation }
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}

/// The 64-bit FNV-1a hash (Fowler, Noll, Vo), a short name for a run of bytes.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
