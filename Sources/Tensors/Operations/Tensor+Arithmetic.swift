import Preconditions

// + − × ÷ with broadcasting, and the maps of one number to one number. Above each operation stands
// its derivative; a pullback multiplies the cotangent v by it.

private struct Add: BinaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x + y }
}
private struct Subtract: BinaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x - y }
}
private struct Multiply: BinaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x * y }
}
private struct Divide: BinaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x / y }
}
private struct Scale: UnaryFunction {
  let factor: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x * factor }
}
private struct Offset: UnaryFunction {
  let offset: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x + offset }
}
private struct SubtractFrom: UnaryFunction {
  let minuend: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { minuend - x }
}
private struct DivideBy: UnaryFunction {
  let divisor: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x / divisor }
}
private struct ScaledReciprocal: UnaryFunction {
  let numerator: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { numerator / x }
}
/// The same function with its operands exchanged.
private struct Exchanged<Function: BinaryFunction>: BinaryFunction {
  let function: Function
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { function(y, x) }
}

extension Tensor {
  /// f of the two tensors, stretched to a common shape.
  @inline(__always)
  private static func broadcast(
    _ a: Tensor, _ b: Tensor, _ name: StaticString, _ function: some BinaryFunction
  ) -> (Storage, Shape) {
    if a.shape == b.shape {
      return (a.storage.map(b.storage, count: a.scalarCount, function), a.shape)
    }
    guard let shape = a.shape.broadcast(with: b.shape) else {
      stop("\(name): shapes \(a.shape) and \(b.shape) do not broadcast")
    }
    let count = shape.scalarCount
    if shape == a.shape, let row = b.repeatingRow(in: shape) {
      let storage = a.storage.map(
        repeating: row.storage, period: row.vectors, count: count, function)
      return (storage, shape)
    }
    if shape == b.shape, let row = a.repeatingRow(in: shape) {
      let storage = b.storage.map(
        repeating: row.storage, period: row.vectors, count: count, Exchanged(function: function))
      return (storage, shape)
    }
    let left = a.stretched(to: shape)
    let right = b.stretched(to: shape)
    return (left.map(right, count: count, function), shape)
  }

  /// If `self` repeats along the leading axes of `shape`, some copies of it that fill whole vectors.
  private func repeatingRow(in shape: Shape) -> (storage: Storage, vectors: Int)? {
    let width = scalarCount
    var product = 1
    var axis = shape.rank
    while product < width && axis > 0 {
      axis -= 1
      product *= shape[axis]
    }
    let padded = self.shape.padded(toRank: shape.rank)
    guard product == width, (axis..<shape.rank).allSatisfy({ padded[$0] == shape[$0] }) else {
      return nil
    }
    let vectors = width % 16 == 0 ? width / 16 : width >> Swift.min(4, width.trailingZeroBitCount)
    if vectors * 16 == width { return (storage, vectors) }
    // The pattern costs as much as it saves unless it repeats.
    guard vectors == 1 || vectors * 16 <= shape.scalarCount else { return nil }
    let pattern = Storage.make(count: vectors * 16)
    for index in 0..<(vectors * 16) / width {
      (pattern.scalars + index * width).update(from: storage.scalars, count: width)
    }
    return (pattern, vectors)
  }

