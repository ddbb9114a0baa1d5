// Which kernel computes what, in what pieces, on how many threads: all such choices of this module stand
// here, each with its reason. Only time depends on them, never a bit, but for ``FilterChoice``; tests hold every
// kernel to the same bits. How a *sum* is cut does decide its bits, and is no choice: see ``RowBlocks``.

import Synchronization

// MARK: - Which kernel

/// What computes a matrix product, by its number of columns.
enum ProductKernel {
  /// ``NarrowProduct``: one vector for each row. A tile, 32 columns wide, would be half empty.
  case narrow
  /// ``Tile`` after tile, from packed panels.
  case tiles

  @inline(__always)
  init(columns: Int) { self = columns <= Storage.lanes ? .narrow : .tiles }
}

/// Where the tiles of a part of a matrix product find the rows of A.
enum RowSource {
  /// Where they lie: they are runs in memory, and so few that their part of a depth stays in the second
  /// level of cache. The batch of a dense layer, and its gradient, are such.
  case inPlace
  /// Packed, all of them once for each depth, and few columns of B at a time: half a megabyte, so that
  /// both are still in the second level of cache.
  case packed
  /// Packed in blocks, behind all columns of B: rows that are too many for the cache.
  case packedInBlocks

  init(rows: Int, depth: Int, areRuns: Bool) {
    if areRuns && rows <= 256 {
      self = .inPlace
    } else {
      self = rows * depth <= 1 << 17 ? .packed : .packedInBlocks
    }
  }
}

/// Whether a convolution and its two gradients take a multiplication for each tap. This choice does decide
/// bits, so it is made by the shape alone, and not by the number of images.
enum FilterChoice {
  /// ``Correlation`` and ``WeightGradient``, tap by tap.
  case direct
  /// ``MinimalCorrelation`` and ``MinimalWeightGradient``.
  case minimal(MinimalPlan)

  /// To make a number of a row, or to use it, takes about as long as so many multiply-adds in a tile. With few
  /// channels on the other side that is more than is saved.
  private static let multiplyAddsPerSum = 28

  /// It takes some tenths of a millisecond to plan, and each step of training asks for the same plans.
  private static let kept = Mutex<[ConvolutionGeometry: FilterChoice]>([:])

  init(_ geometry: ConvolutionGeometry) {
    let (inputs, outputs) = (geometry.inputs, geometry.outputs)
    // Sums are taken a whole vector at a time.
    if Swift.min(inputs, outputs) < 32 || inputs % 16 + outputs % 16 > 0 || geometry.taps == 1 {
      self = .direct
      return
    }
    if let kept = Self.kept.withLock({ $0[geometry] }) {
      self = kept
      return
    }
    let choice = Self.fastest(geometry)
    Self.kept.withLock { $0[geometry] = choice }
    self = choice
  }

  private static func fastest(_ geometry: ConvolutionGeometry) -> FilterChoice {
    let (height, width) = (geometry.height, geometry.width)
    var choice = FilterChoice.direct
    var least = height.meetings * width.meetings * geometry.inputs * geometry.outputs
    for tiling in MinimalAxis.Tiling.allCases {
      // The sums of large tiles are too many for few channels.
      if tiling == .large && Swift.min(geometry.inputs, geometry.outputs) < 64 { continue }
      let y = MinimalAxis(height, tiling)
      let x = width == height ? y : MinimalAxis(width, tiling)
      let products = y.productCount * x.productCount
      let slots = y.slotCount * x.slotCount
      let sums = products * geometry.inputs + slots * geometry.outputs
      let work = products * geometry.inputs * geometry.outputs + multiplyAddsPerSum * sums
      if work < least {
        least = work
        choice = .minimal(MinimalPlan(geometry, y, x))
      }
    }
    return choice
  }
}

/// What computes a convolution or its adjoint.
enum CorrelationKernel {
  /// ``LaneCorrelation``: the lanes of a vector are sixteen images. A product of few columns would leave
  /// most lanes of a tile idle. It costs a transposition, which pays if more than half of the lanes are
  /// used; runs of fewer than four channels are too short for it.
  case lanes
  /// A matrix product in tiles, for each band of outputs.
  case tiles

  init(images: Int, channels: Int, outputs: Int) {
    self = outputs <= 8 && images >= 8 && channels >= 4 ? .lanes : .tiles
  }
}

