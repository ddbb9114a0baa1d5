import Preconditions

/// The sizes of a tensor along its axes, outermost first: `[batch, features]`, or
/// `[batch, height, width, channels]` for images. A scalar has the empty shape `[]`.
///
/// At most ``Shape/maximumRank`` axes are kept inline, so that making a tensor of 200 × 6 numbers
/// does not pay for an array of two.
public struct Shape: Sendable {
  /// Six axes are enough for an image batch whose height and width are each split in two.
  public static let maximumRank = 6

  // Two vectors rather than an array of six: a copy of a tensor is then two registers, and a comparison of
  // shapes two instructions. Sizes of axes that are not there are 1.
  private var sizes = SIMD4<Int32>(repeating: 1)
  /// The sizes of axes 4 and 5, 1, and the number of axes.
  private var rest = SIMD4<Int32>(1, 1, 1, 0)

  /// The shape with these sizes, ``maximumRank`` at most; each must be positive, for an empty tensor has no use
  /// here.
  public init(_ sizes: some Collection<Int>) {
    require(
      sizes.count <= Shape.maximumRank,
      "a shape has at most \(Shape.maximumRank) axes, not \(sizes.count)")
    for size in sizes {
      require(size > 0, "a shape's sizes are positive, not \(Array(sizes))")
      rest[3] += 1
      self[rank - 1] = size
    }
  }

  /// Those of a matrix, which are known to be positive: without an array, for it takes as long as a small product.
  @inline(__always)
  init(rows: Int, columns: Int) {
    sizes[0] = Int32(rows)
    sizes[1] = Int32(columns)
    rest[3] = 2
  }

  /// And that of a vector.
  @inline(__always)
  init(count: Int) {
    sizes[0] = Int32(count)
    rest[3] = 1
  }

  /// How many axes: 0 for a scalar, at most ``maximumRank``.
  public var rank: Int { Int(rest[3]) }

  /// How many scalars a tensor of this shape holds: the product of the sizes, 1 for a scalar.
  public var scalarCount: Int {
    (Int(sizes[0]) * Int(sizes[1])) * (Int(sizes[2]) * Int(sizes[3]))
      * (Int(rest[0]) * Int(rest[1]))
  }
}

extension Shape: RandomAccessCollection, MutableCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { rank }

  /// The size along `axis`, counted from 0.
  public subscript(axis: Int) -> Int {
    get {
      require(axis >= 0 && axis < rank, "axis \(axis) of a shape of \(rank) axes")
      return Int(axis < 4 ? sizes[axis] : rest[axis - 4])
    }
    set {
      require(axis >= 0 && axis < rank, "axis \(axis) of a shape of \(rank) axes")
      require(newValue > 0, "a shape's sizes are positive, not \(newValue)")
      if axis < 4 { sizes[axis] = Int32(newValue) } else { rest[axis - 4] = Int32(newValue) }
    }
  }
}

extension Shape: ExpressibleByArrayLiteral, Hashable, CustomStringConvertible {
  public init(arrayLiteral sizes: Int...) { self.init(sizes) }

  public static func == (left: Shape, right: Shape) -> Bool {
    left.sizes == right.sizes && left.rest == right.rest
  }

  public func hash(into hasher: inout Hasher) {
    for size in self { hasher.combine(size) }
  }

  public var description: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}

extension Shape {
  /// The shape that `self` and `other` stretch to together: axes are matched from the last one
  /// backwards, and a size of 1 (or a missing axis) stretches to the other's size. `nil` if two
  /// sizes differ and neither is 1.
  func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    let (long, short) = rank >= other.rank ? (self, other) : (other, self)
    var result = long
    let offset = long.rank - short.rank
    for axis in 0..<short.rank {
      switch (long[axis + offset], short[axis]) {
      case (let a, let b) where a == b: break
      case (1, let b): result[axis + offset] = b
      case (_, 1): break
      default: return nil
      }
    }
    return result
  }

  /// `self` with leading axes of size 1 added until it has `rank` axes.
  func padded(toRank rank: Int) -> Shape {
    Shape(Array(repeating: 1, count: Swift.max(0, rank - self.rank)) + Array(self))
  }

  /// How far apart neighbours along each axis lie in row-major memory, in scalars.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * self[axis + 1]
    }
    return strides
  }
}
