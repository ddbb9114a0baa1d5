/// A matrix in memory, by its distances: element (i, j) is `start[i * rowStride + j * columnStride]`.
/// A transposed matrix is the same memory with the two strides exchanged.
struct Matrix: @unchecked Sendable {
  var start: UnsafePointer<Float>
  var rowStride: Int
  var columnStride: Int

  var transposed: Matrix {
    Matrix(start: start, rowStride: columnStride, columnStride: rowStride)
  }

  @inline(__always) func from(row: Int, column: Int) -> Matrix {
    Matrix(
      start: start + (row &* rowStride &+ column &* columnStride),
      rowStride: rowStride, columnStride: columnStride)
  }
}

/// C = A B, or each row of C = `bias` + that row of A B, for A of `m` × `k` and B of `k` × `n`;
/// C is dense and row-major.
///
/// Every element of C is summed over k in order, from the bias (or zero), one fused multiply-add at
/// a time. Tiles, panels and threads only decide *when* an element is computed, never in what order
/// it is summed, so the bits are those of three plain loops (and a test holds them to it).
struct MatrixProduct: @unchecked Sendable {
  let a: Matrix
  let b: Matrix
  let bias: UnsafePointer<Float>?
  let c: UnsafeMutablePointer<Float>
  let m: Int
  let n: Int
  let k: Int
  /// The rows of a tile; tests choose them, to hold every tile to the same bits.
  var tileRows = TileChoice.rows

  /// The depth of a packed panel. 512 × 8 numbers of A stay in the first level of cache while the
  /// panels of B, 512 × 32 each, come from the second; and C is read and written again only every 512
  /// products.
  static let depth = 512
  /// Columns of B that are packed together where they are to stay in the second level of cache.
  static let fewColumns = 256

  private var splitsColumns: Bool { n >= m }

  func compute() {
    if n <= Storage.lanes {
      NarrowProduct(product: self).compute()
    } else {
      let parts = Swift.max(1, Swift.min(Parallelism.threads, splitsColumns ? n / 64 : m / 24))
      // About 50 multiply-adds a nanosecond.
      perform(Split(product: self, parts: parts), parts: parts, nanoseconds: m &* n &* k / 50)
    }
  }

  /// The product cut into rectangles of C, one for each thread. The longer side of C is cut, so
  /// that the threads pack little twice.
  private struct Split: Job {
    let product: MatrixProduct
    let parts: Int

    func run(_ part: Int) {
      let grain = product.splitsColumns ? 32 : 24
      let length = product.splitsColumns ? product.n : product.m
      let tiles = (length + grain - 1) / grain
      let low = Swift.min(length, tiles * part / parts * grain)
      let high = Swift.min(length, tiles * (part + 1) / parts * grain)
      if low >= high { return }
      if product.splitsColumns {
        product.rectangle(rows: 0..<product.m, columns: low..<high)
      } else {
        product.rectangle(rows: low..<high, columns: 0..<product.n)
      }
    }
  }

  /// Computes C in `rows` × `columns` on this thread.
  ///
  /// Rows that are not too many are packed once for each depth, and few columns of B at a time, which are
  /// then still in the second level of cache. Else all columns of B are packed first, and rows in blocks.
  func rectangle(rows: Range<Int>, columns: Range<Int>) {
    if readsRowsInPlace(rows.count) { return rectangleInPlace(rows: rows, columns: columns) }
    let depth = Swift.min(k, MatrixProduct.depth)
    let fits = rows.count * depth <= 1 << 17
    let blockRows = fits ? rows.count : Swift.min(rows.count, 16 * tileRows)
    let blockColumns = Swift.min(columns.count, fits ? MatrixProduct.fewColumns : 2048)
    let packedA = Storage.make(count: (blockRows + tileRows) * depth)
    let packedB = Storage.make(count: (blockColumns + 32) * depth)
    for first in stride(from: 0, to: k, by: depth) {
      let depth = Swift.min(depth, k - first)
      func pack(_ row: Int, _ height: Int) {
        packRows(
          of: a.from(row: row, column: first), count: height, depth: depth, tileRows: tileRows,
          into: packedA.scalars)
      }
      if fits { pack(rows.lowerBound, rows.count) }
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: blockColumns) {
        let width = Swift.min(blockColumns, columns.upperBound - column)
        packColumns(
          of: b.from(row: first, column: column), count: width, depth: depth,
          into: packedB.scalars)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows) {
          let height = Swift.min(blockRows, rows.upperBound - row)
          if !fits { pack(row, height) }
          let block = Block(
            a: packedA.scalars, b: packedB.scalars, depth: depth,
            bias: bias.map { $0 + column }, isFirst: first == 0,
            c: c + (row &* n &+ column), rowStride: n, rows: height, columns: width)
          if tileRows == 8 { block.compute(Tile<8>.self) } else { block.compute(Tile<2>.self) }
        }
      }
    }
    withExtendedLifetime((packedA, packedB)) {}
  }
}

