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

  /// The last number of the image.
  var last: Int { (0..<6).reduce(-1) { Swift.max($0, image[$1]) } }
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
  /// The rows by the last line of the image that they read.
  private let rowsInOrder: [ImageTile]
  let columns: [ImageTile]
  /// Of the rows that lie across; `places` has as many for each that lies down.
  let columnCount: Int
  let places: [MinimalPlan.Place]

  init(
    side: Side, channels: Int, height: Int, width: Int, rows: [ImageTile], columns: [ImageTile],
    columnCount: Int, places: [MinimalPlan.Place]
  ) {
    (self.side, self.channels, self.height, self.width) = (side, channels, height, width)
    (self.rows, self.columns) = (rows, columns)
    rowsInOrder = rows.sorted { $0.last < $1.last }
    (self.columnCount, self.places) = (columnCount, places)
  }

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
    var fetched = 0
    forEachTile(of: rowsInOrder, image, block, index, noImage: 0, noRow: channels) {
      row, column, tile in
      let needed = (row.last &+ 1) &* width &* channels
      if fetched < needed {
        tile.between[0] = fetch(image, fetched, to: needed)
        fetched = needed
      }
      tile.makeRows(row.kind, column.kind, side)
    }
  }

  /// Reads a number of each line of the cache, one after another: in the order of tiles they come from memory half
  /// as fast. The result is of all that is read, or a compiler would leave it out.
  private func fetch(_ image: UnsafePointer<Float>, _ first: Int, to end: Int) -> Float {
    var sum: UInt32 = 0
    for number in stride(from: first, to: end, by: 16) { sum ^= image[number].bitPattern }
    return Float(bitPattern: sum)
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
    forEachTile(of: rows, image, block, index, noImage: channels, noRow: 0) {
      $2.addImage($0.kind, $1.kind, side)
    }
  }

  /// With the tile that lies down, that which lies across, and where the numbers of both together are. What is not
  /// there is read from a run of zeros, and written to a run that nobody reads, which lie `noImage` and `noRow`
  /// from the start of the two.
  @inline(__always)
  private func forEachTile(
    of rows: [ImageTile], _ image: UnsafeMutablePointer<Float>,
    _ block: UnsafeMutablePointer<Float>, _ index: Int, noImage: Int, noRow: Int,
    _ body: (ImageTile, ImageTile, TileNumbers) -> Void
  ) {
    let spare = Storage.make(count: 2 * channels + 36 * 16)
    spare.scalars.update(repeating: 0, count: 2 * channels)
    let (noImage, noRow) = (spare.scalars + noImage, spare.scalars + noRow)
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>.self, capacity: 2 * 36) { room in
      guard let start = room.baseAddress else { return }
      let tile = TileNumbers(
        image: start, rows: start + 36, between: spare.scalars + 2 * channels, channels: channels)
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
