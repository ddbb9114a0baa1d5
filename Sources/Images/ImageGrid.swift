import Preconditions

/// A sheet of equal pictures: how samples are shown.
///
/// Pictures fill rows from the top left. Between neighbours lies a gap of background; there is none
/// at the outer edge. With pictures of h × w, n of them in c columns, the sheet has
///
///     rows   = ⌈n / c⌉
///     height = rows · h + (rows − 1) · gap
///     width  =    c · w +    (c − 1) · gap.
///
/// Concretely, 64 digits of 28 × 28 as 8 × 8, twice as large, on a white page:
///
///     let sheet = ImageGrid(columns: 8).image(of: digits).scaled(by: 2)
public struct ImageGrid: Equatable, Sendable {
  /// Pictures in a row. Places that the last row leaves over are background.
  public var columns: Int
  /// Pixels between neighbours.
  public var gap: Int
  /// Level of the gaps and of empty places, 0 black … 255 white.
  public var background: UInt8

  /// Two pixels of white tell dark pictures apart at a glance, and cost little of the sheet.
  public init(columns: Int = 8, gap: Int = 2, background: UInt8 = 255) {
    require(columns >= 1, "ImageGrid: \(columns) columns; at least 1 is needed")
    require(gap >= 0, "ImageGrid: a gap of \(gap) pixels; at least 0 is needed")
    self.columns = columns
    self.gap = gap
    self.background = background
  }

  /// The sheet. Stops unless there is at least one picture and all are of one size and kind.
  public func image(of tiles: [Image]) -> Image {
    require(!tiles.isEmpty, "ImageGrid: no pictures to show")
    let first = tiles[0]
    let rows = (tiles.count + columns - 1) / columns
    var sheet = Image(
      width: columns * first.width + (columns - 1) * gap,
      height: rows * first.height + (rows - 1) * gap,
      channels: first.channels, level: background)
    for (place, tile) in tiles.enumerated() {
      require(
        tile.width == first.width && tile.height == first.height
          && tile.channels == first.channels,
        "ImageGrid: picture \(place) is \(tile.height) × \(tile.width) × \(tile.channels.count), "
          + "the first \(first.height) × \(first.width) × \(first.channels.count)")
      sheet.paste(
        tile, row: place / columns * (first.height + gap),
        column: place % columns * (first.width + gap))
    }
    return sheet
  }
}
