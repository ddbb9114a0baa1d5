/// A function of one number, on sixteen at a time. A type rather than a closure: the compiler makes
/// one loop for each type, and a type can cross to another thread.
protocol UnaryFunction: Sendable {
  func callAsFunction(_ x: Vector) -> Vector
}

/// A function of two numbers, on sixteen at a time.
protocol BinaryFunction: Sendable {
  func callAsFunction(_ x: Vector, _ y: Vector) -> Vector
}

extension Storage {
  /// A new buffer with f of every scalar.
  @inline(__always)
  func map(count: Int, _ function: some UnaryFunction) -> Storage {
    let result = Storage.make(count: count)
    let vectors = (count &+ 15) / 16
    elementwise(
      UnaryJob(x: self.vectors, y: result.vectors, count: vectors, function: function), vectors)
    return result
  }

  /// f of every scalar, written over it.
  @inline(__always)
  func overwrite(count: Int, _ function: some UnaryFunction) {
    let vectors = (count &+ 15) / 16
    elementwise(
      UnaryJob(x: self.vectors, y: self.vectors, count: vectors, function: function), vectors)
  }

  /// A new buffer with f of every scalar of this one and the scalar in the same place of `other`.
  @inline(__always)
  func map(_ other: Storage, count: Int, _ function: some BinaryFunction) -> Storage {
    let result = Storage.make(count: count)
    let vectors = (count &+ 15) / 16
    elementwise(
      BinaryJob(
        x: self.vectors, y: other.vectors, z: result.vectors, count: vectors, period: vectors,
        function: function), vectors)
    return result
  }

  /// f of every scalar and the scalar in the same place of `other`, written over it.
  @inline(__always)
  func overwrite(with other: Storage, count: Int, _ function: some BinaryFunction) {
    let vectors = (count &+ 15) / 16
    elementwise(
      BinaryJob(
        x: self.vectors, y: other.vectors, z: self.vectors, count: vectors, period: vectors,
        function: function), vectors)
  }

  /// f of every scalar of this buffer and a *row* that repeats: `pattern` holds a whole number of
  /// copies of the row, and is `period` vectors long.
  @inline(__always)
  func map(
    repeating pattern: Storage, period: Int, count: Int, _ function: some BinaryFunction
  ) -> Storage {
    let result = Storage.make(count: count)
    let vectors = (count &+ 15) / 16
    elementwise(
      BinaryJob(
        x: self.vectors, y: pattern.vectors, z: result.vectors, count: vectors, period: period,
        function: function), vectors)
    return result
  }

  @inline(__always)
  private func elementwise(_ job: some Job, _ vectors: Int) {
    let parts = Swift.max(1, (vectors &+ PieceSize.vectors &- 1) / PieceSize.vectors)
    perform(job, parts: parts, nanoseconds: Cost.moving(16 &* vectors))
  }
}

private struct UnaryJob<Function: UnaryFunction>: Job, @unchecked Sendable {
  let x: UnsafeMutablePointer<Vector>
  let y: UnsafeMutablePointer<Vector>
  let count: Int
  let function: Function

  @inline(__always)
  func run(_ part: Int) {
    let end = Swift.min(count, (part &+ 1) &* PieceSize.vectors)
    var index = part &* PieceSize.vectors
    while index < end {
      y[index] = function(x[index])
      index &+= 1
    }
  }
}

private struct BinaryJob<Function: BinaryFunction>: Job, @unchecked Sendable {
  let x: UnsafeMutablePointer<Vector>
  let y: UnsafeMutablePointer<Vector>
  let z: UnsafeMutablePointer<Vector>
  let count: Int
  let period: Int
  let function: Function

  @inline(__always)
  func run(_ part: Int) {
    let end = Swift.min(count, (part &+ 1) &* PieceSize.vectors)
    var index = part &* PieceSize.vectors
    if period == count {
      while index < end {
        z[index] = function(x[index], y[index])
        index &+= 1
      }
    } else {
      var phase = index % period
      while index < end {
        z[index] = function(x[index], y[phase])
        index &+= 1
        phase &+= 1
        if phase == period { phase = 0 }
      }
    }
  }
}
