/// A tile along one axis: the numbers of the image that it sums, and its rows; −1 stands for one that is not
/// there: a pixel beyond the edge, a product that would multiply nothing but such pixels.
struct ImageTile {
  enum Kind { case plain, three, four, six }

  let kind: Kind
  var image: InlineArray<6, Int>
  var rows: InlineArray<6, Int>

  /// Of its numbers and of its rows.
  var count: Int {
    switch kind {
    case .plain, .three: 3
    case .four: 4
    case .six: 6
    }
  }
}

/// One side of the products of a ``MinimalPlan``: images, and the rows of numbers that are sums over a tile of an
/// image. It makes the rows of an image, or by the transposed sums an image of the rows, tile by tile: at
/// most 6 × 6 numbers on either side, summed along one axis and then along the other.
struct ImageTiles: @unchecked Sendable {
  enum Side { case pixels, outputs }

  let side: Side
  let channels: Int
  let height: Int
  let width: Int
  let rows: [ImageTile]
  let columns: [ImageTile]
  /// Of the rows that lie across; `places` has as many for each that lies down.
  let columnCount: Int
  let places: [MinimalPlan.Place]

  /// So many channels of a tile are summed at a time that what is between the axes stays in the first level
  /// of cache.
  private static let together = 64

  /// A guess at the nanoseconds that an image and its rows take.
  var cost: Int { Cost.moving(places.count * channels) }

  private var imageSize: Int { height * width * channels }

  /// The numbers in the rows of so many images.
  func size(images: Int) -> Int { places.count * images * channels }

  /// Makes the rows of image `number`, which is image `index` of its block.
  func makeRows(
    of images: UnsafePointer<Float>, _ number: Int, index: Int,
    in block: UnsafeMutablePointer<Float>
  ) {
    let image = UnsafeMutablePointer(mutating: images + number * imageSize)
    forEachTile(image, block, index, noImage: 0, noRow: channels) { row, column, tile in
      for first in stride(from: 0, to: channels, by: Self.together) {
        let count = Swift.min(Self.together, channels &- first)
        LineSums(
          from: tile.image, fromLane: first, to: tile.between, toLane: 0, lineStep: 1, step: 6,
          lines: column.count, count: count
        ).makeRows(row.kind, side)
        LineSums(
          from: tile.between, fromLane: 0, to: tile.rows, toLane: first, lineStep: 6, step: 1,
          lines: row.count, count: count
        ).makeRows(column.kind, side)
      }
    }
  }

  /// Makes image `number` of its rows, those of image `index` of a block, on top of the bias.
  func makeImage(
    _ number: Int, of images: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>?,
    from block: UnsafePointer<Float>, index: Int
  ) {
    let image = images + number * imageSize
    if let bias {
      for pixel in 0..<height * width {
        (image + pixel * channels).update(from: bias, count: channels)
      }
    } else {
      image.update(repeating: 0, count: imageSize)
    }
    let block = UnsafeMutablePointer(mutating: block)
    forEachTile(image, block, index, noImage: channels, noRow: 0) { row, column, tile in
      for first in stride(from: 0, to: channels, by: Self.together) {
        let count = Swift.min(Self.together, channels &- first)
        LineSums(
          from: tile.rows, fromLane: first, to: tile.between, toLane: 0, lineStep: 6, step: 1,
          lines: row.count, count: count
        ).makeImage(column.kind, side)
        LineSums(
          from: tile.between, fromLane: 0, to: tile.image, toLane: first, lineStep: 1, step: 6,
          lines: column.count, count: count
        ).addImage(row.kind, side)
      }
    }
  }

  /// Where the numbers of a tile of an image lie, those of its rows, and those between the axes: six by six.
  private struct Addresses {
    let image: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    let between: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  }

  /// What is not there is read from a run of zeros, and written to a run that nobody reads, which lie `noImage`
  /// and `noRow` from the start of the two.
  @inline(__always)
  private func forEachTile(
    _ image: UnsafeMutablePointer<Float>, _ block: UnsafeMutablePointer<Float>, _ index: Int,
    noImage: Int, noRow: Int, _ body: (ImageTile, ImageTile, Addresses) -> Void
  ) {
    let spare = Storage.make(count: 2 * channels + 36 * Self.together)
    spare.scalars.update(repeating: 0, count: 2 * channels)
    let (noImage, noRow) = (spare.scalars + noImage, spare.scalars + noRow)
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>.self, capacity: 3 * 36) { room in
      guard let start = room.baseAddress else { return }
      let tile = Addresses(image: start, rows: start + 36, between: start + 72)
      for number in 0..<36 {
        tile.between[number] = spare.scalars + (2 &* channels &+ number &* Self.together)
      }
      places.withUnsafeBufferPointer { places in
        for row in rows {
          for column in columns {
            for i in 0..<row.count {
              let (y, down) = (row.image[i], row.rows[i])
              for j in 0..<column.count {
                let (x, across) = (column.image[j], column.rows[j])
                tile.image[6 &* i &+ j] =
                  y | x < 0 ? noImage : image + (y &* width &+ x) &* channels
                if down | across < 0 {
                  tile.rows[6 &* i &+ j] = noRow
                } else {
                  let place = places[down &* columnCount &+ across]
                  tile.rows[6 &* i &+ j] =
                    block + (place.row &+ index &* place.perImage) &* channels
                }
              }
            }
            body(row, column, tile)
          }
        }
      }
    }
    withExtendedLifetime(spare) {}
  }
}

