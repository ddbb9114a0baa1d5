// A matrix product reads its operands panel by panel; these copy them into panels, so that the kernel
// reads straight on. What lies beyond the last row or column is zero.

/// Copies `count` columns of B, `depth` deep, into panels of 32: the 32 numbers of one k together.
func packColumns(
  of b: Matrix, count: Int, depth: Int, into packed: UnsafeMutablePointer<Float>
) {
  if b.columnStride == 1 {
    packContiguous(b, count: count, depth: depth, into: packed)
  } else {
    for first in stride(from: 0, to: count, by: 32) {
      packStrided(
        b.from(row: 0, column: first).transposed, width: Swift.min(32, count - first),
        depth: depth, panelWidth: 32, into: packed + first &* depth)
    }
  }
}

/// Copies `count` rows of A, `depth` deep, into panels of `tileRows`.
func packRows(
  of a: Matrix, count: Int, depth: Int, tileRows: Int, into packed: UnsafeMutablePointer<Float>
) {
  var first = 0
  if a.rowStride == 1 && tileRows == 8 {
    // Two panels from a line of the cache.
    while first &+ 16 <= count {
      packNeighbours(a.from(row: first, column: 0), depth, packed + first &* depth)
      first &+= 16
    }
  }
  while first < count {
    let height = Swift.min(tileRows, count - first)
    packStrided(
      a.from(row: first, column: 0), width: height, depth: depth, panelWidth: tileRows,
      into: packed + first &* depth)
    first &+= tileRows
  }
}

/// Sixteen rows that are neighbours, into two panels of eight.
private func packNeighbours(
  _ source: Matrix, _ depth: Int, _ panel: UnsafeMutablePointer<Float>
) {
  for k in 0..<depth {
    let numbers = Vector(loading: source.start + k &* source.columnStride)
    let target = UnsafeMutableRawPointer(panel + 8 &* k)
    target.storeBytes(of: numbers.lowHalf, as: SIMD8<Float>.self)
    (target + 32 &* depth).storeBytes(of: numbers.highHalf, as: SIMD8<Float>.self)
  }
}

/// From rows whose columns are neighbours. Whole rows, one after another: memory hands out what lies in
/// a row much faster than pieces of rows, and a panel is only 128 bytes wide.
private func packContiguous(
  _ source: Matrix, count: Int, depth: Int, into packed: UnsafeMutablePointer<Float>
) {
  for k in 0..<depth {
    var row = source.start + k &* source.rowStride
    var target = packed + 32 &* k
    var rest = count
    while rest >= 32 {
      Vector(loading: row).store(target)
      Vector(loading: row + 16).store(target + 16)
      row += 32
      target += 32 &* depth
      rest &-= 32
    }
    if rest > 0 {
      Vector(loading: row, count: rest).store(target)
      (rest > 16 ? Vector(loading: row + 16, count: rest &- 16) : .zero).store(target + 16)
    }
  }
}

/// From lanes that lie `rowStride` apart, each with its k's `columnStride` apart. Where the k's are
/// neighbours, sixteen of sixteen lanes at a time, transposed in registers.
@inline(__always)
private func packStrided(
  _ source: Matrix, width: Int, depth: Int, panelWidth: Int,
  into panel: UnsafeMutablePointer<Float>
) {
  var lane = 0
  if source.columnStride == 1 {
    while lane &+ 16 <= width {
      packLanes(source.from(row: lane, column: 0), depth, panelWidth, panel + lane)
      lane &+= 16
    }
    if lane &+ 8 <= width && panelWidth == 8 {
      packEightLanes(source, depth, panel)
      lane &+= 8
    }
  }
  // Some k at a time, so that each cache line that is touched is used.
  for first in stride(from: 0, to: depth, by: 16) {
    let last = Swift.min(first &+ 16, depth)
    for lane in lane..<Swift.max(lane, width) {
      let numbers = source.start + lane &* source.rowStride
      for k in first..<last {
        panel[k &* panelWidth &+ lane] = numbers[k &* source.columnStride]
      }
    }
    for lane in width..<Swift.max(width, panelWidth) {
      for k in first..<last { panel[k &* panelWidth &+ lane] = 0 }
    }
  }
}

/// Sixteen lanes. Four perfect shuffles of sixteen vectors transpose them.
private func packLanes(
  _ source: Matrix, _ depth: Int, _ panelWidth: Int, _ panel: UnsafeMutablePointer<Float>
) {
  var k = 0
  while k &+ 16 <= depth {
    var rows = InlineArray<16, Vector>(repeating: .zero)
    for row in 0..<16 { rows[row] = Vector(loading: source.start + (row &* source.rowStride &+ k)) }
    rows = shuffled(shuffled(shuffled(shuffled(rows))))
    for row in 0..<16 { rows[row].store(panel + (k &+ row) &* panelWidth) }
    k &+= 16
  }
  while k < depth {
    for lane in 0..<16 {
      panel[k &* panelWidth &+ lane] = source.start[lane &* source.rowStride &+ k]
    }
    k &+= 1
  }
}

/// Eight lanes of a panel eight wide: three perfect shuffles of eight vectors leave two k in each.
private func packEightLanes(_ source: Matrix, _ depth: Int, _ panel: UnsafeMutablePointer<Float>) {
  var k = 0
  while k &+ 16 <= depth {
    var rows = InlineArray<8, Vector>(repeating: .zero)
    for row in 0..<8 { rows[row] = Vector(loading: source.start + (row &* source.rowStride &+ k)) }
    rows = shuffled(shuffled(shuffled(rows)))
    for pair in 0..<8 { rows[pair].store(panel + 8 &* (k &+ 2 &* pair)) }
    k &+= 16
  }
  while k < depth {
    for lane in 0..<8 { panel[8 &* k &+ lane] = source.start[lane &* source.rowStride &+ k] }
    k &+= 1
  }
}

/// The numbers of the first half of the vectors between those of the second half.
@inline(__always)
private func shuffled<let count: Int>(
  _ rows: InlineArray<count, Vector>
) -> InlineArray<count, Vector> {
  var result = InlineArray<count, Vector>(repeating: .zero)
  for row in 0..<count / 2 {
    let a = rows[row]
    let b = rows[row &+ count / 2]
    result[2 &* row].evenHalf = a.lowHalf
    result[2 &* row].oddHalf = b.lowHalf
    result[2 &* row &+ 1].evenHalf = a.highHalf
    result[2 &* row &+ 1].oddHalf = b.highHalf
  }
  return result
}
