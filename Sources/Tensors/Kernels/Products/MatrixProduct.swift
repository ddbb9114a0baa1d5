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
  // These two lie in a ``Storage``, which has room for a vector behind its last number: a narrow product reads so far.
  let b: Matrix
  let bias: UnsafePointer<Float>?
  let c: UnsafeMutablePointer<Float>
  let m: Int
  let n: Int
  let k: Int
  /// The rows of a tile; tests choose them, to hold every tile to the same bits.
  var tileRows = TileChoice.rows

  func compute() {
    switch ProductKernel(columns: n) {
    case .narrow: NarrowProduct(product: self).compute()
    case .tiles:
      let split = ProductSplit(rows: m, columns: n)
      perform(
        Rectangles(product: self, split: split), parts: split.parts,
        nanoseconds: Cost.tiles(multiplyAdds: m &* n &* k))
    }
  }

  /// The product cut into rectangles of C.
  private struct Rectangles: Job {
    let product: MatrixProduct
    let split: ProductSplit

    func run(_ part: Int) {
      let (parts, grain) = (split.parts, split.grain)
      let length = split.alongColumns ? product.n : product.m
      let tiles = (length + grain - 1) / grain
      let low = Swift.min(length, tiles * part / parts * grain)
      let high = Swift.min(length, tiles * (part + 1) / parts * grain)
      if low >= high { return }
      if split.alongColumns {
        product.rectangle(rows: 0..<product.m, columns: low..<high)
      } else {
        product.rectangle(rows: low..<high, columns: 0..<product.n)
      }
    }
  }

  /// Computes C in `rows` × `columns` on this thread.
  func rectangle(rows: Range<Int>, columns: Range<Int>) {
    let depth = Swift.min(k, PieceSize.depth)
    let source = RowSource(rows: rows.count, depth: depth, areRuns: a.columnStride == 1)
    if source == .inPlace { return rectangleInPlace(rows: rows, columns: columns) }
    let fits = source == .packed
    let blockRows = Swift.min(rows.count, fits ? rows.count : PieceSize.tilesInBlock * tileRows)
    let blockColumns = Swift.min(
      columns.count, fits ? PieceSize.fewColumns : PieceSize.manyColumns)
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

/// A tile of C, `rows` × 32, that stays in registers while it is summed over k: see ``TileChoice``.
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
