/// A convolution, or its adjoint: each output is a weighted sum over a neighbourhood of the input.
///
/// The outputs are taken in bands where the same taps meet the input, so that nothing is multiplied
/// with padding. A band is a matrix product: its rows are pixels (of all images), its k the taps and
/// the channels in order, its columns the output channels. The patches are read where they lie; only
/// the weights are packed, once for all threads.
struct Correlation: @unchecked Sendable {
  let input: UnsafePointer<Float>
  let inputShape: Shape
  let bias: UnsafePointer<Float>?
  let output: UnsafeMutablePointer<Float>
  let outputShape: Shape
  let heights: [ConvolutionSweep]
  let widths: [ConvolutionSweep]
  /// The weights of the first tap, inputs × outputs; those of the next are `tapSize` scalars on.
  private let weight: Matrix
  private let tapSize: Int
  private let kernelWidth: Int
  let multiplyAdds: Int
  /// The rows of a tile; tests choose them, to hold every tile to the same bits.
  var tileRows = TileChoice.rows

  /// A sum stays in registers for so many k; see ``MatrixProduct``.
  private static let passDepth = 512
  /// So many rows to a block that to read the weights costs little beside their use, so few that the
  /// patches stay in the second level of cache.
  private static let blockRows = 128
  /// So many packed weights at a time: 4 MiB.
  private static let packedWeights = 1 << 20

  /// y = x ∗ w + bias.
  init(
    of x: Storage, with w: Storage, bias: Storage?, _ geometry: ConvolutionGeometry,
    into y: UnsafeMutablePointer<Float>
  ) {
    (heights, widths) = ([.init(of: geometry.height)], [.init(of: geometry.width)])
    (input, inputShape) = (UnsafePointer(x.scalars), geometry.inputShape)
    (output, outputShape) = (y, geometry.outputShape)
    self.bias = bias.map { UnsafePointer($0.scalars) }
    weight = Matrix(
      start: UnsafePointer(w.scalars), rowStride: geometry.outputs, columnStride: 1)
    tapSize = geometry.inputs * geometry.outputs
    kernelWidth = geometry.width.kernel
    multiplyAdds = geometry.multiplyAdds
  }

  /// x = y ∗ᵀ w + bias.
  init(
    adjointOf y: Storage, with w: Storage, bias: Storage?, _ geometry: ConvolutionGeometry,
    into x: UnsafeMutablePointer<Float>
  ) {
    heights = ConvolutionSweep.all(ofAdjointOf: geometry.height)
    widths = ConvolutionSweep.all(ofAdjointOf: geometry.width)
    (input, inputShape) = (UnsafePointer(y.scalars), geometry.outputShape)
    (output, outputShape) = (x, geometry.inputShape)
    self.bias = bias.map { UnsafePointer($0.scalars) }
    weight = Matrix(
      start: UnsafePointer(w.scalars), rowStride: 1, columnStride: geometry.outputs)
    tapSize = geometry.inputs * geometry.outputs
    kernelWidth = geometry.width.kernel
    multiplyAdds = geometry.multiplyAdds
  }

  var channels: Int { inputShape[3] }
  var columns: Int { outputShape[3] }

  /// The weights that all sweeps together use for one output channel.
  var depth: Int {
    let (height, width) = (heights.reduce(0) { $0 + $1.taps }, widths.reduce(0) { $0 + $1.taps })
    return height * width * channels
  }

  /// The weights of a tap of two sweeps, inputs × outputs.
  func weight(_ height: ConvolutionSweep, _ row: Int, _ width: ConvolutionSweep, _ column: Int)
    -> Matrix
  {
    let tap =
      (height.firstTap + row * height.tapStep) * kernelWidth + width.firstTap
      + column * width.tapStep
    var matrix = weight
    matrix.start += tap * tapSize
    return matrix
  }

  func compute() {
    if LaneCorrelation.suits(self) { LaneCorrelation(self).compute() } else { computeInTiles() }
  }

  func computeInTiles() {
    let panelSize = 32 * depth
    let panels = (columns + 31) / 32
    let together = Swift.max(1, Swift.min(panels, Correlation.packedWeights / (panelSize + 1)))
    let packed = Storage.make(count: together * panelSize)
    let patches = makePatches()
    let blocks = patches.indices.flatMap { index in
      stride(from: 0, to: patches[index].rows, by: Correlation.blockRows).map {
        Blocks.Block(patches: index, firstRow: $0)
      }
    }
    for first in stride(from: 0, to: panels, by: together) {
      let count = Swift.min(together, panels - first)
      let width = Swift.min(32 * count, columns - 32 * first)
      perform(
        Packing(
          correlation: self, firstColumn: 32 * first, columns: width, panelSize: panelSize,
          packed: packed.scalars),
        parts: count, nanoseconds: count * panelSize / 8)
      perform(
        Blocks(
          correlation: self, patches: patches, blocks: blocks, firstColumn: 32 * first,
          columns: width, packed: packed.scalars, panelSize: panelSize),
        // About 50 multiply-adds a nanosecond.
        parts: blocks.count, nanoseconds: multiplyAdds / columns * width / 50)
    }
    withExtendedLifetime(packed) {}
  }

  private struct Packing: Job, @unchecked Sendable {
    let correlation: Correlation
    let firstColumn: Int
    let columns: Int
    let panelSize: Int
    let packed: UnsafeMutablePointer<Float>

