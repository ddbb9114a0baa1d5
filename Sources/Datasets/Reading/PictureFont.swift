import Foundation
import Images

/// A font whose characters are coloured pictures, as Noto Color Emoji is: PNG files within the font file,
/// one for each character at each size.
///
/// The table `CBLC` says where the picture of each glyph stands in `CBDT`, and `cmap` which glyph a
/// character has. A glyph without a character of its own is a sequence of several: a flag, a skin colour.
///
///     CBLC   versions · number of sizes · one entry of 48 bytes a size · lists of glyph ranges
///     range  first glyph · last glyph · where its places are   (kinds 1 to 5 of such lists)
///     CBDT   metrics · length · PNG file                       (kinds 17, 18 and 19)
///
/// The file is not trusted: each place is compared with the length of its table, glyphs ascend, so that no
/// file makes much work, and nothing is allocated because a number says so.
///
/// Reference: OpenType 1.9, CBLC and CBDT, EBLC (Microsoft, Google).
public struct PictureFont: Sendable {
  /// The picture of one glyph.
  public struct Strike: Equatable, Sendable {
    /// The glyph's number in the font.
    public let glyph: Int
    /// The character that it is; the least if several look alike, nil for a sequence of characters.
    public let character: UInt32?
    /// A PNG file.
    public let png: Data
    /// Where in the font file it begins.
    public let offset: Int

    /// `u1F600` of the character U+1F600, `glyph-01467` of a sequence.
    public var name: String {
      func padded(_ digits: String, to count: Int) -> String {
        String(repeating: "0", count: max(0, count - digits.count)) + digits
      }
      return character.map { "u" + padded(String($0, radix: 16, uppercase: true), to: 4) }
        ?? "glyph-" + padded(String(glyph), to: 5)
    }
  }

  /// The font's version, as its table `head` has it: 2.042.
  public let revision: Double

  /// The pictures of the largest size, in the order of their glyphs.
  public let strikes: [Strike]

  /// Reads a font file.
  ///
  /// - Throws: ``DatasetError``: missing if there is no such file or it has no coloured pictures; bad data
  ///   with the byte if it contradicts itself.
  public init(contentsOf url: URL) throws(DatasetError) {
    try self.init(Data(try bytes(of: url)), path: url.relativePath)
  }

  init(_ file: Data, path: String) throws(DatasetError) {
    let font = FontBytes(path: path, bytes: [UInt8](file))
    let tables = try font.tables()
    guard let places = tables["CBLC"], let pictures = tables["CBDT"] else {
      throw DatasetError(
        path: path,
        problem: .noImages(
          "a font without coloured pictures (no table \(tables["CBLC"] == nil ? "CBLC" : "CBDT")); give "
            + "one that has them, such as NotoColorEmoji.ttf"))
    }
    let head = try tables["head"].map { table throws(DatasetError) in
      try font.long(table.lowerBound + 4, in: table)
    }
    revision = Double(head ?? 0) / 65536
    let characters = try tables["cmap"].map { table throws(DatasetError) in
      try font.characters(in: table)
    }
    strikes = try font.strikes(placedBy: places, in: pictures).map { glyph, range in
      Strike(
        glyph: glyph, character: characters?[glyph], png: file[range],
        offset: range.lowerBound)
    }
    if strikes.isEmpty {
      throw DatasetError(
        path: path, problem: .noImages("a font with no pictures in its table CBDT"))
    }
  }
}

// MARK: - The pictures

