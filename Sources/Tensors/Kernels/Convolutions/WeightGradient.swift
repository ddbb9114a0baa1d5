/// The gradient of a convolution with respect to its weights: for each tap, a matrix product of the
/// pixels under it, transposed, and the cotangents, with k running over the pixels of all images.
///
/// The images are read where they lie. The cotangents are packed, some rows of pixels at a time, so
/// that they stay in the cache for all taps. Work is split by taps and input channels, and every
/// weight is summed over all pixels in order.
struct WeightGradient: @unchecked Sendable {
  private let input: UnsafePointer<Float>
  private let cotangent: UnsafePointer<Float>
  private let weight: UnsafeMutablePointer<Float>
  private let geometry: ConvolutionGeometry
  /// The rows of a tile; tests choose them, to hold every tile to the same bits.
  var tileRows = TileChoice.rows

  init(
    of x: Storage, _ y: Storage, _ geometry: ConvolutionGeometry,
    into w: UnsafeMutablePointer<Float>
  ) {
    (input, cotangent, weight) = (UnsafePointer(x.scalars), UnsafePointer(y.scalars), w)
    self.geometry = geometry
  }

  func compute() {
    let few = FewChannels(
      input: input, cotangent: cotangent, weight: weight, geometry: geometry, tileRows: tileRows)
    switch WeightGradientKernel(geometry) {
    case .fewInputs: few.compute()
    case .fewOutputs: few.computeExchanged()
    case .tiles: computeInTiles()
    }
  }

  private func computeInTiles() {
    let units = geometry.taps * unitsInTap
    let parts = ProductSplit.weights(units: units)
    perform(
      Split(gradient: self, parts: parts), parts: parts,
      nanoseconds: Cost.tiles(multiplyAdds: geometry.multiplyAdds))
  }

  /// Eight channels of one tap are a unit.
  private var unitsInTap: Int { (geometry.inputs + 7) / 8 }

  private struct Split: Job {
    let gradient: WeightGradient
    let parts: Int

    func run(_ part: Int) {
      let units = gradient.geometry.taps * gradient.unitsInTap
      gradient.compute(units: units * part / parts..<units * (part + 1) / parts)
    }
  }

  private func compute(units: Range<Int>) {
    let (batch, outputs) = (geometry.batch, geometry.outputs)
    clear(units)
    let (lines, lineLength) = (batch * geometry.height.output, geometry.width.output)
    let linesTogether = Swift.min(lines, Swift.max(1, PieceSize.depth / lineLength))
    let panels = (Swift.min(outputs, PieceSize.fewColumns) + 31) / 32
    let panelSize = 32 * linesTogether * lineLength
    let packed = Storage.make(count: panels * panelSize)
    let rows = Swift.min(PieceSize.rows, geometry.inputs)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows) { offsets in
      withUnsafeTemporaryAllocation(of: Run.self, capacity: linesTogether) { runs in
        guard let offsets = offsets.baseAddress else { return }
        for column in stride(from: 0, to: outputs, by: PieceSize.fewColumns) {
          let width = Swift.min(PieceSize.fewColumns, outputs - column)
          for line in stride(from: 0, to: lines, by: linesTogether) {
            let lines = line..<Swift.min(lines, line + linesTogether)
            let pixels = Matrix(
              start: cotangent + (line * lineLength * outputs + column), rowStride: outputs,
              columnStride: 1)
            let depth = lines.count * lineLength
            packColumns(of: pixels, count: width, depth: depth, into: packed.scalars)
            add(
              units, lines, packed.scalars, panelSize: 32 * depth, column, width, offsets, runs)
          }
        }
      }
    }
    withExtendedLifetime(packed) {}
  }

  /// Zeros for the taps among `units` that meet nothing but padding, in one run: of a 4 × 4 kernel on 2 × 2 pixels
  /// these are three in four.
  private func clear(_ units: Range<Int>) {
    for tap in 0..<geometry.taps where !meets(tap) {
      let first = tap * unitsInTap
      let own = units.clamped(to: first..<first + unitsInTap)
      if own.isEmpty { continue }
      let low = 8 * (own.lowerBound - first)
      let high = Swift.min(geometry.inputs, 8 * (own.upperBound - first))
      (weight + (tap * geometry.inputs + low) * geometry.outputs)
        .update(repeating: 0, count: (high - low) * geometry.outputs)
    }
  }

  private func meets(_ tap: Int) -> Bool {
    let (row, column) = tap.quotientAndRemainder(dividingBy: geometry.width.kernel)
    return !geometry.height.outputs(under: row).isEmpty
      && !geometry.width.outputs(under: column).isEmpty
  }

  /// Adds the products of some lines of pixels to the weights `units`, in columns from `column` on.
  private func add(
    _ units: Range<Int>, _ lines: Range<Int>, _ packed: UnsafePointer<Float>, panelSize: Int,
    _ column: Int, _ width: Int, _ offsets: UnsafeMutablePointer<Int>,
    _ room: UnsafeMutableBufferPointer<Run>
  ) {
    let isFirst = lines.lowerBound == 0
    var unit = units.lowerBound
    while unit < units.upperBound {
      let tap = unit / unitsInTap
      let end = Swift.min(units.upperBound, (tap + 1) * unitsInTap)
      let low = (unit - tap * unitsInTap) * 8
      let high = Swift.min(geometry.inputs, (end - tap * unitsInTap) * 8)
      unit = end
      if !meets(tap) { continue }
      let count = pixels(under: tap, lines, room)
      if count == 0 && !isFirst { continue }
      for first in stride(from: low, to: high, by: PieceSize.rows) {
        let rows = Swift.min(PieceSize.rows, high - first)
        for row in 0..<rows {
          offsets[row] = first + row
          offsets[rows + row] = (tap * geometry.inputs + first + row) * geometry.outputs + column
        }
        GatheredBlock(
          a: input, aRows: offsets, aStep: geometry.width.stride * geometry.inputs,
          runs: UnsafeBufferPointer(rebasing: room[..<count]),
          b: packed, bStep: 32, panelSize: panelSize, bias: nil, isFirst: isFirst,
          c: weight, cRows: offsets + rows, rows: rows, columns: width
        ).compute(tileRows: tileRows)
      }
    }
  }

  /// The pixels of `lines` for which the tap meets the input, as runs; returns how many runs.
  private func pixels(
    under tap: Int, _ lines: Range<Int>, _ runs: UnsafeMutableBufferPointer<Run>
  ) -> Int {
    let (height, width) = (geometry.height, geometry.width)
    let top = tap / width.kernel - height.before
    let columns = width.outputs(under: tap % width.kernel)
    if columns.isEmpty { return 0 }
    let left = columns.lowerBound * width.stride + tap % width.kernel - width.before
    var count = 0
    for line in lines {
      let y = line % height.output * height.stride + top
      if y < 0 || y >= height.input { continue }
      let pixel = (line / height.output * height.input + y) * width.input + left
      runs[count] = Run(
        a: pixel * geometry.inputs,
        b: (line - lines.lowerBound) * width.output + columns.lowerBound, count: columns.count)
      count += 1
    }
    return count
  }
}

extension ConvolutionAxis {
  /// How often a tap meets the input.
  var meetings: Int { (0..<kernel).reduce(0) { $0 + outputs(under: $1).count } }

  /// The outputs for which a tap meets the input and not its padding.
  func outputs(under tap: Int) -> Range<Int> {
    let last = input - 1 + before - tap
    if last < 0 { return 0..<0 }
    let high = Swift.min(output, last / stride + 1)
    return Swift.min(high, Swift.max(0, (before - tap + stride - 1) / stride))..<high
  }
}