  /// The sum of two tensors, stretched to a common shape: axes are matched from the last one backwards, and a
  /// size of 1, or a missing axis, stretches to the other's size. Shapes that do not fit stop the program with
  /// a sentence that quotes both. d(a + b) = da + db.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    let (storage, shape) = broadcast(a, b, "+", Add())
    return recorded(storage, shape, a, b, keeping: .nothing) { record, v, index in
      v.summed(to: record.shape(index))
    }
  }

  /// `self = self + other` of the same shape, in place where nothing else holds the numbers of `self` and nothing
  /// is recorded.
  mutating func add(_ other: Tensor) {
    if !overwrite(with: other, Add(), name: "+") { self = self + other }
  }

  /// `self = function(self, other)` of the same shape, in place; false, and nothing is done, where something else holds
  /// the numbers of `self` or is to be recorded.
  @inline(__always)
  mutating func overwrite(
    with other: Tensor, _ function: some BinaryFunction, name: StaticString
  ) -> Bool {
    guard node == nil && other.node == nil && isUnique() else { return false }
    storage.overwrite(with: other.storage, count: scalarCount, function)
    OperationLog.note(name, shape, self, other)
    return true
  }

  /// The difference of two tensors, stretched to a common shape. d(a − b) = da − db.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    let (storage, shape) = broadcast(a, b, "-", Subtract())
    return recorded(storage, shape, a, b, keeping: .nothing) { record, v, index in
      (index == 0 ? v : -v).summed(to: record.shape(index))
    }
  }

  /// The product of each pair of scalars, of tensors stretched to a common shape; no matrix product, which is
  /// ``matmul(_:transposed:otherTransposed:)``. d(ab) = b da + a db.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    let (storage, shape) = broadcast(a, b, "*", Multiply())
    return recorded(storage, shape, a, b, keeping: .inputs) { record, v, index in
      (v * record[1 - index]).summed(to: record.shape(index))
    }
  }

  /// The quotient of each pair of scalars, of tensors stretched to a common shape. What is divided by 0 is
  /// what it is for `Float`. d(a / b) = da / b − a db / b².
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    let (storage, shape) = broadcast(a, b, "/", Divide())
    return recorded(storage, shape, a, b, keeping: .inputs) { record, v, index in
      let term = index == 0 ? v / record[1] : -(v * record[0]) / (record[1] * record[1])
      return term.summed(to: record.shape(index))
    }
  }

  /// A function of slope ±1: the cotangent passes, with its sign.
  @inline(__always)
  private func shifted(
    _ function: some UnaryFunction, negated: Bool = false, name: StaticString = #function
  ) -> Tensor {
    let result = storage.map(count: scalarCount, function)
    return .recorded(result, shape, self, keeping: .nothing, name: name) { _, v, _ in
      negated ? -v : v
    }
  }

  /// Each scalar plus `b`; d = da.
  public static func + (a: Tensor, b: Float) -> Tensor { a.shifted(Offset(offset: b)) }

  /// `a` plus each scalar; d = db.
  public static func + (a: Float, b: Tensor) -> Tensor { b.shifted(Offset(offset: a)) }

  /// Each scalar minus `b`; d = da.
  public static func - (a: Tensor, b: Float) -> Tensor { a.shifted(Offset(offset: -b)) }

  /// `a` minus each scalar; d = −db.
  public static func - (a: Float, b: Tensor) -> Tensor {
    b.shifted(SubtractFrom(minuend: a), negated: true)
  }

  /// Each scalar with the other sign; d = −da.
  public static prefix func - (a: Tensor) -> Tensor { a * -1 }

  /// Each scalar times `b`. d(cx) = c dx.
  public static func * (a: Tensor, b: Float) -> Tensor {
    let result = a.storage.map(count: a.scalarCount, Scale(factor: b))
    return recorded(result, a.shape, a, keeping: .nothing) { _, v, _ in v * b }
  }

  /// `a` times each scalar. d(cx) = c dx.
  public static func * (a: Float, b: Tensor) -> Tensor { b * a }

  /// Each scalar divided by `b`. d(x / c) = dx / c.
  public static func / (a: Tensor, b: Float) -> Tensor {
    let result = a.storage.map(count: a.scalarCount, DivideBy(divisor: b))
    return recorded(result, a.shape, a, keeping: .nothing) { _, v, _ in v / b }
  }

  /// `a` divided by each scalar. d(c / x) = −c dx / x².
  public static func / (a: Float, b: Tensor) -> Tensor {
    let result = b.storage.map(count: b.scalarCount, ScaledReciprocal(numerator: a))
    return recorded(result, b.shape, b, keeping: .inputs) { record, v, _ in
      -(v * a) / (record[0] * record[0])
    }
  }

  /// `a = a + b`: a new tensor, recorded as the sum is. Nothing is written in place.
  public static func += (a: inout Tensor, b: Tensor) { a = a + b }

  /// `a = a - b`: a new tensor, recorded as the difference is.
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }

  /// `a = a * b`: a new tensor, recorded as the product is.
  public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
}