extension FontBytes {
  /// Where the picture of each glyph stands, for the largest size.
  fileprivate func strikes(
    placedBy places: Range<Int>, in pictures: Range<Int>
  ) throws(DatasetError) -> [(glyph: Int, png: Range<Int>)] {
    let sizes = try long(places.lowerBound + 4, in: places)
    guard sizes > 0, sizes <= (places.count - 8) / 48 else {
      throw wrong("\(sizes) sizes", places.lowerBound + 4, "as many as the table has room for")
    }
    // How many pixels an em is high.
    var largest = (height: -1, at: 0)
    for size in 0..<sizes {
      let at = places.lowerBound + 8 + 48 * size
      let height = try byte(at + 45, in: places)
      if height > largest.height { largest = (height, at) }
    }
    let list = places.lowerBound + (try long(largest.at, in: places))
    let count = try long(largest.at + 8, in: places)
    guard list <= places.upperBound, count <= (places.upperBound - list) / 8 else {
      throw wrong("\(count) ranges of glyphs", largest.at + 8, "as many as the table has room for")
    }
    var found: [(glyph: Int, png: Range<Int>)] = []
    var (next, size) = (0, 0)
    for index in 0..<count {
      let at = list + 8 * index
      let (first, last) = (try word(at, in: places), try word(at + 2, in: places))
      guard first >= next, last >= first else {
        throw wrong("glyphs \(first) to \(last)", at, "glyphs in ascending order")
      }
      next = last + 1
      let header = list + (try long(at + 4, in: places))
      let kind = try word(header + 2, in: places)
      let start = pictures.lowerBound + (try long(header + 4, in: places))
      for (glyph, place) in try records(first...last, at: header, in: places) {
        let record = start + place.lowerBound..<start + place.upperBound
        guard record.upperBound <= pictures.upperBound else {
          throw DatasetError(
            path: path,
            problem: .truncated(atByte: pictures.upperBound, expected: record.upperBound))
        }
        let picture = try png(in: record, kind: kind, kindAt: header + 2)
        // Glyphs that share a picture would let a small file fill a disk.
        size += picture.count
        guard size <= pictures.count else {
          throw wrong("a picture of glyph \(glyph) that others have", record.lowerBound, "its own")
        }
        found.append((glyph, picture))
      }
    }
    return found
  }

  /// The record of each glyph of a range, from the start of the range's pictures.
  private func records(
    _ glyphs: ClosedRange<Int>, at header: Int, in table: Range<Int>
  ) throws(DatasetError) -> [(glyph: Int, place: Range<Int>)] {
    let list = header + 8
    var records: [(glyph: Int, place: Range<Int>)] = []
    func add(_ glyph: Int, _ start: Int, _ end: Int, at: Int) throws(DatasetError) {
      guard start <= end else { throw wrong("an end before its start", at, "ascending places") }
      if start < end { records.append((glyph, start..<end)) }  // An empty one has no picture.
    }
    switch try word(header, in: table) {
    case 1, 3:
      let isLong = try word(header, in: table) == 1
      for (index, glyph) in glyphs.enumerated() {
        let at = list + (isLong ? 4 : 2) * index
        let start = isLong ? try long(at, in: table) : try word(at, in: table)
        let end = isLong ? try long(at + 4, in: table) : try word(at + 2, in: table)
        try add(glyph, start, end, at: at)
      }
    case 2:
      let size = try long(list, in: table)
      for (index, glyph) in glyphs.enumerated() {
        try add(glyph, index * size, (index + 1) * size, at: list)
      }
    case 4:
      let count = try long(list, in: table)
      guard count <= glyphs.count else {
        throw wrong("\(count) glyphs", list, "at most \(glyphs.count)")
      }
      for index in 0..<count {
        let at = list + 4 + 4 * index
        try add(
          try word(at, in: table), try word(at + 2, in: table), try word(at + 6, in: table), at: at)
      }
    case 5:
      let size = try long(list, in: table)
      let count = try long(list + 12, in: table)
      guard count <= glyphs.count else {
        throw wrong("\(count) glyphs", list + 12, "at most \(glyphs.count)")
      }
      for index in 0..<count {
        let at = list + 16 + 2 * index
        try add(try word(at, in: table), index * size, (index + 1) * size, at: at)
      }
    case let other: throw wrong("a list of kind \(other)", header, "1 to 5")
    }
    return records
  }

  /// The PNG file in a record: behind the glyph's metrics and a length.
  private func png(
    in record: Range<Int>, kind: Int, kindAt: Int
  ) throws(DatasetError) -> Range<Int> {
    guard let metrics = [17: 5, 18: 8, 19: 0][kind] else {
      throw wrong("pictures of kind \(kind)", kindAt, "17, 18 or 19, which are PNG")
    }
    let start = record.lowerBound + metrics + 4
    let length = try long(start - 4, in: record)
    guard start + length <= record.upperBound else {
      throw wrong("a picture of \(length) bytes", start - 4, "at most \(record.upperBound - start)")
    }
    return start..<start + length
  }
}
