import Foundation
import Images
import TestSupport
import Testing

@testable import Datasets

/// Fonts of a few glyphs, made here byte by byte.
@Suite("A font of coloured pictures")
struct PictureFontTests {
  private static func word(_ value: Int) -> [UInt8] {
    [UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  private static func long(_ value: Int) -> [UInt8] { word(value >> 16) + word(value) }

  /// A picture of one gray.
  private static func png(_ level: UInt8) throws -> [UInt8] {
    Array(try Image(width: 4, height: 3, channels: .gray, level: level).pngData())
  }

  /// A font file of these tables.
  private static func file(_ tables: [(String, [UInt8])]) -> Data {
    var head = long(0x0001_0000) + word(tables.count) + word(0) + word(0) + word(0)
    var body: [UInt8] = []
    for (name, bytes) in tables {
      head +=
        Array(name.utf8) + long(0) + long(12 + 16 * tables.count + body.count) + long(bytes.count)
      body += bytes
    }
    return Data(head + body)
  }

  /// One size, whose glyphs 5 and 7 have pictures and whose glyph 6 has none.
  ///
  /// - Parameters:
  ///   - list: the kind of the list of places, 1 to 5.
  ///   - kind: the kind of the pictures, 17 to 19.
  private static func tables(list: Int, kind: Int, sizes: Int = 1) throws -> [(String, [UInt8])] {
    let metrics = [17: 5, 18: 8, 19: 0][kind] ?? 5
    let records = try ([10, 20] as [UInt8]).map { level -> [UInt8] in
      let picture = try png(level)
      return [UInt8](repeating: 1, count: metrics) + long(picture.count) + picture
    }
    // Lists of one length for all need records of one length.
    let size = records.map(\.count).max() ?? 0
    let even = records.map { $0 + [UInt8](repeating: 0, count: size - $0.count) }
    let ends = [0, records[0].count, records[0].count, records[0].count + records[1].count]
    let places: [UInt8]
    var pictures = records.flatMap { $0 }
    var glyphs = (5, 7)
    switch list {
    case 1: places = ends.flatMap { long($0) }
    case 2:
      // Without gaps: glyphs 5 and 6.
      (places, pictures, glyphs) = (
        long(size) + [UInt8](repeating: 0, count: 8), even.flatMap { $0 }, (5, 6)
      )
    case 3: places = ends.flatMap { word($0) }
    case 4:
      places =
        long(2) + word(5) + word(0) + word(7) + word(ends[1]) + word(0) + word(ends[3])
    default:
      places = long(size) + [UInt8](repeating: 0, count: 8) + long(2) + word(5) + word(7)
      pictures = even.flatMap { $0 }
    }
    var cblc = word(3) + word(0) + long(sizes)
    for number in 0..<sizes {
      // A smaller size stands first, and nothing of it is right.
      let isLargest = number == sizes - 1
      cblc +=
        long(isLargest ? 8 + 48 * sizes : 0xFFFF) + long(0) + long(isLargest ? 1 : 9) + long(0)
      cblc += [UInt8](repeating: 0, count: 24) + word(5) + word(7)
      let height: UInt8 = isLargest ? 109 : 20
      cblc += [height, height, 32, 1]
    }
    cblc += word(glyphs.0) + word(glyphs.1) + long(8)
    cblc += word(list) + word(kind) + long(4) + places
    return [("CBDT", word(3) + word(0) + pictures), ("CBLC", cblc)]
  }

  /// U+1F600 and U+1F601 have glyph 5; nothing has another.
  private static let cmap: [UInt8] = {
    let many = word(12) + word(0) + long(28 + 12) + long(0) + long(2)
    let groups = [0x1F600, 0x1F600, 5, 0x1F601, 0x1F601, 5].flatMap { long($0) }
    return word(0) + word(1) + word(3) + word(10) + long(12) + many + groups
  }()

  private func read(_ data: Data) throws -> [PictureFont.Strike] {
    try PictureFont(data, path: "a.ttf").strikes
  }

  private func levels(_ strikes: [PictureFont.Strike]) throws -> [UInt8] {
    try strikes.map { try Image(png: $0.png).pixels[0] }
  }

  @Test(
    "each kind of list and of picture gives the PNG files, without those of glyphs that have none",
    arguments: [(1, 17), (1, 18), (1, 19), (2, 19), (3, 17), (4, 18), (5, 19)])
  func kinds(list: Int, kind: Int) throws {
    let tables = try Self.tables(list: list, kind: kind) + [("cmap", Self.cmap)]
    let strikes = try read(Self.file(tables))
    #expect(strikes.map(\.glyph) == (list == 2 ? [5, 6] : [5, 7]))
    #expect(try levels(strikes) == [10, 20])
    #expect(strikes.map(\.name) == ["u1F600", list == 2 ? "glyph-00006" : "glyph-00007"])
  }

  @Test("of several sizes the largest is taken")
  func sizes() throws {
    let strikes = try read(Self.file(try Self.tables(list: 1, kind: 17, sizes: 3)))
    #expect(try levels(strikes) == [10, 20])
    #expect(strikes.map(\.name) == ["glyph-00005", "glyph-00007"])
  }

  @Test("its version is that of its head")
  func revision() throws {
    let tables = try Self.tables(list: 1, kind: 17)
    #expect(try PictureFont(Self.file(tables), path: "a.ttf").revision == 0)
    let head = [("head", Self.long(0x0001_0000) + Self.long(0x0002_8000))]
    #expect(try PictureFont(Self.file(tables + head), path: "a.ttf").revision == 2.5)
  }

  @Test("characters of the first 65,536 are found in the older list too")
  func fewCharacters() throws {
    // Segments end at 0x2600 and 0xFFFF; the step leads from the character to glyph 7.
    let list =
      Self.word(4) + Self.word(32) + Self.word(0) + Self.word(4) + Self.word(0) + Self.word(0)
      + Self.word(0) + Self.word(0x2600) + Self.word(0xFFFF) + Self.word(0) + Self.word(0x2600)
      + Self.word(0xFFFF) + Self.word(7 - 0x2600) + Self.word(1) + Self.word(0) + Self.word(0)
    let cmap = Self.word(0) + Self.word(1) + Self.word(3) + Self.word(1) + Self.long(12) + list
    let tables = try Self.tables(list: 1, kind: 17) + [("cmap", cmap)]
    #expect(try read(Self.file(tables)).map(\.name) == ["glyph-00005", "u2600"])
  }

  @Test("cut short anywhere, a font is an error that names the byte, and never a part of one")
  func truncated() throws {
    for list in 1...5 {
      let whole = Self.file(try Self.tables(list: list, kind: 19) + [("cmap", Self.cmap)])
      for length in 0..<whole.count {
        let error = #expect(throws: DatasetError.self) { try read(whole.prefix(length)) }
        #expect(error?.description.hasPrefix("a.ttf: ends at byte") == true, "\(length) bytes")
      }
    }
  }

  @Test("whatever one byte is changed to, the font is read or refused, in no time")
  func damaged() throws {
    for list in 1...5 {
      let whole = Self.file(try Self.tables(list: list, kind: 17) + [("cmap", Self.cmap)])
      for place in whole.indices {
        for value in [0, 1, 127, 255] as [UInt8] {
          var data = whole
          data[place] = value
          do { _ = try read(data) } catch { #expect(error is DatasetError) }
        }
      }
    }
  }

  @Test(
    "what is wrong is named: no font, no pictures, lists that are none, pictures that are shared")
  func named() throws {
    func message(_ data: Data) -> String {
      do {
        _ = try read(data)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(message(Data("nothing of a font".utf8)).contains("expected 0x00010000 (a font file"))
    let plain = message(Self.file([("cmap", Self.cmap)]))
    #expect(plain.contains("a font without coloured pictures (no table CBLC)"))
    func changed(_ name: String, _ offset: Int, _ bytes: [UInt8]) throws -> Data {
      var tables = try Self.tables(list: 1, kind: 17)
      let index = try #require(tables.firstIndex { $0.0 == name })
      tables[index].1.replaceSubrange(offset..<offset + bytes.count, with: bytes)
      return Self.file(tables)
    }
    // Behind the header and the one size: the range, then its list.
    let (range, list) = (56, 64)
    #expect(message(try changed("CBLC", 4, Self.long(9))).contains("9 sizes"))
    #expect(message(try changed("CBLC", 16, Self.long(9))).contains("9 ranges of glyphs"))
    #expect(message(try changed("CBLC", range, Self.word(9))).contains("glyphs 9 to 7"))
    #expect(message(try changed("CBLC", list, Self.word(6))).contains("a list of kind 6"))
    #expect(message(try changed("CBLC", list + 2, Self.word(1))).contains("pictures of kind 1"))
    #expect(message(try changed("CBDT", 9, Self.long(9999))).contains("a picture of 9999 bytes"))
    // Two ranges whose glyphs have the same two pictures.
    var tables = try Self.tables(list: 1, kind: 17)
    var cblc = tables[1].1
    cblc.replaceSubrange(16..<20, with: Self.long(2))
    let own = Array(cblc[list...])
    cblc =
      Array(cblc[..<range]) + Self.word(5) + Self.word(7) + Self.long(16) + Self.word(8)
      + Self.word(10) + Self.long(16) + own
    tables[1].1 = cblc
    #expect(message(Self.file(tables)).contains("that others have"))
  }

  @Test("a file that is not there is missing")
  func missing() {
    let error = #expect(throws: DatasetError.self) {
      try PictureFont(contentsOf: URL(fileURLWithPath: "/nowhere/a.ttf"))
    }
    #expect(error?.isMissing == true)
  }
}
