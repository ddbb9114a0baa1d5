import Foundation
import Testing

@testable import Images

@Suite("Files that are neither PNG nor JPEG")
struct FileKindTests {
  /// The first bytes as published for each format.
  static let pictures: [(format: String, start: [UInt8])] = [
    ("GIF", Array("GIF87a".utf8)), ("GIF", Array("GIF89a".utf8)),
    ("WebP", Array("RIFF".utf8) + [36, 0, 0, 0] + Array("WEBPVP8 ".utf8)),
    ("TIFF", [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]),
    ("BMP", Array("BM".utf8) + [0x36, 4, 0, 0, 0, 0, 0, 0, 0x36, 0]),
    ("HEIC", [0, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 0, 0]),
    ("HEIC", [0, 0, 0, 24] + Array("ftypmif1".utf8) + [0, 0, 0, 0]),
    ("AVIF", [0, 0, 0, 32] + Array("ftypavif".utf8) + [0, 0, 0, 0]),
    ("JPEG XL", [0xFF, 0x0A, 1, 2]), ("JPEG 2000", [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]),
    ("SVG", Array("<?xml version=\"1.0\"?>\n<svg xmlns=".utf8)),
  ]

  @Test("pictures of other kinds are named, with what to do")
  func others() throws {
    for (format, start) in Self.pictures {
      #expect(FileKind(start) == .picture(format), "\(format)")
      let error = #expect(throws: ImageError.self) { try Image(png: Data(start)) }
      #expect(
        error?.description == "image data: a \(format) picture; turn it into PNG or JPEG")
    }
  }

  @Test("a page, a pointer and a text are told apart, and what is unknown is not guessed")
  func texts() {
    #expect(FileKind(Array("\n <!DOCTYPE HTML><title>404".utf8)) == .page)
    #expect(FileKind(Array("<html><head>".utf8)) == .page)
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a"
    #expect(FileKind(Array(pointer.utf8)) == .pointer)
    #expect(FileKind.pointer.description.contains("git lfs pull"))
    #expect(FileKind(Array("Faces, 2019\tüber alles\r\n".utf8)) == .text)
    #expect(FileKind(Array("caf".utf8) + [0xE9] + Array(" et the".utf8)) == .text)
    #expect(FileKind([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) == nil)
    #expect(FileKind([0xFF, 0xD8, 0xFF, 0xE0]) == nil)
    #expect(FileKind([0, 0, 8, 3]) == nil && FileKind([UInt8]()) == nil)
  }

  @Test("a name in a message cannot act on a terminal")
  func names() {
    #expect(printable("a\nb\u{1B}[31mc\u{7F}.png") == "a\\nb\\x1b[31mc\\x7f.png")
    #expect(printable("Müller 写真 — 1.png") == "Müller 写真 — 1.png")
    let error = ImageError(path: "a\nb.png", problem: .notFound)
    #expect(error.description == "a\\nb.png: no such file")
  }
}

