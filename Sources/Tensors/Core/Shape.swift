import Preconditions

/// The sizes of a tensor along its axes, outermost first: `[batch, features]`, or
/// `[batch, height, width, channels]` for images. A scalar has the empty shape `[]`.
///
/// At most ``Shape/maximumRank`` axes are kept inline, so that making a tensor of 200 × 6 numbers
/// does not pay for an array of two.
public struct Shape: Sendable {
  /// Six axes are enough for an image batch whose height and width are each split in two.
  public static let maximumRank = 6

  private var sizes: InlineArray<6, Int32>
  private var axes: Int32

  /// The shape with these sizes, ``maximumRank`` at most; each must be positive, for an empty tensor has no use
  /// here.
  public init(_ sizes: some Collection<Int>) {
    require(
      sizes.count <= Shape.maximumRank,
      "a shape has at most \(Shape.maximumRank) axes, not \(sizes.count)")
    self.sizes = .init(repeating: 1)
    axes = 0
    for size in sizes {
      require(size > 0, "a shape's sizes are positive, not \(Array(sizes))")
      self.sizes[Int(axes)] = Int32(size)
      axes += 1
    }
  }

  /// How many axes: 0 for a scalar, at most ``maximumRank``.
  public var rank: Int { Int(axes) }

  /// How many scalars a tensor of this shape holds: the product of the sizes, 1 for a scalar.
  public var scalarCount: Int {
    var product = 1
    for axis in 0..<Int(axes) { product *= Int(sizes[axis]) }
    return product
  }
}

extension Shape: RandomAccessCollection, MutableCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { rank }

  /// The size along `axis`, counted from 0.
  public subscript(axis: Int) -> Int {
    get {
      require(axis >= 0 && axis < rank, "axis \(axis) of a shape of \(rank) axes")
      return Int(sizes[axis])
    }
    set {
      require(axis >= 0 && axis < rank, "axis \(axis) of a shape of \(rank) axes")
      require(newValue > 0, "a shape's sizes are positive, not \(newValue)")
      sizes[axis] = Int32(newValue)
    }
  }
}

extension Shape: ExpressibleByArrayLiteral, Hashable, CustomStringConvertible {
  public init(arrayLiteral sizes: Int...) { self.init(sizes) }

  public static func == (left: Shape, right: Shape) -> Bool {
    guard left.axes == right.axes else { return false }
    for axis in 0..<Int(left.axes) where left.sizes[axis] != right.sizes[axis] { return false }
    return true
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