/// What computes the gradient of a convolution with respect to its weights.
enum WeightGradientKernel {
  /// ``FewChannels``, whose rows are taps and channels together: eight rows of channels alone would be
  /// mostly empty.
  case fewInputs
  /// The same with images and cotangents exchanged, which at stride 1 is possible.
  case fewOutputs
  /// A matrix product for each tap.
  case tiles

  init(_ geometry: ConvolutionGeometry) {
    let (inputs, outputs) = (geometry.inputs, geometry.outputs)
    if outputs < Swift.min(8, inputs) && geometry.width.stride == 1 {
      self = .fewOutputs
    } else {
      self = inputs < 8 ? .fewInputs : .tiles
    }
  }
}

/// How many rows a tile has on this processor: whichever is faster when tried, once, for some tens
/// of microseconds.
///
/// With 8 rows it takes 16 of the 32 registers of AVX-512, and leaves room for eight broadcast
/// numbers of A. AVX2 has 16 registers of half the width: there 2 rows take half of them.
enum TileChoice {
  static let rows = fastest()

  /// Neighbouring outputs that ``LaneCorrelation`` sums at once, in a vector each: a register each on
  /// AVX-512, two on AVX2, which has half as many.
  static func lanePixels(tileRows: Int) -> Int { tileRows == 8 ? 8 : 4 }

  private static func fastest() -> Int {
    let a = Storage.make(count: 8 * 128)
    let b = Storage.make(count: 32 * 128)
    let c = Storage.make(count: 8 * 32)
    for index in 0..<8 * 128 { a.scalars[index] = 0 }
    for index in 0..<32 * 128 { b.scalars[index] = 0 }
    for index in 0..<8 * 32 { c.scalars[index] = 0 }
    func time<let rows: Int>(_: Tile<rows>.Type) -> Duration {
      let runs = (0..<5).map { _ in
        ContinuousClock().measure {
          for _ in 0..<8 / rows * 8 {
            Tile<rows>.sum(
              a.scalars, b.scalars, depth: 128, from: c.scalars, step: 32, into: c.scalars,
              rowStride: 32)
          }
        }
      }
      return runs.min() ?? .zero
    }
    return time(Tile<8>.self) <= time(Tile<2>.self) ? 8 : 2
  }
}

// MARK: - In what pieces

/// How much is taken at a time, so that what is used again is still in a cache.
enum PieceSize {
  /// The k of a product that are summed in one go. 512 × 8 numbers of A stay in the first level of cache
  /// while the panels of B, 512 × 32 each, come from the second; and C is read and written again only
  /// every 512 products.
  static let depth = 512
  /// Columns of B that are packed together where they are to stay in the second level of cache.
  static let fewColumns = 256
  /// And where they need not.
  static let manyColumns = 2048
  /// Tiles of A's rows in a block that is packed anew for each block of columns.
  static let tilesInBlock = 16
  /// Rows of a convolution's product: so many that to read the weights costs little beside their use, so
  /// few that the patches stay in the second level of cache.
  static let rows = 128
  /// Or fewer, where there would not be one of such blocks for each thread; but whole tiles.
  static func rows(of all: Int) -> Int {
    Swift.max(8, Swift.min(rows, (all / Parallelism.threads + 7) / 8 * 8))
  }
  /// Weights of a convolution that are packed at a time: 4 MiB.
  static let packedWeights = 1 << 20
  /// The room for the rows of filtered images, in bytes: more than is touched.
  static let block = 32 << 20
  /// Images whose gradients are summed together, each with so many rows for a form and so many bytes for all of
  /// them; the forms of all weights have `formBytes`. Where these are kept, 64 rows for each form, that its weights cost
  /// little beside their use; where they are made anew for each block, 256. No more, for rows that are used soon
  /// are still in a cache; four images, that there are some for each thread; and as many bytes as the
  /// operands and the result have (`taken`), or 20 MiB, where memory is no matter.
  /// The gradient of the weights is a sum over these sums, so this decides bits: it goes by the shape alone.
  static func imagesInSum(batch: Int, rows: Int, bytes: Int, formBytes: Int, taken: Int) -> Int {
    let wanted = Swift.max(4, (formBytes <= keptForms ? 64 : 256) / Swift.max(1, rows))
    let room = Swift.min(block, Swift.max(20 << 20, taken))
    let most = Swift.max(1, Swift.min(wanted, room / Swift.max(1, bytes)))
    let blocks = Swift.max(1, (batch + most - 1) / most)
    return Swift.max(1, (batch + blocks - 1) / blocks)
  }
  /// So many of these sums to a block that its rows take 6 MiB at most: the more images, the less often are the
  /// weights read.
  static func sumsInBlock(batch: Int, images: Int, bytes: Int) -> Int {
    let sums = Swift.max(1, (batch + images - 1) / images)
    let most = Swift.max(1, (6 << 20) / Swift.max(1, images * bytes))
    let blocks = (sums + most - 1) / most
    return (sums + blocks - 1) / blocks
  }
  /// The forms of all weights, in bytes, that are kept for all blocks of images: a part of the third level of
  /// cache.
  private static let keptForms = 8 << 20
  /// Panels of forms, of so many bytes each, that are made and used together: all, or half of that.
  static func filterPanels(_ panels: Int, bytes: Int) -> Int {
    panels * bytes <= keptForms
      ? panels : Swift.max(1, Swift.min(panels, keptForms / 2 / Swift.max(1, bytes)))
  }
  /// Rows of the gradients of a row of forms that are summed together: with many rows the cotangents are packed less
  /// often, with few there is a piece for each thread.
  static func filterRows(of inputs: Int) -> Int { inputs < 256 ? rows / 2 : rows }
  /// And columns, before the gradient of the taps is made of them: half a megabyte, and of all `panels` of 32
  /// columns a piece for each thread.
  static func filterColumns(forms: Int, rows: Int, panels: Int) -> Int {
    let most = (1 << 17) / Swift.max(1, forms * rows) / 32
    return 32 * Swift.max(1, Swift.min(most, panels / Parallelism.threads))
  }
  /// Columns of a matrix so deep that are packed for a product of rows: half a megabyte.
  static func columns(depth: Int) -> Int {
    Swift.max(32, (1 << 17) / Swift.max(1, depth) / 32 * 32)
  }
  /// Vectors of each operand in a part of an elementwise job: 128 KiB.
  static let vectors = 2048
  /// Pairs of vectors in a part of a job that draws random numbers.
  static let randomPairs = 1024
}

