// The kernel of all convolutions: a block of a matrix product whose left operand is not packed. A
// patch of an image is some runs of neighbours in memory, so its rows are read where they lie, and
// nothing of an image is ever copied.
//
// Dukhan (2019), The Indirect Convolution Algorithm, reads through pointers in the same way.

/// Some of the k of a product, in order, for which both operands lie at equal distances.
struct Run {
  /// Where the first k lies, from the start of a row of A.
  var a: Int
  /// Which row of B the first k is.
  var b: Int
  var count: Int
}

/// A block of C whose rows are anywhere: row r of A begins at `a + aRows[r]`, that of C at
/// `c + cRows[r]`. Element k of a row lies `aStep` from the one before, within a run.
struct GatheredBlock {
  let a: UnsafePointer<Float>
  let aRows: UnsafePointer<Int>
  let aStep: Int
  let runs: UnsafeBufferPointer<Run>
  /// Panels of 32 columns, `panelSize` scalars from one to the next; the rows of a panel are `bStep`
  /// apart.
  let b: UnsafePointer<Float>
  let bStep: Int
  let panelSize: Int
  let bias: UnsafePointer<Float>?
  /// Whether the sums begin here, or go on from what C holds.
  let isFirst: Bool
  let c: UnsafeMutablePointer<Float>
  let cRows: UnsafePointer<Int>
  let rows: Int
  let columns: Int

  func compute(tileRows: Int) {
    if tileRows == 8 { compute(GatheredTile<8, 2>.self) } else { compute(GatheredTile<2, 2>.self) }
  }

  private func compute<let tileRows: Int>(_ whole: GatheredTile<tileRows, 2>.Type) {
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 2 * (tileRows + 1)) { edge in
      guard let first = edge.baseAddress else { return }
      for index in edge.indices { (first + index).initialize(to: .zero) }
      let edge = UnsafeMutableRawPointer(first).assumingMemoryBound(to: Float.self)
      for column in stride(from: 0, to: columns, by: 32) {
        // Where there are no more, half a tile.
        if columns &- column > 16 {
          compute(whole, column, edge)
        } else {
          compute(GatheredTile<tileRows, 1>.self, column, edge)
        }
      }
    }
  }

  /// The tiles of a panel.
  @inline(__always)
  private func compute<let tileRows: Int, let vectors: Int>(
    _: GatheredTile<tileRows, vectors>.Type, _ column: Int, _ edge: UnsafeMutablePointer<Float>
  ) {
    let width = Swift.min(16 * vectors, columns &- column)
    let panel = b + (column / 32) &* panelSize
    let start = edge + 32 * tileRows
    if isFirst, let bias { start.update(from: bias + column, count: width) }
    for row in stride(from: 0, to: rows, by: tileRows) {
      // A tile that sticks out over an edge of C is computed beside it.
      let height = Swift.min(tileRows, rows &- row)
      let isWhole = height == tileRows && width == 16 * vectors
      let sources = InlineArray<tileRows, UnsafePointer<Float>> {
        a + aRows[Swift.min(row &+ $0, rows &- 1)]
      }
      let targets = InlineArray<tileRows, UnsafeMutablePointer<Float>> {
        isWhole ? c + (cRows[row &+ $0] &+ column) : edge + 32 &* $0
      }
      if !isWhole && !isFirst {
        for r in 0..<height {
          targets[r].update(from: c + (cRows[row &+ r] &+ column), count: width)
        }
      }
      GatheredTile<tileRows, vectors>.sum(
        sources, aStep: aStep, panel, bStep: bStep, runs, from: isFirst ? start : nil,
        into: targets)
      if !isWhole {
        for r in 0..<height {
          (c + (cRows[row &+ r] &+ column)).update(from: targets[r], count: width)
        }
      }
    }
  }
}

/// A tile of C, of so many rows and of one or two vectors across, that stays in registers while it is summed over
/// the runs; see ``Tile``.
enum GatheredTile<let rows: Int, let vectors: Int> {
  /// Adds the products to the sums at `start`, the same for every row, or to those at `c`.
  @inline(__always)
  static func sum(
    _ a: InlineArray<rows, UnsafePointer<Float>>, aStep: Int, _ b: UnsafePointer<Float>,
    bStep: Int, _ runs: UnsafeBufferPointer<Run>, from start: UnsafePointer<Float>?,
    into c: InlineArray<rows, UnsafeMutablePointer<Float>>
  ) {
    var low = InlineArray<rows, Vector> { Vector(loading: start ?? UnsafePointer(c[$0])) }
    var high = InlineArray<rows, Vector> {
      vectors > 1 ? Vector(loading: (start ?? UnsafePointer(c[$0])) + 16) : .zero
    }
    for run in runs {
      var index = run.a
      var b = b + bStep &* run.b
      for _ in 0..<run.count {
        let b0 = Vector(loading: b)
        for row in 0..<rows { low[row].addProduct(Vector(repeating: a[row][index]), b0) }
        if vectors > 1 {
          let b1 = Vector(loading: b + 16)
          for row in 0..<rows { high[row].addProduct(Vector(repeating: a[row][index]), b1) }
        }
        index &+= aStep
        b += bStep
      }
    }
    for row in 0..<rows {
      low[row].store(c[row])
      if vectors > 1 { high[row].store(c[row] + 16) }
    }
  }
}
