extension MatrixProduct {
  /// Computes C in `rows` × `columns` on this thread, with the rows of A read where they lie.
  func rectangleInPlace(rows: Range<Int>, columns: Range<Int>) {
    let depth = Swift.min(k, PieceSize.depth)
    let blockColumns = Swift.min(columns.count, PieceSize.fewColumns)
    let packed = Storage.make(count: (blockColumns + 32) * depth)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows.count) { offsets in
      guard let aRows = offsets.baseAddress else { return }
      let cRows = aRows + rows.count
      for row in 0..<rows.count {
        aRows[row] = row &* a.rowStride
        cRows[row] = row &* n
      }
      for first in stride(from: 0, to: k, by: depth) {
        let depth = Swift.min(depth, k - first)
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: blockColumns) {
          let width = Swift.min(blockColumns, columns.upperBound - column)
          packColumns(
            of: b.from(row: first, column: column), count: width, depth: depth,
            into: packed.scalars)
          withUnsafePointer(to: Run(a: 0, b: 0, count: depth)) { run in
            GatheredBlock(
              a: a.from(row: rows.lowerBound, column: first).start, aRows: aRows, aStep: 1,
              runs: UnsafeBufferPointer(start: run, count: 1), b: packed.scalars, bStep: 32,
              panelSize: 32 * depth, bias: bias.map { $0 + column }, isFirst: first == 0,
              c: c + (rows.lowerBound &* n &+ column), cRows: cRows, rows: rows.count,
              columns: width
            ).compute(tileRows: tileRows)
          }
        }
      }
    }
    withExtendedLifetime(packed) {}
  }
}
