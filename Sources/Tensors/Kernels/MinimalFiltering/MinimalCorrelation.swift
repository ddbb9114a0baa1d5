/// A convolution or its adjoint by minimal filtering: for each block of images the sums on one side, the
/// products, and the sums on the other. The forms of the weights are made once, and used by all blocks; where they
/// are too large to be kept, they are made for some columns at a time.
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

  /// With the gradient of some weights of which what is filtered here is one side, it is computed by the way: the
  /// rows are made once for both.
  func compute(with gradient: MinimalWeightGradient? = nil) {
    let (source, target) = isAdjoint ? (plan.outputs, plan.pixels) : (plan.pixels, plan.outputs)
    let rows = plan.makeRows()
    let (from, to) = (plan.start(source, of: rows), plan.start(target, of: rows))
    let together = PieceSize.filterPanels(panels, bytes: 4 * plan.forms.count * panelSize)
    let packed = Storage.make(count: plan.forms.count * together * panelSize)
    let parts = stride(from: 0, to: panels, by: together).map { panel in
      let panels = panel..<Swift.min(panels, panel + together)
      return (panels: panels, pieces: makePieces(panels))
    }
    plan.forEachBlock { images in
      plan.makeRows(of: input, images, source, in: rows)
      for (panels, pieces) in parts {
        // One packing of all columns serves every block.
        if images.lowerBound == 0 || panels.count < self.panels {
          let packing = Packing(correlation: self, panels: panels, packed: packed.scalars)
          perform(
            packing, parts: packing.parts,
            nanoseconds: Cost.moving(plan.forms.count * panels.count * panelSize))
        }
        let products = Products(
          correlation: self, pieces: pieces, panels: panels, packed: packed.scalars,
          images: images.count, from: from, to: to)
        perform(
          products, parts: pieces.count,
          nanoseconds: Cost.tiles(
            multiplyAdds: plan.multiplyAdds * images.count * panels.count / self.panels))
      }
      let results = MakeImages(
        tiles: target, images: output, bias: bias, numbers: images, block: to)
      perform(results, parts: images.count, nanoseconds: target.cost * images.count)
      if let gradient {
        gradient.makeRows(of: images, target, in: rows)
        gradient.addProducts(of: images, from: rows)
      }
    }
    withExtendedLifetime((rows, packed)) {}
  }

  private var depth: Int { isAdjoint ? plan.geometry.outputs : plan.geometry.inputs }
  private var columns: Int { isAdjoint ? plan.geometry.inputs : plan.geometry.outputs }
  private var panels: Int { (columns + 31) / 32 }
  private var panelSize: Int { 32 * depth }

  /// The forms of some rows of the weights of 32 columns, in panels: for each form those of `panels`.
  private struct Packing: Job, @unchecked Sendable {
    let correlation: MinimalCorrelation
    let panels: Range<Int>
    let packed: UnsafeMutablePointer<Float>

    private var slices: Int {
      (correlation.depth + FilterForms.depthTogether - 1) / FilterForms.depthTogether
    }
    var parts: Int { panels.count * slices }

    func run(_ part: Int) {
      let (geometry, size) = (correlation.plan.geometry, correlation.panelSize)
      let (panel, slice) = part.quotientAndRemainder(dividingBy: slices)
      let row = slice * FilterForms.depthTogether
      let column = 32 * (panels.lowerBound + panel)
      correlation.plan.forms.pack(
        columns: Swift.min(32, correlation.columns - column),
        depth: Swift.min(FilterForms.depthTogether, correlation.depth - row),
        into: packed + (panel * size + 32 * row), formSize: panels.count * size
      ) { tap in
        let weights = Matrix(
          start: correlation.weight + tap * geometry.inputs * geometry.outputs,
          rowStride: geometry.outputs, columnStride: 1)
        return (correlation.isAdjoint ? weights.transposed : weights).from(row: row, column: column)
      }
    }
  }

  /// The products of a group, by its number, in some columns. A convolution takes all forms of a group at once, for
  /// they add up to the same slots; an adjoint each by itself, for they share what they read.
  private struct Piece {
    let group: Int
    let forms: Range<Int>
    let columns: Range<Int>
  }

  private func makePieces(_ panels: Range<Int>) -> [Piece] {
    let end = Swift.min(columns, 32 * panels.upperBound)
    var pieces: [Piece] = []
    for (number, group) in plan.groups.enumerated() {
      let together = isAdjoint ? 1 : group.forms.count
      let width = PieceSize.columns(depth: depth * together)
      for form in stride(from: 0, to: group.forms.count, by: together) {
        for column in stride(from: 32 * panels.lowerBound, to: end, by: width) {
          pieces.append(
            Piece(
              group: number, forms: form..<form + together,
              columns: column..<Swift.min(end, column + width)))
        }
      }
    }
    return pieces
  }

  private struct Products: Job, @unchecked Sendable {
    let correlation: MinimalCorrelation
    let pieces: [Piece]
    let panels: Range<Int>
    let packed: UnsafePointer<Float>
    let images: Int
    let from: UnsafePointer<Float>
    let to: UnsafeMutablePointer<Float>

    func run(_ part: Int) {
      let plan = correlation.plan
      let piece = pieces[part]
      let group = plan.groups[piece.group]
      let (rows, rowsInBlock) = (group.slots * images, group.slots * plan.imagesInBlock)
      let (depth, columns) = (correlation.depth, correlation.columns)
      let runs = piece.forms.enumerated().map { index, form in
        Run(
          a: index * rowsInBlock * depth, b: group.forms[form] * panels.count * depth, count: depth)
      }
      let products =
        (group.firstProduct + piece.forms.lowerBound * rowsInBlock) * plan.geometry.inputs
      let slots = group.firstSlot * plan.geometry.outputs
      let isAdjoint = correlation.isAdjoint
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
            b: packed + (piece.columns.lowerBound - 32 * panels.lowerBound) * depth, bStep: 32,
            panelSize: correlation.panelSize, bias: nil, isFirst: true,
            c: to + ((isAdjoint ? products : slots) + piece.columns.lowerBound),
            cRows: cRows, rows: rows, columns: piece.columns.count
          ).compute(tileRows: correlation.tileRows)
        }
      }
    }
  }
}
