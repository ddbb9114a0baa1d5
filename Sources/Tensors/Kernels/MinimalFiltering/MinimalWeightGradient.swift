/// The gradient of a convolution with respect to its weights by minimal filtering: for each form, a product of
/// the transposed rows of pixels and the rows of outputs, over all slots of a block of images; of these the
/// transposed sums make the gradient of the taps, one row of forms at a time.
///
/// So a weight is a sum over some images at a time, of sums over rows of forms, of sums over the forms in a row, of
/// sums over slots and images. How many images are summed at a time depends on the shape alone.
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
    plan.forEachBlock { images in
      makeRows(of: images, plan.pixels, in: rows)
      makeRows(of: images, plan.outputs, in: rows)
      addProducts(of: images, from: rows)
    }
  }

  /// The rows of one side, in the rows of a block.
  func makeRows(of images: Range<Int>, _ tiles: ImageTiles, in rows: Storage) {
    let source = tiles.side == .pixels ? input : cotangent
    plan.makeRows(of: source, images, tiles, in: rows)
  }

  /// Adds what the images of a block make, whose rows are there on both sides.
  func addProducts(of block: Range<Int>, from rows: Storage) {
    let pieces = makePieces()
    for first in stride(from: block.lowerBound, to: block.upperBound, by: plan.imagesInSum) {
      let images = first..<Swift.min(block.upperBound, first + plan.imagesInSum)
      let products = Products(
        gradient: self, pieces: pieces, images: images, before: first - block.lowerBound,
        pixels: plan.start(plan.pixels, of: rows), outputs: plan.start(plan.outputs, of: rows))
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
    /// The images of the block before these.
    let before: Int
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
        for (number, indices) in plan.formsInRow[row] {
          let group = plan.groups[number]
          let rows = group.slots * images.count
          packColumns(
            of: Matrix(
              start: self.outputs
                + ((group.firstSlot + before * group.slots) * geometry.outputs
                  + outputs.lowerBound),
              rowStride: geometry.outputs, columnStride: 1),
            count: outputs.count, depth: rows, into: packed.scalars)
          for index in indices {
            let column = group.forms[index] % width
            multiply(
              group.firstProduct + (index * plan.imagesInBlock + before) * group.slots, rows,
              packed.scalars, inputs, outputs, isFirst: !hasBegun[column],
              into: sums.scalars + column * size)
            hasBegun[column] = true
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
