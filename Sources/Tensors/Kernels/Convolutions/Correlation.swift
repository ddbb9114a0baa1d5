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
    switch CorrelationKernel(images: inputShape[0], channels: channels, outputs: columns) {
    case .lanes: LaneCorrelation(self).compute()
    case .tiles: computeInTiles()
    }
  }

  func computeInTiles() {
    let panelSize = 32 * depth
    let panels = (columns + 31) / 32
    let together = Swift.max(1, Swift.min(panels, PieceSize.packedWeights / (panelSize + 1)))
    let packed = Storage.make(count: together * panelSize)
    let patches = makePatches()
    let rows = PieceSize.rows(of: patches.reduce(0) { $0 + $1.rows })
    let blocks = patches.indices.flatMap { index in
      stride(from: 0, to: patches[index].rows, by: rows).map {
        Blocks.Block(
          patches: index, firstRow: $0, rows: Swift.min(rows, patches[index].rows - $0))
      }
    }
    for first in stride(from: 0, to: panels, by: together) {
      let count = Swift.min(together, panels - first)
      let width = Swift.min(32 * count, columns - 32 * first)
      perform(
        Packing(
          correlation: self, firstColumn: 32 * first, columns: width, panelSize: panelSize,
          packed: packed.scalars),
        parts: count, nanoseconds: Cost.reading(count * panelSize))
      perform(
        Blocks(
          correlation: self, patches: patches, blocks: blocks, firstColumn: 32 * first,
          columns: width, packed: packed.scalars, panelSize: panelSize),
        parts: blocks.count,
        nanoseconds: Cost.tiles(multiplyAdds: multiplyAdds / columns * width))
    }
    withExtendedLifetime(packed) {}
  }

  /// Packs the weights of 32 columns, in the order in which the sweeps use them.
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
