/// Which way up a camera was held, as Exif has it: what has to be done to the picture that is stored
/// for it to stand upright. A telephone stores most of its pictures lying on their side.
///
/// Reference: *Exchangeable image file format for digital still cameras: Exif Version 2.3* (2010),
/// 4.6.4, tag 274.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, turnedLeft, transverse, turnedRight

  /// Of Exif's data, which is a TIFF file without a picture; upright where it says nothing that can be
  /// understood.
  init(exif: some Collection<UInt8>) {
    self = Orientation.stored(Array(exif)).flatMap(Orientation.init) ?? .upright
  }

  private static func stored(_ exif: [UInt8]) -> Int? {
    let isLittle = exif.starts(with: [0x49, 0x49, 42, 0])
    guard isLittle || exif.starts(with: [0x4D, 0x4D, 0, 42]) else { return nil }
    func number(_ size: Int, at offset: Int) -> Int? {
      guard offset >= 0, offset + size <= exif.count else { return nil }
      let bytes = exif[offset..<offset + size]
      return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, at: 4), let count = number(2, at: directory) else { return nil }
    for entry in 0..<count {
      let start = directory + 2 + 12 * entry
      guard let tag = number(2, at: start) else { return nil }
      if tag == 274 { return number(2, at: start + 8) }
    }
    return nil
  }

  var swapsSides: Bool { rawValue >= 5 }
}

extension Image {
  /// The picture made upright.
  func turned(_ orientation: Orientation) -> Image {
    if orientation == .upright { return self }
    let (w, h) = (width, height)
    var upright = Image(
      width: orientation.swapsSides ? h : w, height: orientation.swapsSides ? w : h,
      channels: channels)
    for row in 0..<upright.height {
      for column in 0..<upright.width {
        let (r, c) =
          switch orientation {
          case .upright: (row, column)
          case .mirrored: (row, w - 1 - column)
          case .upsideDown: (h - 1 - row, w - 1 - column)
          case .flipped: (h - 1 - row, column)
          case .transposed: (column, row)
          case .turnedLeft: (h - 1 - column, row)
          case .transverse: (h - 1 - column, w - 1 - row)
          case .turnedRight: (column, w - 1 - row)
          }
        for channel in 0..<channels.count {
          upright[row, column, channel] = self[r, c, channel]
        }
      }
    }
    return upright
  }

  /// The largest square in the middle: what is left of a photograph that is not square.
  public var centerSquare: Image {
    let side = min(width, height)
    if width == height { return self }
    let (top, left) = ((height - side) / 2, (width - side) / 2)
    let size = channels.count
    var square: [UInt8] = []
    square.reserveCapacity(side * side * size)
    for row in top..<top + side {
      square += pixels[(row * width + left) * size..<(row * width + left + side) * size]
    }
    return Image(width: side, height: side, channels: channels, pixels: square)
  }
}
