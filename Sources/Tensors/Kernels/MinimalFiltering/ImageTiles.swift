/// A tile along one axis: the numbers of the image that it sums, and its rows; −1 stands for one that is not
/// there: a pixel beyond the edge, a product that would multiply nothing but such pixels.
struct ImageTile {
  enum Kind { case plain, three, four }

  let kind: Kind
  var image: InlineArray<4, Int>
  var rows: InlineArray<4, Int>
}

/// One side of the products of a ``MinimalPlan``: images, and the rows of numbers that are sums over a tile of an
/// image. It makes the rows of an image, or by the transposed sums an image of the rows, tile by tile: at
/// most 4 × 4 numbers on either side, which stay in registers.
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
    forEachTile(image, block, index) { spare, tile in
      tile.fill(noImage: spare, noRow: spare + channels)
      switch side {
      case .pixels: tile.makeRows(PlainSums.self, ThreePixels.self, FourPixels.self)
      case .outputs: tile.makeRows(PlainSums.self, ThreeOutputs.self, FourOutputs.self)
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
    forEachTile(image, UnsafeMutablePointer(mutating: block), index) { spare, tile in
      tile.fill(noImage: spare + channels, noRow: spare)
      switch side {
      case .pixels: tile.addImage(PlainSums.self, ThreePixels.self, FourPixels.self)
      case .outputs: tile.addImage(PlainSums.self, ThreeOutputs.self, FourOutputs.self)
      }
    }
  }

  /// What is not there is read from a run of zeros, and written to a run that nobody reads.
  @inline(__always)
  private func forEachTile(
    _ image: UnsafeMutablePointer<Float>, _ block: UnsafeMutablePointer<Float>, _ index: Int,
    _ body: (UnsafeMutablePointer<Float>, inout TileAddresses) -> Void
  ) {
    let spare = Storage.make(count: 2 * channels)
    spare.scalars.update(repeating: 0, count: 2 * channels)
    places.withUnsafeBufferPointer { places in
      rows.withUnsafeBufferPointer { rows in
        columns.withUnsafeBufferPointer { columns in
          guard let rows = rows.baseAddress, let columns = columns.baseAddress,
            let places = places.baseAddress
          else { return }
          for row in 0..<self.rows.count {
            for column in 0..<self.columns.count {
              var tile = TileAddresses(
                channels: channels, width: width, columnCount: columnCount, image: image,
                block: block, index: index, places: places, row: rows + row,
                column: columns + column)
              body(spare.scalars, &tile)
            }
          }
        }
      }
    }
    withExtendedLifetime(spare) {}
  }
}

private struct TileAddresses {
  let channels: Int
  let width: Int
  let columnCount: Int
  let image: UnsafeMutablePointer<Float>
  let block: UnsafeMutablePointer<Float>
  let index: Int
  let places: UnsafePointer<MinimalPlan.Place>
  let row: UnsafePointer<ImageTile>
  let column: UnsafePointer<ImageTile>
  private var d: InlineArray<16, UnsafeMutablePointer<Float>>
  private var m: InlineArray<16, UnsafeMutablePointer<Float>>

  @inline(__always)
  init(
    channels: Int, width: Int, columnCount: Int, image: UnsafeMutablePointer<Float>,
    block: UnsafeMutablePointer<Float>, index: Int, places: UnsafePointer<MinimalPlan.Place>,
    row: UnsafePointer<ImageTile>, column: UnsafePointer<ImageTile>
  ) {
    (self.channels, self.width, self.columnCount) = (channels, width, columnCount)
    (self.image, self.block, self.index, self.places) = (image, block, index, places)
    (self.row, self.column) = (row, column)
    d = .init(repeating: image)
    m = .init(repeating: block)
  }

  @inline(__always)
  mutating func fill(noImage: UnsafeMutablePointer<Float>, noRow: UnsafeMutablePointer<Float>) {
    for i in 0..<4 {
      let (y, down) = (row.pointee.image[i], row.pointee.rows[i])
      for j in 0..<4 {
        let (x, across) = (column.pointee.image[j], column.pointee.rows[j])
        d[4 &* i &+ j] = y | x < 0 ? noImage : image + (y &* width &+ x) &* channels
        if down | across < 0 {
          m[4 &* i &+ j] = noRow
        } else {
          let place = places[down &* columnCount &+ across]
          m[4 &* i &+ j] = block + (place.row &+ index &* place.perImage) &* channels
        }
      }
    }
  }