    func run(_ panel: Int) {
      var target = packed + panel * panelSize
      for height in correlation.heights {
        for width in correlation.widths {
          for row in 0..<height.taps {
            for column in 0..<width.taps {
              packColumns(
                of: correlation.weight(height, row, width, column)
                  .from(row: 0, column: firstColumn + 32 * panel),
                count: Swift.min(32, columns - 32 * panel), depth: correlation.channels,
                into: target)
              target += 32 * correlation.channels
            }
          }
        }
      }
    }
  }
}

extension Correlation {
  /// The outputs that are summed by the same taps: a band of heights by a band of widths, in all
  /// images.
  fileprivate struct Patches {
    let height: ConvolutionSweep
    let width: ConvolutionSweep
    let heights: Range<Int>
    let widths: Range<Int>
    let rows: Int
    let runs: [Run]
    /// Parts of `runs` that are not too deep.
    let passes: [Range<Int>]
  }

  fileprivate func makePatches() -> [Patches] {
    var all: [Patches] = []
    var firstWeight = 0
    for height in heights {
      let heightBands = height.bands
      for width in widths {
        for heights in heightBands {
          for widths in width.bands {
            let (runs, passes) = runs(heights.taps, widths.taps, width.taps, firstWeight)
            all.append(
              Patches(
                height: height, width: width, heights: heights.outputs, widths: widths.outputs,
                rows: inputShape[0] * heights.outputs.count * widths.outputs.count, runs: runs,
                passes: passes))
          }
        }
        firstWeight += height.taps * width.taps * channels
      }
    }
    return all
  }

  /// The taps `rows` × `columns`, of `rowLength` in a row: those of a row are neighbours in the image
  /// and in the panel.
  private func runs(
    _ rows: Range<Int>, _ columns: Range<Int>, _ rowLength: Int, _ firstWeight: Int
  ) -> ([Run], [Range<Int>]) {
    var runs: [Run] = []
    var passes: [Range<Int>] = []
    var passStart = 0
    var room = Correlation.passDepth
    for row in rows where !columns.isEmpty {
      var run = Run(
        a: (row * inputShape[2] + columns.lowerBound) * channels,
        b: firstWeight + (row * rowLength + columns.lowerBound) * channels,
        count: columns.count * channels)
      while run.count > 0 {
        let count = Swift.min(room, run.count)
        runs.append(Run(a: run.a, b: run.b, count: count))
        run = Run(a: run.a + count, b: run.b + count, count: run.count - count)
        room -= count
        if room == 0 {
          passes.append(passStart..<runs.count)
          (passStart, room) = (runs.count, Correlation.passDepth)
        }
      }
    }
    if passStart < runs.count || passes.isEmpty { passes.append(passStart..<runs.count) }
    return (runs, passes)
  }

  /// The product in blocks of rows, each for one thread.
  fileprivate struct Blocks: Job, @unchecked Sendable {
    struct Block {
      let patches: Int
      let firstRow: Int
    }

    let correlation: Correlation
    let patches: [Patches]
    let blocks: [Block]
    let firstColumn: Int
    let columns: Int
    let packed: UnsafePointer<Float>
    let panelSize: Int

    func run(_ part: Int) {
      let patches = patches[blocks[part].patches]
      let firstRow = blocks[part].firstRow
      let rows = Swift.min(Correlation.blockRows, patches.rows - firstRow)
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows) { offsets in
        guard let inputs = offsets.baseAddress else { return }
        let outputs = inputs + rows
        locate(patches, firstRow, rows, inputs, outputs)
        patches.runs.withUnsafeBufferPointer { runs in
          for pass in patches.passes {
            GatheredBlock(
              a: correlation.input, aRows: inputs, aStep: 1,
              runs: UnsafeBufferPointer(rebasing: runs[pass]),
              b: packed, bStep: 32, panelSize: panelSize,
              bias: correlation.bias.map { $0 + firstColumn }, isFirst: pass.lowerBound == 0,
              c: correlation.output + firstColumn, cRows: outputs, rows: rows, columns: columns
            ).compute(tileRows: correlation.tileRows)
          }
        }
      }
    }

    /// Where the patches of the rows begin (perhaps before the image, on the padding: no run reads
    /// there), and where their sums go.
    private func locate(
      _ patches: Patches, _ firstRow: Int, _ rows: Int, _ inputs: UnsafeMutablePointer<Int>,
      _ outputs: UnsafeMutablePointer<Int>
    ) {
      let (input, output) = (correlation.inputShape, correlation.outputShape)
      let perImage = patches.heights.count * patches.widths.count
      var image = firstRow / perImage
      var y = patches.heights.lowerBound + firstRow % perImage / patches.widths.count
      var x = patches.widths.lowerBound + firstRow % patches.widths.count
      let (height, width) = (patches.height, patches.width)
      for row in 0..<rows {
        let top = image * input[1] + height.start + y * height.step
        inputs[row] = (top * input[2] + width.start + x * width.step) * input[3]
        let line = image * output[1] + height.firstOutput + y * height.outputStep
        outputs[row] = (line * output[2] + width.firstOutput + x * width.outputStep) * output[3]
        x += 1
        if x == patches.widths.upperBound {
          x = patches.widths.lowerBound
          y += 1
          if y == patches.heights.upperBound {
            y = patches.heights.lowerBound
            image += 1
          }
        }
      }
    }
  }
}
