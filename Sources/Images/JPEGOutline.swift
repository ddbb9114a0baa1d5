/// What a JPEG file says about itself before its picture begins: enough to tell the kinds that are not
/// read, and which way up it is. Nothing in it is trusted, and damage is left to TurboJPEG.
///
/// Reference: ITU-T T.81 (1992), annex B.
struct JPEGOutline {
  private(set) var orientation = Orientation.upright
  /// Bits of a sample.
  private(set) var precision = 8
  /// 1 is gray, 3 is colour, 4 is for print.
  private(set) var componentCount = 3

  init(of file: UnsafeRawBufferPointer) {
    func word(at offset: Int) -> Int { Int(file[offset]) << 8 | Int(file[offset + 1]) }
    var at = 2
    // Each segment is FF, a marker, a length that counts itself, and as many bytes.
    while at + 4 <= file.count, file[at] == 0xFF {
      let marker = file[at + 1]
      if marker == 0xFF {  // Fill bytes may stand before a marker.
        at += 1
        continue
      }
      let end = at + 2 + word(at: at + 2)
      guard marker != 0xDA, marker != 0xD9, end <= file.count else { return }
      let body = file[min(at + 4, end)..<end]
      switch marker {
      case 0xE1 where body.starts(with: "Exif\0\0".utf8):
        orientation = Orientation(exif: body.dropFirst(6))
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker) && body.count >= 6:
        precision = Int(body[body.startIndex])
        componentCount = Int(body[body.startIndex + 5])
      default: break
      }
      at = end
    }
  }

  /// The kind of file that this is, if it is one that is not read.
  var foreignKind: FileKind? {
    if precision != 8 { return .picture("\(precision)-bit JPEG") }
    return componentCount == 4 ? .picture("CMYK JPEG") : nil
  }
}
