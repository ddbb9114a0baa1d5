import Preconditions

/// A dense, row-major array of 32-bit floats, with value semantics.
///
/// Images are `[batch, height, width, channels]`, convolution weights
/// `[height, width, inputs, outputs]`, everything else `[batch, features]`.
///
/// A tensor knows where it came from only if that matters: a result is *recorded* when one of the
/// operands was, and a record begins with ``tracked()``. The parameters of layers are tracked, data
/// and noise are not. ``gradients(of:withRespectTo:cotangent:differentiable:keepingRecord:)`` reads the record.
///
/// A tensor is not `Sendable`: a record belongs to the task that made it.
public struct Tensor {
  private(set) var storage: Storage
  /// The sizes along its axes, `[batch, …]` by custom.
  public let shape: Shape
  /// What the tensor was computed from; `nil` if nothing that is tracked.
  let node: Node?

  @inline(__always)
  init(_ storage: Storage, _ shape: Shape, node: Node? = nil) {
    self.storage = storage
    self.shape = shape
    self.node = node
  }

  /// The tensor of this shape with these scalars, in row-major order. As many as the shape holds, or the
  /// program stops with a sentence that quotes both numbers.
  public init(shape: Shape, scalars: some Collection<Float>) {
    require(
      scalars.count == shape.scalarCount,
      "a tensor of shape \(shape) has \(shape.scalarCount) scalars, not \(scalars.count)")
    self.init(Storage.make(count: scalars.count), shape)
    var index = 0
    for scalar in scalars {
      storage.scalars[index] = scalar
      index += 1
    }
  }

  /// A scalar: a tensor of shape `[]`.
  public init(_ scalar: Float) {
    self.init(Storage.make(count: 1), [])
    storage.scalars[0] = scalar
  }

  /// A vector: a tensor of shape `[count]`.
  public init(_ scalars: [Float]) { self.init(shape: [scalars.count], scalars: scalars) }

  /// A matrix from its rows, which must be of one length.
  public init(rows: [[Float]]) {
    let width = rows.first?.count ?? 0
    require(
      rows.allSatisfy { $0.count == width }, "the rows of a matrix have one length, not several")
    self.init(shape: [rows.count, width], scalars: rows.joined().map { $0 })
  }

  /// A tensor whose scalars are all `value`.
  public init(repeating value: Float, shape: Shape) {
    self.init(Storage.make(count: shape.scalarCount), shape)
    let vector = Vector(repeating: value)
    for index in 0..<vectorCount { storage.vectors[index] = vector }
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(repeating: 1, shape: shape) }
}

extension Tensor {
  /// How many axes it has: 0 for a scalar.
  public var rank: Int { shape.rank }

  /// How many numbers it holds: the product of its sizes, 1 for a scalar.
  public var scalarCount: Int { shape.scalarCount }

  var vectorCount: Int { (scalarCount + 15) / 16 }

  /// All scalars in row-major order, copied out: a new array each time. To look at a large tensor without a
  /// copy take ``withUnsafeScalars(_:)``.
  public var scalars: [Float] {
    withUnsafeScalars { Array($0) }
  }

  /// The only scalar of a tensor that has one, such as a loss; of any other the program stops.
  public var scalar: Float {
    require(scalarCount == 1, "a tensor of shape \(shape) is no scalar")
    defer { withExtendedLifetime(storage) {} }
    return storage.scalars[0]
  }

  /// Lends the scalars in row-major order; the pointer is valid within `body` only.
  public func withUnsafeScalars<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.scalars, count: scalarCount))
  }

  /// A tensor of this shape whose scalars `body` writes, every one of them.
  public init(
    shape: Shape, initializingWith body: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    self.init(Storage.make(count: shape.scalarCount), shape)
    try body(UnsafeMutableBufferPointer(start: storage.scalars, count: shape.scalarCount))
  }

  /// The scalar at an index along each axis: as many indices as axes, each from 0 and below the size, or the
  /// program stops. For a look at one number; a loop over many is faster with ``withUnsafeScalars(_:)``.
  public subscript(_ indices: Int...) -> Float {
    require(indices.count == rank, "\(indices.count) indices into a tensor of shape \(shape)")
    var offset = 0
    for axis in 0..<rank {
      require(
        indices[axis] >= 0 && indices[axis] < shape[axis],
        "index \(indices) into a tensor of shape \(shape)")
      offset = offset * shape[axis] + indices[axis]
    }
    defer { withExtendedLifetime(storage) {} }
    return storage.scalars[offset]
  }

  /// Gives this tensor a buffer of its own if it shares one, so that it can be written in place.
  mutating func makeUnique() {
    if isUnique() { return }
    let copy = Storage.make(count: scalarCount)
    copy.scalars.update(from: storage.scalars, count: scalarCount)
    storage = copy
  }

  /// Whether nothing else holds this tensor's numbers.
  mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }

  /// Whether every scalar is a number, neither infinite nor NaN. One pass over all of them.
  public var isFinite: Bool { withUnsafeScalars { $0.allSatisfy(\.isFinite) } }
}

extension Tensor: CustomStringConvertible {
  public var description: String {
    let shown = scalars.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return "Tensor\(shape)(\(shown)\(scalarCount > 8 ? ", …" : ""))"
  }
}