/// How C is cut into rectangles, one for each thread: along its longer side, so that the threads pack
/// little twice; in whole tiles, and none of a few rows or columns only.
struct ProductSplit {
  let alongColumns: Bool
  let parts: Int
  let grain: Int

  init(rows: Int, columns: Int) {
    alongColumns = columns >= rows
    grain = alongColumns ? 32 : 24
    let most = alongColumns ? columns / 64 : rows / 24
    parts = Swift.max(1, Swift.min(Parallelism.threads, most))
  }

  /// Into how many blocks of rows a product with few columns is cut: 64 rows at least.
  static func narrow(rows: Int) -> Int {
    Swift.max(1, Swift.min(Parallelism.threads, rows / 64))
  }

  /// Into how many parts the gradient of a convolution's weights is cut: two for each thread, as taps at
  /// the edge have less to do.
  static func weights(units: Int) -> Int { Swift.min(units, 2 * Parallelism.threads) }

  /// And where there are few channels: slices of rows, so that with the panels of columns there is a part
  /// for each thread.
  static func slices(units: Int, panels: Int) -> Int {
    Swift.min(units, Swift.max(1, (Parallelism.threads + panels - 1) / panels))
  }
}

// MARK: - On how many threads

/// A guess at the nanoseconds that something takes, by which ``perform(_:parts:nanoseconds:)`` decides
/// whether other threads are worth calling.
enum Cost {
  /// To call another thread takes microseconds: below so many nanoseconds in all nobody is called.
  static let worthSharing = 20_000

  /// A tile does about 50 multiply-adds a nanosecond,
  @inline(__always) static func tiles(multiplyAdds: Int) -> Int { multiplyAdds / 50 }
  /// half as many where lines are copied or transposed first,
  static func copiedLines(multiplyAdds: Int) -> Int { multiplyAdds / 25 }
  /// and a narrow product goes on by one number of A.
  static func narrow(rows: Int, depth: Int) -> Int { rows * depth }
  /// Sixteen numbers that are read and written move through the cache in about 4 ns,
  @inline(__always) static func moving(_ scalars: Int) -> Int { scalars / 4 }
  /// and those that are only read in half of that.
  @inline(__always) static func reading(_ scalars: Int) -> Int { scalars / 8 }
  /// An optimiser moves twice as much,
  static func updating(_ scalars: Int) -> Int { scalars / 2 }
  /// and 32 random numbers take eight times Philox's ten rounds.
  static func drawing(pairs: Int) -> Int { 60 * pairs }
}
