// How a correlation is cut into products of matrices, and these into blocks of rows.

extension Correlation {
  /// The outputs that are summed by the same taps: a band of heights by a band of widths, in all
  /// images.
  struct Patches {
    let height: ConvolutionSweep
    let width: ConvolutionSweep
    let heights: Range<Int>
    let widths: Range<Int>
    let rows: Int
    let runs: [Run]
    /// Parts of `runs`, each at most ``PieceSize/depth`` k.
    let passes: [Range<Int>]
  }

  func makePatches() -> [Patches] {
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
    var room = PieceSize.depth
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
          (passStart, room) = (runs.count, PieceSize.depth)
        }
      }
    }
    if passStart < runs.count || passes.isEmpty { passes.append(passStart..<runs.count) }
    return (runs, passes)
  }

  /// The product in blocks of rows, each for one thread.
  struct Blocks: Job, @unchecked Sendable {
    struct Block {
      let patches: Int
      let firstRow: Int
      let rows: Int
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
      let (firstRow, rows) = (blocks[part].firstRow, blocks[part].rows)
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