@Suite("Which way up a picture is")
struct OrientationTests {
  /// Exif data whose second entry is the orientation.
  static func exif(_ orientation: Int, little: Bool) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] {
      little ? [UInt8(value & 255), UInt8(value >> 8)] : [UInt8(value >> 8), UInt8(value & 255)]
    }
    func long(_ value: Int) -> [UInt8] { little ? word(value) + [0, 0] : [0, 0] + word(value) }
    let start: [UInt8] = little ? [0x49, 0x49, 42, 0] : [0x4D, 0x4D, 0, 42]
    return start + long(8) + word(2) + word(256) + word(3) + long(1) + word(99) + [0, 0]
      + word(274) + word(3) + long(1) + word(orientation) + [0, 0]
  }

  /// A picture of 3 × 2 that is stored in each of the eight ways: what a viewer shows is
  ///
  ///     1 2 3
  ///     4 5 6
  static let stored: [(width: Int, pixels: [UInt8])] = [
    (3, [1, 2, 3, 4, 5, 6]), (3, [3, 2, 1, 6, 5, 4]), (3, [6, 5, 4, 3, 2, 1]),
    (3, [4, 5, 6, 1, 2, 3]), (2, [1, 4, 2, 5, 3, 6]), (2, [3, 6, 2, 5, 1, 4]),
    (2, [6, 3, 5, 2, 4, 1]), (2, [4, 1, 5, 2, 6, 3]),
  ]

  @Test("each of the eight is made upright", arguments: 1...8)
  func upright(orientation: Int) throws {
    let (width, pixels) = Self.stored[orientation - 1]
    let picture = Image(width: width, height: 6 / width, channels: .gray, pixels: pixels)
    let way = try #require(Orientation(rawValue: orientation))
    let upright = picture.turned(way)
    #expect(upright.width == 3 && upright.height == 2 && upright.pixels == [1, 2, 3, 4, 5, 6])
    for little in [true, false] {
      let exif = Self.exif(orientation, little: little)
      #expect(Orientation(exif: exif) == way)
      // A JPEG file: Exif, then a frame of 8 bits and three components.
      let segment = Array("Exif\0\0".utf8) + exif
      let file: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment
        + [0xFF, 0xC0, 0, 17, 8, 0, 2, 0, 3, 3] + Array(repeating: 0, count: 9)
      let outline = file.withUnsafeBytes { JPEGOutline(of: $0) }
      #expect(outline.orientation == way && outline.foreignKind == nil)
    }
    // A PNG file with the chunk eXIf before its data.
    let png = try picture.pngData()
    var chunks: [(name: String, body: [UInt8])] = []
    var at = 8
    while at < png.count {
      let length = Int(bigEndian(png, at: at))
      let name = String(decoding: png[at + 4..<at + 8], as: UTF8.self)
      if name == "IDAT" { chunks.append(("eXIf", Self.exif(orientation, little: false))) }
      chunks.append((name, Array(png[at + 8..<at + 8 + length])))
      at += 12 + length
    }
    #expect(try Image(png: pngFile(chunks)).pixels == [1, 2, 3, 4, 5, 6])
  }

  @Test("Exif that is cut or says nonsense is upright, and never a trap")
  func damaged() {
    let whole = Self.exif(6, little: true)
    for length in 0..<whole.count - 4 {
      #expect(Orientation(exif: whole.prefix(length)) == .upright, "\(length)")
    }
    #expect(Orientation(exif: Self.exif(9, little: true)) == .upright)
    var far = whole
    far.replaceSubrange(4..<8, with: [255, 255, 255, 255])
    #expect(Orientation(exif: far) == .upright)
  }

  @Test("a JPEG of 12 bits or for print is named, with TurboJPEG or without")
  func foreignJPEG() {
    func file(_ precision: UInt8, _ components: UInt8) -> Data {
      Data([0xFF, 0xD8, 0xFF, 0xC1, 0, 20, precision, 0, 2, 0, 3, components])
        + Data(repeating: 0, count: 12)
    }
    for (data, name) in [(file(12, 3), "12-bit JPEG"), (file(8, 4), "CMYK JPEG")] {
      let error = #expect(throws: ImageError.self) { try Image(jpeg: data, as: nil, library: nil) }
      #expect(error?.problem == .otherKind(.picture(name)))
    }
    let error = #expect(throws: ImageError.self) {
      try Image(jpeg: file(8, 1), as: nil, library: nil)
    }
    #expect(error?.problem == .noTurboJPEG)
  }

  @Test("the square in the middle of what is wide, high or square")
  func square() {
    let wide = Image(width: 5, height: 2, channels: .rgb, pixels: (0..<30).map { UInt8($0) })
    #expect(wide.centerSquare.width == 2 && wide.centerSquare.height == 2)
    #expect(wide.centerSquare.pixels == [3, 4, 5, 6, 7, 8, 18, 19, 20, 21, 22, 23])
    let high = Image(width: 1, height: 4, channels: .gray, pixels: [9, 8, 7, 6])
    #expect(high.centerSquare == Image(width: 1, height: 1, channels: .gray, pixels: [8]))
    let square = Image(width: 2, height: 2, channels: .gray, pixels: [1, 2, 3, 4])
    #expect(square.centerSquare == square)
  }
}