/// A block of C whose operands lie packed: A in panels of a tile's rows, B in panels of 32 columns,
/// each panel with its k-th slice together.
private struct Block {
  let a: UnsafePointer<Float>
  let b: UnsafePointer<Float>
  let depth: Int
  let bias: UnsafePointer<Float>?
  let isFirst: Bool
  let c: UnsafeMutablePointer<Float>
  let rowStride: Int
  let rows: Int
  let columns: Int

  func compute<let tileRows: Int>(_: Tile<tileRows>.Type) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 32 * (tileRows + 1)) { edge in
      guard let edge = edge.baseAddress else { return }
      let start = edge + 32 * tileRows
      for column in stride(from: 0, to: columns, by: 32) {
        let width = Swift.min(32, columns &- column)
        if isFirst { copy(width, of: bias.map { $0 + column }, to: start) }
        for row in stride(from: 0, to: rows, by: tileRows) {
          let a = a + row &* depth
          let b = b + column &* depth
          let corner = c + (row &* rowStride &+ column)
          let height = Swift.min(tileRows, rows &- row)
          if height == tileRows && width == 32 {
            Tile<tileRows>.sum(
              a, b, depth: depth, from: UnsafePointer(isFirst ? start : corner),
              step: isFirst ? 0 : rowStride, into: corner, rowStride: rowStride)
          } else {
            // A tile that sticks out over the edge of C is computed beside it.
            if !isFirst { move(height, width, from: corner, rowStride, to: edge, 32) }
            Tile<tileRows>.sum(
              a, b, depth: depth, from: UnsafePointer(isFirst ? start : edge),
              step: isFirst ? 0 : 32,
              into: edge, rowStride: 32)
            move(height, width, from: edge, 32, to: corner, rowStride)
          }
        }
      }
    }
  }

  private func copy(
    _ width: Int, of bias: UnsafePointer<Float>?, to start: UnsafeMutablePointer<Float>
  ) {
    for lane in 0..<32 { start[lane] = 0 }
    guard let bias else { return }
    for lane in 0..<width { start[lane] = bias[lane] }
  }

  private func move(
    _ height: Int, _ width: Int, from source: UnsafePointer<Float>, _ sourceStride: Int,
    to target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    for row in 0..<height {
      (target + row &* targetStride).update(from: source + row &* sourceStride, count: width)
    }
  }
}

/// A tile of C, `rows` × 32, that stays in registers while it is summed over k.
///
/// With 8 rows it takes 16 of the 32 registers of AVX-512, and leaves room for eight broadcast
/// numbers of A. AVX2 has 16 registers of half the width: there 2 rows take half of them. Both give
/// the same bits.
enum Tile<let rows: Int> {
  /// Adds the `depth` products of two packed panels to the sums at `start` (whose rows are `step`
  /// apart: 0 to begin every row with the same bias), and writes them to `c`.
  @inline(__always)
  static func sum(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, depth: Int,
    from start: UnsafePointer<Float>, step: Int,
    into c: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    var low = InlineArray<rows, Vector> { Vector(loading: start + $0 &* step) }
    var high = InlineArray<rows, Vector> { Vector(loading: start + ($0 &* step &+ 16)) }
    var a = a
    var b = UnsafeRawPointer(b).assumingMemoryBound(to: Vector.self)
    for _ in 0..<depth {
      let b0 = b[0]
      let b1 = b[1]
      for row in 0..<rows { low[row].addProduct(Vector(repeating: a[row]), b0) }
      for row in 0..<rows { high[row].addProduct(Vector(repeating: a[row]), b1) }
      a += rows
      b += 2
    }
    for row in 0..<rows {
      low[row].store(c + row &* rowStride)
      high[row].store(c + (row &* rowStride &+ 16))
    }
  }
}

/// How many rows a tile has on this processor: whichever is faster when tried, once, for some tens
/// of microseconds. Only time depends on it.
enum TileChoice {
  static let rows = fastest()

  private static func fastest() -> Int {
    let a = Storage.make(count: 8 * 128)
    let b = Storage.make(count: 32 * 128)
    let c = Storage.make(count: 8 * 32)
    for index in 0..<8 * 128 { a.scalars[index] = 0 }
    for index in 0..<32 * 128 { b.scalars[index] = 0 }
    for index in 0..<8 * 32 { c.scalars[index] = 0 }
    func time<let rows: Int>(_: Tile<rows>.Type) -> Duration {
      let runs = (0..<5).map { _ in
        ContinuousClock().measure {
          for _ in 0..<8 / rows * 8 {
            Tile<rows>.sum(
              a.scalars, b.scalars, depth: 128, from: c.scalars, step: 32, into: c.scalars,
              rowStride: 32)
          }
        }
      }
      return runs.min() ?? .zero
    }
    return time(Tile<8>.self) <= time(Tile<2>.self) ? 8 : 2
  }
}
