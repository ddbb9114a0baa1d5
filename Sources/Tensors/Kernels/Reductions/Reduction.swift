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

/// How `rows` × `width` numbers are cut when each column is reduced over the rows.
///
/// Sixteen numbers side by side belong to columns that repeat every `period` vectors, so a row of six
/// is summed as fast as a row of sixteen. Short periods of a long sum are taken eight at a time, so
/// that no addition waits for the one before: `stride` sums, each a vector, stand side by side.
struct RowBlocks {
  let count: Int
  let width: Int
  let period: Int
  let stride: Int
  let vectorsInBlock: Int
  let blocks: Int

  init(rows: Int, width: Int) {
    self.width = width
    period = width >> Swift.min(4, width.trailingZeroBitCount)
    count = rows * width
    stride = period < 8 && count > 1 << 14 ? 8 * period : period
    vectorsInBlock = Swift.max(64, blockLength / (16 * stride)) * stride
    blocks = (count + 16 * vectorsInBlock - 1) / (16 * vectorsInBlock)
  }

  /// Room for the partial results of all blocks.
  func makePartial() -> Storage { Storage.make(count: blocks * stride * 16) }

  /// The columns' numbers, repeated to stand beside `stride` vectors of the source.
  func pattern(_ row: Storage) -> Storage {
    let pattern = Storage.make(count: stride * 16)
    for copy in 0..<stride * 16 / width {
      (pattern.scalars + copy * width).update(from: row.scalars, count: width)
    }
    return pattern
  }

  /// Calls `body` with each vector of a block: its index, its place among the `stride`, and how many
  /// of its lanes are numbers; those beyond the last number are nobody's.
  @inline(__always)
  func visit(_ block: Int, _ body: (_ index: Int, _ phase: Int, _ lanes: Int) -> Void) {
    let whole = count / 16
    let first = block &* vectorsInBlock
    let end = Swift.min(whole, first &+ vectorsInBlock)
    var phase = 0
    var index = first
    while index < end {
      body(index, phase, 16)
      index &+= 1
      phase &+= 1
      if phase == stride { phase = 0 }
    }
    let rest = count &- 16 &* whole
    if rest > 0 && end == whole && first &+ vectorsInBlock > whole { body(whole, phase, rest) }
  }

  /// Puts the partial results together: one row.
  @inline(__always)
  func finish(
    _ partial: Storage, into target: UnsafeMutablePointer<Float>, _ reduction: some Reduction
  ) {
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
}

/// Reduces `rows` × `width` numbers to one row: each column over the rows.
@inline(__always)
func reduceRows(
  _ source: Storage, rows: Int, width: Int, into target: UnsafeMutablePointer<Float>,
  _ reduction: some Reduction
) {
  let blocks = RowBlocks(rows: rows, width: width)
  let partial = blocks.makePartial()
  let job = RowsJob(
    source: source.vectors, partial: partial.vectors, blocks: blocks, reduction: reduction)
  perform(job, parts: blocks.blocks, nanoseconds: Cost.reading(blocks.count))
  blocks.finish(partial, into: target, reduction)
}

private struct RowsJob<Function: Reduction>: Job, @unchecked Sendable {
  let source: UnsafeMutablePointer<Vector>
  let partial: UnsafeMutablePointer<Vector>
  let blocks: RowBlocks
  let reduction: Function

  @inline(__always)
  func run(_ block: Int) {
    let sums = partial + block &* blocks.stride
    for phase in 0..<blocks.stride { sums[phase] = Function.start }
    blocks.visit(block) { index, phase, lanes in
      let term = source[index].keeping(lanes, else: Function.start)
      sums[phase] = reduction(sums[phase], term)
    }
  }
}

extension Vector {
  /// The first lanes of this vector, and `other` beyond them.
  @inline(__always)
  func keeping(_ lanes: Int, else other: Vector) -> Vector {
    if lanes == 16 { return self }
    var result = other
    for lane in 0..<lanes { result[lane] = self[lane] }
    return result
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
  perform(job, parts: (rows + rowsInPart - 1) / rowsInPart, nanoseconds: Cost.reading(rows * width))
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