/// The sums along one axis of a tile: of `lines` lines, each `count` channels. A line's numbers are `step` apart
/// among the addresses, and begin at a certain lane.
private struct LineSums {
  let from: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let fromLane: Int
  let to: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let toLane: Int
  let lineStep: Int
  let step: Int
  let lines: Int
  let count: Int

  @inline(never)
  func makeRows(_ kind: ImageTile.Kind, _ side: ImageTiles.Side) {
    @inline(__always) func make<Sums: TileSums>(_: Sums.Type) {
      forEachVector(Sums.count) { store(Sums.rows($0), Sums.count, $1, $2) }
    }
    switch (kind, side) {
    case (.plain, _): make(PlainSums.self)
    case (.three, .pixels): make(ThreePixels.self)
    case (.four, .pixels): make(FourPixels.self)
    case (.six, .pixels): make(SixPixels.self)
    case (.three, .outputs): make(ThreeOutputs.self)
    case (.four, .outputs): make(FourOutputs.self)
    case (.six, .outputs): make(SixOutputs.self)
    }
  }

  @inline(never)
  func makeImage(_ kind: ImageTile.Kind, _ side: ImageTiles.Side) {
    image(kind, side) { store($0, $1, $2, $3) }
  }

  @inline(never)
  func addImage(_ kind: ImageTile.Kind, _ side: ImageTiles.Side) {
    image(kind, side) { add($0, $1, $2, $3) }
  }

  @inline(__always)
  private func image(
    _ kind: ImageTile.Kind, _ side: ImageTiles.Side, _ put: (SixVectors, Int, Line, Int) -> Void
  ) {
    @inline(__always) func make<Sums: TileSums>(_: Sums.Type) {
      forEachVector(Sums.count) { put(Sums.image($0), Sums.count, $1, $2) }
    }
    switch (kind, side) {
    case (.plain, _): make(PlainSums.self)
    case (.three, .pixels): make(ThreePixels.self)
    case (.four, .pixels): make(FourPixels.self)
    case (.six, .pixels): make(SixPixels.self)
    case (.three, .outputs): make(ThreeOutputs.self)
    case (.four, .outputs): make(FourOutputs.self)
    case (.six, .outputs): make(SixOutputs.self)
    }
  }

  private typealias Line = InlineArray<6, UnsafeMutablePointer<Float>>

  /// With where the vector is wanted.
  @inline(__always)
  private func forEachVector(_ numbers: Int, _ body: (SixVectors, Line, Int) -> Void) {
    for line in 0..<lines {
      let start = line &* lineStep
      let sources = Line { from[start &+ ($0 < numbers ? $0 : 0) &* step] + fromLane }
      let targets = Line { to[start &+ ($0 < numbers ? $0 : 0) &* step] + toLane }
      var lane = 0
      while lane < count {
        @inline(__always) func number(_ index: Int) -> Vector {
          index < numbers ? Vector(loading: sources[index] + lane) : .zero
        }
        let six = SixVectors(
          number(0), number(1), number(2), number(3), number(4), number(5))
        body(six, targets, lane)
        lane &+= 16
      }
    }
  }

  @inline(__always)
  private func store(_ sums: SixVectors, _ count: Int, _ to: Line, _ lane: Int) {
    sums.a.store(to[0] + lane)
    sums.b.store(to[1] + lane)
    sums.c.store(to[2] + lane)
    if count > 3 { sums.d.store(to[3] + lane) }
    if count > 4 { sums.e.store(to[4] + lane) }
    if count > 5 { sums.f.store(to[5] + lane) }
  }

  /// One after another, for some are the same output.
  @inline(__always)
  private func add(_ sums: SixVectors, _ count: Int, _ to: Line, _ lane: Int) {
    @inline(__always) func add(_ index: Int, _ sum: Vector) {
      (Vector(loading: to[index] + lane) + sum).store(to[index] + lane)
    }
    add(0, sums.a)
    add(1, sums.b)
    add(2, sums.c)
    if count > 3 { add(3, sums.d) }
    if count > 4 { add(4, sums.e) }
    if count > 5 { add(5, sums.f) }
  }
}

/// The rows of some images of a block, each image for one thread.
struct MakeRows: Job, @unchecked Sendable {
  let tiles: ImageTiles
  let images: UnsafePointer<Float>
  let numbers: Range<Int>
  let block: UnsafeMutablePointer<Float>

  func run(_ part: Int) {
    tiles.makeRows(of: images, numbers.lowerBound + part, index: part, in: block)
  }
}

/// Some images from their rows.
struct MakeImages: Job, @unchecked Sendable {
  let tiles: ImageTiles
  let images: UnsafeMutablePointer<Float>
  let bias: UnsafePointer<Float>?
  let numbers: Range<Int>
  let block: UnsafePointer<Float>

  func run(_ part: Int) {
    tiles.makeImage(
      numbers.lowerBound + part, of: images, bias: bias, from: block, index: part)
  }
}
