/// Where the numbers of a tile of an image lie and those of its rows, at most six by six of each; and how the ones
/// are made of the others, a vector of channels at a time, along one axis and then along the other.
struct TileNumbers {
  let image: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// Room for six by six vectors.
  let between: UnsafeMutablePointer<Float>
  let channels: Int

  /// Makes the rows of the image, for a tile that is of one kind down and of another across.
  func makeRows(_ down: ImageTile.Kind, _ across: ImageTile.Kind, _ side: ImageTiles.Side) {
    make(MakeTileRows.self, down, across, side)
  }

  /// Adds what the rows make to the image.
  func addImage(_ down: ImageTile.Kind, _ across: ImageTile.Kind, _ side: ImageTiles.Side) {
    make(AddTileImage.self, down, across, side)
  }

  // Each pair of kinds has code of its own, in which the number of numbers is known.

  private func make<Way: TileWay>(
    _ way: Way.Type, _ down: ImageTile.Kind, _ across: ImageTile.Kind, _ side: ImageTiles.Side
  ) {
    switch side {
    case .pixels: make(way, down, across, PixelSums.self)
    case .outputs: make(way, down, across, OutputSums.self)
    }
  }

  private func make<Way: TileWay, Sums: SideSums>(
    _ way: Way.Type, _ down: ImageTile.Kind, _ across: ImageTile.Kind, _ sums: Sums.Type
  ) {
    switch down {
    case .plain: make(way, PlainSums.self, across, sums)
    case .three: make(way, Sums.Three.self, across, sums)
    case .four: make(way, Sums.Four.self, across, sums)
    case .six: make(way, Sums.Six.self, across, sums)
    }
  }

  private func make<Way: TileWay, Down: TileSums, Sums: SideSums>(
    _: Way.Type, _: Down.Type, _ across: ImageTile.Kind, _: Sums.Type
  ) {
    switch across {
    case .plain: Way.make(self, Down.self, PlainSums.self)
    case .three: Way.make(self, Down.self, Sums.Three.self)
    case .four: Way.make(self, Down.self, Sums.Four.self)
    case .six: Way.make(self, Down.self, Sums.Six.self)
    }
  }
}

/// The sums of one side of the products.
private protocol SideSums {
  associatedtype Three: TileSums
  associatedtype Four: TileSums
  associatedtype Six: TileSums
}

private enum PixelSums: SideSums {
  typealias Three = ThreePixels
  typealias Four = FourPixels
  typealias Six = SixPixels
}

private enum OutputSums: SideSums {
  typealias Three = ThreeOutputs
  typealias Four = FourOutputs
  typealias Six = SixOutputs
}

/// From an image to rows, or back.
private protocol TileWay {
  static func make<Down: TileSums, Across: TileSums>(
    _ tile: TileNumbers, _: Down.Type, _: Across.Type)
}

private enum MakeTileRows: TileWay {
  @inline(never)
  static func make<Down: TileSums, Across: TileSums>(
    _ tile: TileNumbers, _: Down.Type, _: Across.Type
  ) {
    for lane in stride(from: 0, to: tile.channels, by: 16) {
      for j in 0..<Across.count {
        let line = SixVectors(Down.count) {
          Vector(loading: tile.image[6 &* $0 &+ j] + lane)
        }
        Down.rows(line).forEach(Down.count) {
          $1.store(tile.between + 16 &* (6 &* $0 &+ j))
        }
      }
      for i in 0..<Down.count {
        let line = SixVectors(Across.count) {
          Vector(loading: tile.between + 16 &* (6 &* i &+ $0))
        }
        Across.rows(line).forEach(Across.count) {
          $1.store(tile.rows[6 &* i &+ $0] + lane)
        }
      }
    }
  }
}

private enum AddTileImage: TileWay {
  @inline(never)
  static func make<Down: TileSums, Across: TileSums>(
    _ tile: TileNumbers, _: Down.Type, _: Across.Type
  ) {
    for lane in stride(from: 0, to: tile.channels, by: 16) {
      for i in 0..<Down.count {
        let line = SixVectors(Across.count) {
          Vector(loading: tile.rows[6 &* i &+ $0] + lane)
        }
        Across.image(line).forEach(Across.count) {
          $1.store(tile.between + 16 &* (6 &* i &+ $0))
        }
      }
      for j in 0..<Across.count {
        let line = SixVectors(Down.count) {
          Vector(loading: tile.between + 16 &* (6 &* $0 &+ j))
        }
        // One after another, for some are the same output.
        Down.image(line).forEach(Down.count) {
          let target = tile.image[6 &* $0 &+ j] + lane
          (Vector(loading: target) + $1).store(target)
        }
      }
    }
  }
}

extension SixVectors {
  /// The first `count`; the others are zero.
  @inline(__always)
  fileprivate init(_ count: Int, _ number: (Int) -> Vector) {
    self.init(
      number(0), number(1), number(2), count > 3 ? number(3) : .zero,
      count > 4 ? number(4) : .zero, count > 5 ? number(5) : .zero)
  }

  @inline(__always)
  fileprivate func forEach(_ count: Int, _ body: (Int, Vector) -> Void) {
    body(0, a)
    body(1, b)
    body(2, c)
    if count > 3 { body(3, d) }
    if count > 4 { body(4, e) }
    if count > 5 { body(5, f) }
  }
}
