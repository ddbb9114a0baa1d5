/// The gradient of a convolution with respect to its weights by minimal filtering: for each form, a product of
/// the transposed rows of pixels and the rows of outputs, over all slots of a block of images; of these the
/// transposed sums make the gradient of the taps, one row of forms at a time.
///
/// So a weight is a sum over blocks, of sums over rows of forms, of sums over the forms in a row, of sums over slots
/// and images. The number of images in a block depends on the shape alone.
struct MinimalWeightGradient: @unchecked Sendable {
  let plan: MinimalPlan
  private let input: UnsafePointer<Float>
  private let cotangent: UnsafePointer<Float>
  private let weight: UnsafeMutablePointer<Float>
  /// The rows of a tile; tests choose them, to hold every tile to the same bits.
  var tileRows = TileChoice.rows

  init(of x: Storage, _ y: Storage, _ plan: MinimalPlan, into w: UnsafeMutablePointer<Float>) {
    self.plan = plan
    (input, cotangent, weight) = (UnsafePointer(x.scalars), UnsafePointer(y.scalars), w)
  }

  func compute() {
    let rows = plan.makeRows()
    let (pixels, outputs) = (rows.scalars, rows.scalars + plan.outputRows)
    let pieces = makePieces()
    plan.forEachBlock { images in
      let x = MakeRows(tiles: plan.pixels, images: input, numbers: images, block: pixels)
      perform(x, parts: images.count, nanoseconds: plan.pixels.cost * images.count)
      let y = MakeRows(
        tiles: plan.outputs, images: cotangent, numbers: images, block: outputs)
      perform(y, parts: images.count, nanoseconds: plan.outputs.cost * images.count)
      let products = Products(
        gradient: self, pieces: pieces, images: images, pixels: pixels,
        outputs: outputs)
      perform(
        products, parts: pieces.count,
        nanoseconds: Cost.tiles(multiplyAdds: plan.multiplyAdds * images.count))
    }
    withExtendedLifetime(rows) {}
  }

  /// The weights of some inputs and some outputs.
  private struct Piece {
    let inputs: Range<Int>
    let outputs: Range<Int>
  }

  private func makePieces() -> [Piece] {
    let geometry = plan.geometry
    let height = PieceSize.filterRows(of: geometry.inputs)
    let width = PieceSize.filterColumns(
      forms: plan.forms.width.count, rows: height,
      panels: geometry.outputs * ((geometry.inputs + height - 1) / height) / 32)
    return stride(from: 0, to: geometry.inputs, by: height).flatMap { row in
      stride(from: 0, to: geometry.outputs, by: width).map {
        Piece(
          inputs: row..<Swift.min(geometry.inputs, row + height),
          outputs: $0..<Swift.min(geometry.outputs, $0 + width))
      }
    }
  }

  private struct Products: Job, @unchecked Sendable {
    let gradient: MinimalWeightGradient
    let pieces: [Piece]
    let images: Range<Int>
    let pixels: UnsafePointer<Float>
    let outputs: UnsafePointer<Float>

    func run(_ part: Int) {
      let (plan, geometry) = (gradient.plan, gradient.plan.geometry)
      let (inputs, outputs) = (pieces[part].inputs, pieces[part].outputs)
      let rows = (plan.groups.map(\.slots).max() ?? 0) * images.count
      let (size, width) = (inputs.count * outputs.count, plan.forms.width.count)
      let packed = Storage.make(count: rows * (outputs.count + 31) / 32 * 32)
      let sums = Storage.make(count: width * size)
      let taps = FilterForms.Taps(
        start: gradient.weight + (inputs.lowerBound * geometry.outputs + outputs.lowerBound),
        lines: inputs.count, count: outputs.count, lineSize: geometry.outputs,
        tapSize: geometry.inputs * geometry.outputs)
      if images.lowerBound == 0 { plan.forms.clear(taps) }
      for row in 0..<plan.forms.height.count {
        var hasBegun = [Bool](repeating: false, count: width)
        for group in plan.groups where group.forms.contains(where: { $0 / width == row }) {
          let rows = group.slots * images.count
          packColumns(
            of: Matrix(
              start: self.outputs + (group.firstSlot * geometry.outputs + outputs.lowerBound),
              rowStride: geometry.outputs, columnStride: 1),
            count: outputs.count, depth: rows, into: packed.scalars)
          for (index, form) in group.forms.enumerated() where form / width == row {
            multiply(
              group.firstProduct + index * group.slots * plan.imagesInBlock, rows, packed.scalars,
              inputs, outputs, isFirst: !hasBegun[form % width],
              into: sums.scalars + form % width * size)
            hasBegun[form % width] = true
          }
        }
        plan.forms.addTaps(of: sums.scalars, row: row, formSize: size, to: taps)
      }
      withExtendedLifetime((packed, sums)) {}
    }

    /// Adds a form's product to `sums`, or begins with it.
    private func multiply(
      _ first: Int, _ rows: Int, _ packed: UnsafePointer<Float>, _ inputs: Range<Int>,
      _ outputs: Range<Int>, isFirst: Bool, into sums: UnsafeMutablePointer<Float>
    ) {
      let channels = gradient.plan.geometry.inputs
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * inputs.count) { offsets in
        guard let aRows = offsets.baseAddress else { return }
        let cRows = aRows + inputs.count
        for row in 0..<inputs.count {
          aRows[row] = row
          cRows[row] = row &* outputs.count
        }
        withUnsafePointer(to: Run(a: 0, b: 0, count: rows)) { run in
          GatheredBlock(
            a: pixels + (first * channels + inputs.lowerBound), aRows: aRows, aStep: channels,
            runs: UnsafeBufferPointer(start: run, count: 1), b: packed, bStep: 32,
            panelSize: 32 * rows, bias: nil, isFirst: isFirst, c: sums, cRows: cRows,
            rows: inputs.count, columns: outputs.count
          ).compute(tileRows: gradient.tileRows)
        }
      }
    }
  }
}
