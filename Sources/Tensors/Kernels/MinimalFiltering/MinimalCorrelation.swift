/// A convolution or its adjoint by minimal filtering: for each block of images the sums on one side, the
/// products, and the sums on the other. The weights' sums are made for each product as they are needed, and
/// used for all rows of a block, while they are in the cache.
struct MinimalCorrelation: @unchecked Sendable {
  let plan: MinimalPlan
  let isAdjoint: Bool
  private let input: UnsafePointer<Float>
  private let weight: UnsafePointer<Float>
  private let bias: UnsafePointer<Float>?
  private let output: UnsafeMutablePointer<Float>
  /// The rows of a tile; tests choose them, to hold every tile to the same bits.
  var tileRows = TileChoice.rows

  /// y = x ∗ w + bias.
  init(
    of x: Storage, with w: Storage, bias: Storage?, _ plan: MinimalPlan,
    into y: UnsafeMutablePointer<Float>
  ) {
    (self.plan, isAdjoint) = (plan, false)
    (input, weight) = (UnsafePointer(x.scalars), UnsafePointer(w.scalars))
    (self.bias, output) = (bias.map { UnsafePointer($0.scalars) }, y)
  }

  /// x = y ∗ᵀ w + bias.
  init(
    adjointOf y: Storage, with w: Storage, bias: Storage?, _ plan: MinimalPlan,
    into x: UnsafeMutablePointer<Float>
  ) {
    (self.plan, isAdjoint) = (plan, true)
    (input, weight) = (UnsafePointer(y.scalars), UnsafePointer(w.scalars))
    (self.bias, output) = (bias.map { UnsafePointer($0.scalars) }, x)
  }

  func compute() {
    if isAdjoint {
      compute(from: plan.outputs, to: plan.pixels)
    } else {
      compute(from: plan.pixels, to: plan.outputs)
    }
  }

  private func compute(from source: ImageTiles, to target: ImageTiles) {
    let rows = plan.makeRows()
    let (first, second) = (rows.scalars, rows.scalars + plan.outputRows)
    let (from, to) = isAdjoint ? (second, first) : (first, second)
    let pieces = makePieces()
    plan.forEachBlock { images in
      let sums = MakeRows(tiles: source, images: input, numbers: images, block: from)
      perform(sums, parts: images.count, nanoseconds: source.cost * images.count)
      let products = Products(
        correlation: self, pieces: pieces, images: images.count, from: from, to: to)
      perform(
        products, parts: pieces.count,
        nanoseconds: Cost.tiles(multiplyAdds: plan.multiplyAdds * images.count))
      let results = MakeImages(
        tiles: target, images: output, bias: bias, numbers: images, block: to)
      perform(results, parts: images.count, nanoseconds: target.cost * images.count)
    }
    withExtendedLifetime(rows) {}
  }

  /// The products of a group, in some columns. A convolution takes all forms of a group at once, for they
  /// add up to the same slots; an adjoint each by itself, for they share what they read.
  private struct Piece {
    let group: MinimalPlan.Group
    let forms: Range<Int>
    let columns: Range<Int>
  }

  private func makePieces() -> [Piece] {
    let (inputs, outputs) = (plan.geometry.inputs, plan.geometry.outputs)
    return plan.groups.flatMap { group in
      let forms = group.forms.indices
      let together = isAdjoint ? forms.map { $0..<$0 + 1 } : [forms]
      let depth = isAdjoint ? outputs : inputs * forms.count
      let columns = isAdjoint ? inputs : outputs
      let width = PieceSize.columns(depth: depth)
      return together.flatMap { forms in
        stride(from: 0, to: columns, by: width).map {
          Piece(group: group, forms: forms, columns: $0..<Swift.min(columns, $0 + width))
        }
      }
    }
  }

  private struct Products: Job, @unchecked Sendable {
    let correlation: MinimalCorrelation
    let pieces: [Piece]
    let images: Int
    let from: UnsafePointer<Float>
    let to: UnsafeMutablePointer<Float>

    func run(_ part: Int) {
      let plan = correlation.plan
      let piece = pieces[part]
      let group = piece.group
      let (rows, rowsInBlock) = (group.slots * images, group.slots * plan.imagesInBlock)
      let (inputs, outputs) = (plan.geometry.inputs, plan.geometry.outputs)
      let isAdjoint = correlation.isAdjoint
      let (depth, columns) = isAdjoint ? (outputs, inputs) : (inputs, outputs)
      let panels = (piece.columns.count + 31) / 32
      let sums = Storage.make(count: isAdjoint ? depth * piece.columns.count : 0)
      let packed = Storage.make(count: piece.forms.count * panels * 32 * depth)
      var runs: [Run] = []
      for (index, form) in piece.forms.enumerated() {
        runs.append(
          Run(a: index * rowsInBlock * depth, b: index * panels * depth, count: depth))
        correlation.pack(
          group.forms[form], piece.columns, sums: sums.scalars,
          into: packed.scalars + index * panels * 32 * depth)
      }
      let products = (group.firstProduct + piece.forms.lowerBound * rowsInBlock) * inputs
      let slots = group.firstSlot * outputs
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows) { offsets in
        guard let aRows = offsets.baseAddress else { return }
        let cRows = aRows + rows
        for row in 0..<rows {
          aRows[row] = row &* depth
          cRows[row] = row &* columns
        }
        runs.withUnsafeBufferPointer { runs in
          GatheredBlock(
            a: from + (isAdjoint ? slots : products), aRows: aRows, aStep: 1, runs: runs,
            b: packed.scalars, bStep: 32, panelSize: 32 * depth, bias: nil,
            isFirst: true, c: to + ((isAdjoint ? products : slots) + piece.columns.lowerBound),
            cRows: cRows, rows: rows, columns: piece.columns.count
          ).compute(tileRows: correlation.tileRows)
        }
      }
      withExtendedLifetime((sums, packed)) {}
    }

  }

  /// Packs the sum of some taps of the weights, in panels of columns.
  private func pack(
    _ taps: [Term], _ columns: Range<Int>, sums: UnsafeMutablePointer<Float>,
    into packed: UnsafeMutablePointer<Float>
  ) {
    let (inputs, outputs) = (plan.geometry.inputs, plan.geometry.outputs)
    let tapSize = inputs * outputs
    taps.withUnsafeBufferPointer { taps in
      if isAdjoint {
        let first = columns.lowerBound * outputs
        addRuns(taps, count: columns.count * outputs, from: nil, into: sums) {
          weight + ($0 &* tapSize &+ first)
        }
        packColumns(
          of: Matrix(start: sums, rowStride: 1, columnStride: outputs), count: columns.count,
          depth: outputs, into: packed)
      } else {
        for column in stride(from: 0, to: columns.count, by: 32) {
          packSums(
            taps, of: weight + (columns.lowerBound + column), tapSize: tapSize,
            rowStride: outputs, width: Swift.min(32, columns.count - column), depth: inputs,
            into: packed + column * inputs)
        }
      }
    }
  }
}
