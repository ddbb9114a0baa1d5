/// A PNG file's chunks, walked and checked before anything is decoded.
///
/// A PNG file is a signature of 8 bytes and then chunks, each
///
///     length (4 bytes, big-endian) · name (4 letters) · `length` bytes · CRC-32 of name and bytes,
///
/// `IHDR` first and `IEND` last. A decoder that stops at the last pixel never sees the check sum
/// behind it, or that the end is missing; and a decoder that believes `IHDR` allocates what a liar
/// asks for. The walk costs one pass over the file and settles both: afterwards every byte up to
/// `IEND` is as its writer left it, and the picture's size is in proportion to the file's.
/// Bytes after `IEND` are no part of the picture and are ignored.
///
/// Reference: W3C, *Portable Network Graphics (PNG) Specification*, 2003, chapters 5 and 11.
struct PNGOutline {
  let width: Int
  let height: Int

  /// The file reduced to what makes the picture: the chunks that the specification calls critical
  /// (a capital first letter) and `tRNS`. Texts, times, thumbnails, gamma and colour profiles, each
  /// a way to make a decoder stumble, reach none.
  let picture: [UInt8]

  /// Which way up the picture is, as its chunk `eXIf` has it.
  let orientation: Orientation

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Deflate's best case is a run: 258 bytes for two bits, a length code and a distance code.
  private static let largestExpansion = 258 * 8 / 2

  init(of file: UnsafeRawBufferPointer) throws(ImageError) {
    let start = [UInt8](file.prefix(PNGOutline.signature.count))
    guard PNGOutline.signature.starts(with: start) else {
      throw ImageError(FileKind(file).map { .otherKind($0) } ?? .notPNG(firstBytes: start))
    }
    // What is no picture at all, or too large, is said before what is damaged.
    var at = PNGOutline.signature.count
    let header = try PNGChunk(of: file, at: at)
    guard header.name == "IHDR", header.body.count == 13 else {
      throw ImageError(.corrupt("IHDR of 13 bytes expected, \(header) found", atByte: at))
    }
    width = Int(header.body.bigEndian(at: 0))
    height = Int(header.body.bigEndian(at: 4))
    guard width > 0, height > 0 else {
      throw ImageError(.corrupt("a picture of \(width) × \(height) pixels", atByte: at))
    }
    // Both are below 2³², but their product may pass 2⁶³.
    let (pixelCount, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, pixelCount <= Image.maximumPixelCount else {
      throw ImageError(.tooLarge(width: width, height: height))
    }

    var chunk = header
    var kept = [UInt8](file[..<header.end])
    var compressedCount = 0
    var orientation = Orientation.upright
    while chunk.name != "IEND" {
      at = chunk.end
      chunk = try PNGChunk(of: file, at: at)
      if chunk.name == "IDAT" { compressedCount += chunk.body.count }
      if chunk.name == "eXIf" { orientation = Orientation(exif: chunk.body) }
      if chunk.isCritical || chunk.name == "tRNS" { kept += file[at..<chunk.end] }
    }
    picture = kept
    self.orientation = orientation

    let bitsPerPixel = Int(header.body[8]) * PNGOutline.samples(ofColorType: header.body[9])
    guard pixelCount * bitsPerPixel / 8 <= compressedCount * PNGOutline.largestExpansion else {
      throw ImageError(
        .corrupt(
          "\(width) × \(height) pixels cannot come of \(compressedCount) bytes of image data",
          atByte: PNGOutline.signature.count))
    }
  }

  /// Samples per pixel in the file, where a palette index is one; kinds that do not exist are left
  /// to libpng, which names them.
  private static func samples(ofColorType type: UInt8) -> Int {
    switch type {
    case 2: 3
    case 4: 2
    case 6: 4
    default: 1
    }
  }
}

/// One chunk whose bytes are all there and agree with its check sum.
private struct PNGChunk: CustomStringConvertible {
  let name: String
  let body: UnsafeRawBufferPointer
  /// Offset in the file of the byte behind the chunk.
  let end: Int

  init(of file: UnsafeRawBufferPointer, at start: Int) throws(ImageError) {
    guard start + 8 <= file.count else { throw ImageError(.truncated(atByte: file.count)) }
    let letters = file[start + 4..<start + 8]
    guard letters.allSatisfy({ (65...90).contains($0 & ~32) }) else {
      throw ImageError(.corrupt("no chunk begins here", atByte: start))
    }
    name = String(decoding: letters, as: UTF8.self)
    let length = Int(file.bigEndian(at: start))
    guard length <= Int32.max else {
      throw ImageError(.corrupt("\(name) claims \(length) bytes", atByte: start))
    }
    let bodyEnd = start + 8 + length
    end = bodyEnd + 4
    guard end <= file.count else { throw ImageError(.truncated(atByte: file.count)) }
    body = UnsafeRawBufferPointer(rebasing: file[start + 8..<bodyEnd])
    let named = UnsafeRawBufferPointer(rebasing: file[start + 4..<bodyEnd])
    guard crc32(named) == file.bigEndian(at: bodyEnd) else {
      throw ImageError(.corrupt("the check sum of \(name) does not match", atByte: bodyEnd))
    }
  }

  var isCritical: Bool { name.first?.isUppercase == true }

  var description: String { "\(name) of \(body.count) bytes" }
}

extension UnsafeRawBufferPointer {
  fileprivate func bigEndian(at offset: Int) -> UInt32 {
    UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}

/// The CRC-32 of PNG, gzip and Ethernet: the remainder of the bits, lowest first, on division by
/// x³² + x²⁶ + x²³ + x²² + x¹⁶ + x¹² + x¹¹ + x¹⁰ + x⁸ + x⁷ + x⁵ + x⁴ + x² + x + 1. It sees every
/// single flipped bit, and every damaged stretch of up to 32 bits.
func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  remainders.withUnsafeBufferPointer { table in
    var crc = ~UInt32(0)
    for byte in bytes {
      crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8)
    }
    return ~crc
  }
}

/// The remainder of each byte, so that a step takes eight bits at once.
private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { crc, _ in
    crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1
  }
}