  @inline(__always)
  func makeRows<P: TileSums, T: TileSums, F: TileSums>(_: P.Type, _: T.Type, _: F.Type) {
    switch (row.pointee.kind, column.pointee.kind) {
    case (.plain, .plain): make(P.self, P.self)
    case (.plain, .three): make(P.self, T.self)
    case (.plain, .four): make(P.self, F.self)
    case (.three, .plain): make(T.self, P.self)
    case (.three, .three): make(T.self, T.self)
    case (.three, .four): make(T.self, F.self)
    case (.four, .plain): make(F.self, P.self)
    case (.four, .three): make(F.self, T.self)
    case (.four, .four): make(F.self, F.self)
    }
  }

  @inline(__always)
  func addImage<P: TileSums, T: TileSums, F: TileSums>(_: P.Type, _: T.Type, _: F.Type) {
    switch (row.pointee.kind, column.pointee.kind) {
    case (.plain, .plain): add(P.self, P.self)
    case (.plain, .three): add(P.self, T.self)
    case (.plain, .four): add(P.self, F.self)
    case (.three, .plain): add(T.self, P.self)
    case (.three, .three): add(T.self, T.self)
    case (.three, .four): add(T.self, F.self)
    case (.four, .plain): add(F.self, P.self)
    case (.four, .three): add(F.self, T.self)
    case (.four, .four): add(F.self, F.self)
    }
  }

  @inline(__always)
  private func load(
    _ places: InlineArray<16, UnsafeMutablePointer<Float>>, _ i: Int, _ lane: Int,
    _ rows: Int, _ columns: Int
  ) -> FourVectors {
    if i >= rows { return FourVectors(.zero, .zero, .zero) }
    return FourVectors(
      Vector(loading: places[4 &* i] + lane), Vector(loading: places[4 &* i &+ 1] + lane),
      Vector(loading: places[4 &* i &+ 2] + lane),
      columns > 3 ? Vector(loading: places[4 &* i &+ 3] + lane) : .zero)
  }

  @inline(never)
  private func make<Rows: TileSums, Columns: TileSums>(_: Rows.Type, _: Columns.Type) {
    var lane = 0
    while lane < channels {
      let r0 = load(d, 0, lane, Rows.count, Columns.count)
      let r1 = load(d, 1, lane, Rows.count, Columns.count)
      let r2 = load(d, 2, lane, Rows.count, Columns.count)
      let r3 = load(d, 3, lane, Rows.count, Columns.count)
      let c0 = Rows.rows(FourVectors(r0.a, r1.a, r2.a, r3.a))
      let c1 = Rows.rows(FourVectors(r0.b, r1.b, r2.b, r3.b))
      let c2 = Rows.rows(FourVectors(r0.c, r1.c, r2.c, r3.c))
      let c3 = Rows.rows(FourVectors(r0.d, r1.d, r2.d, r3.d))
      @inline(__always) func store(_ i: Int, _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) {
        let sums = Columns.rows(FourVectors(a, b, c, d))
        sums.a.store(m[4 &* i] + lane)
        sums.b.store(m[4 &* i &+ 1] + lane)
        sums.c.store(m[4 &* i &+ 2] + lane)
        if Columns.count > 3 { sums.d.store(m[4 &* i &+ 3] + lane) }
      }
      store(0, c0.a, c1.a, c2.a, c3.a)
      store(1, c0.b, c1.b, c2.b, c3.b)
      store(2, c0.c, c1.c, c2.c, c3.c)
      if Rows.count > 3 { store(3, c0.d, c1.d, c2.d, c3.d) }
      lane &+= 16
    }
  }

  @inline(never)
  private func add<Rows: TileSums, Columns: TileSums>(_: Rows.Type, _: Columns.Type) {
    var lane = 0
    while lane < channels {
      let r0 = Columns.image(load(m, 0, lane, Rows.count, Columns.count))
      let r1 = Columns.image(load(m, 1, lane, Rows.count, Columns.count))
      let r2 = Columns.image(load(m, 2, lane, Rows.count, Columns.count))
      let r3 = Columns.image(load(m, 3, lane, Rows.count, Columns.count))
      @inline(__always) func add(_ j: Int, _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) {
        let sums = Rows.image(FourVectors(a, b, c, d))
        addTo(j, lane, sums.a)
        addTo(4 &+ j, lane, sums.b)
        addTo(8 &+ j, lane, sums.c)
        if Rows.count > 3 { addTo(12 &+ j, lane, sums.d) }
      }
      add(0, r0.a, r1.a, r2.a, r3.a)
      add(1, r0.b, r1.b, r2.b, r3.b)
      add(2, r0.c, r1.c, r2.c, r3.c)
      if Columns.count > 3 { add(3, r0.d, r1.d, r2.d, r3.d) }
      lane &+= 16
    }
  }

  @inline(__always)
  private func addTo(_ i: Int, _ lane: Int, _ sum: Vector) {
    (Vector(loading: d[i] + lane) + sum).store(d[i] + lane)
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
