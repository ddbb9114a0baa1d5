/// How the numbers of a reduction are put together: a sum, or a maximum.
protocol Reduction: BinaryFunction {
  static var identity: Float { get }
}

struct Sum: Reduction {
  static var identity: Float { 0 }
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector { x + y }
}

struct Maximum: Reduction {
  static var identity: Float { -.infinity }
  // What is not a number stays, on either side: a maximum must not hide that training has failed.
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector {
    y.replacing(with: x, where: (x .> y) .| (x .!= x))
  }
}

extension Reduction {
  @inline(__always) static var start: Vector { Vector(repeating: identity) }

  /// The lanes put together, halves to halves: ((0·8)·(4·12))…
  @inline(__always)
  func lanes(_ x: Vector) -> Float {
    var x = x
    x = self(x, Vector(lowHalf: x.highHalf, highHalf: x.highHalf))
    var half = SIMD8<Float>(x.lowHalf.highHalf, x.lowHalf.highHalf)
    x = self(x, Vector(lowHalf: half, highHalf: half))
    half = SIMD8<Float>(repeating: x[2])
    half[1] = x[3]
    x = self(x, Vector(lowHalf: half, highHalf: half))
    return self(x, Vector(repeating: x[1]))[0]
  }
}

extension SIMD8<Float> {
  @inline(__always) fileprivate init(_ low: SIMD4<Float>, _ high: SIMD4<Float>) {
    self.init(lowHalf: low, highHalf: high)
  }
}

/// Numbers are reduced in blocks of this many, or of 64 rows if that is more, each to a partial
/// result, and the partial results in order: the same order for any number of threads, and a smaller
/// rounding error than one long sum.
private let blockLength = 1 << 15

/// Reduces `rows` × `width` numbers to one row: each column over the rows.
@inline(__always)
func reduceRows(
  _ source: Storage, rows: Int, width: Int, into target: UnsafeMutablePointer<Float>,
  _ reduction: some Reduction
) {
  // Sixteen numbers side by side belong to columns that repeat every `period` vectors, so a row of
  // six is summed as fast as a row of sixteen. Short periods of a long sum are taken eight at a
  // time, so that no addition waits for the one before.
  let period = width >> Swift.min(4, width.trailingZeroBitCount)
  let count = rows * width
  let stride = period < 8 && count > 1 << 14 ? 8 * period : period
  let vectorsInBlock = Swift.max(64, blockLength / (16 * stride)) * stride
  let blocks = (count + 16 * vectorsInBlock - 1) / (16 * vectorsInBlock)
  let partial = Storage.make(count: blocks * stride * 16)
  let job = RowsJob(
    source: source.scalars, partial: partial.vectors, count: count, stride: stride,
    vectorsInBlock: vectorsInBlock, reduction: reduction)
  perform(job, parts: blocks, nanoseconds: count / 8)
  let sums = partial.vectors
  for phase in 0..<period {
    for index in Swift.stride(from: phase + period, to: blocks * stride, by: period) {
      sums[phase] = reduction(sums[phase], sums[index])
    }
  }
  // What is left is `period` vectors that hold 16 · period / width copies of the row.
  for column in 0..<width {
    var value = Vector(repeating: partial.scalars[column])
    for copy in 1..<Swift.max(1, period * 16 / width) {
      value = reduction(value, Vector(repeating: partial.scalars[copy &* width &+ column]))
    }
    target[column] = value[0]
  }
  withExtendedLifetime(partial) {}
}

private struct RowsJob<Function: Reduction>: Job, @unchecked Sendable {
  let source: UnsafeMutablePointer<Float>
  let partial: UnsafeMutablePointer<Vector>
  let count: Int
  let stride: Int
  let vectorsInBlock: Int
  let reduction: Function

  @inline(__always)
  func run(_ block: Int) {
    let sums = partial + block &* stride
    for phase in 0..<stride { sums[phase] = Function.start }
    let whole = count / 16
    let first = block &* vectorsInBlock
    let end = Swift.min(whole, first &+ vectorsInBlock)
    var phase = 0
    var index = first
    while index < end {
      sums[phase] = reduction(sums[phase], Vector(loading: source + 16 &* index))
      index &+= 1
      phase &+= 1
      if phase == stride { phase = 0 }
    }
    let rest = count &- 16 &* whole
    if rest > 0 && end == whole && first &+ vectorsInBlock > whole {
      // The lanes beyond the last number are nobody's.
      var last = Function.start
      for lane in 0..<rest { last[lane] = source[16 &* whole &+ lane] }
      sums[phase] = reduction(sums[phase], last)
    }
  }
}

/// Reduces `rows` × `width` numbers to one column: each row over its columns.
@inline(__always)
func reduceColumns(
  _ source: Storage, rows: Int, width: Int, into target: UnsafeMutablePointer<Float>,
  _ reduction: some Reduction
) {
  let rowsInPart = Swift.max(1, blockLength / width)
  let job = ColumnsJob(
    source: source.scalars, target: target, rows: rows, width: width, rowsInPart: rowsInPart,
    reduction: reduction)
  perform(job, parts: (rows + rowsInPart - 1) / rowsInPart, nanoseconds: rows * width / 8)
}

private struct ColumnsJob<Function: Reduction>: Job, @unchecked Sendable {
  let source: UnsafeMutablePointer<Float>
  let target: UnsafeMutablePointer<Float>
  let rows: Int
  let width: Int
  let rowsInPart: Int
  let reduction: Function

  @inline(__always)
  func run(_ part: Int) {
    for row in part &* rowsInPart..<Swift.min(rows, (part &+ 1) &* rowsInPart) {
      let numbers = source + row &* width
      var sums = Function.start
      var index = 0
      while index &+ 16 <= width {
        sums = reduction(sums, Vector(loading: numbers + index))
        index &+= 16
      }
      if index < width {
        var last = Function.start
        for lane in 0..<(width &- index) { last[lane] = numbers[index &+ lane] }
        sums = reduction(sums, last)
      }
      target[row] = reduction.lanes(sums)
    }
  }
}
