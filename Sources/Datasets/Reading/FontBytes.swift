/// The bytes of a font file: numbers are big-endian, and each is looked for in a table that has an end.
///
/// Reference: OpenType 1.9, “The OpenType font file” and `cmap` (Microsoft).
struct FontBytes {
  let path: String
  let bytes: [UInt8]

  /// An OpenType file has 0x00010000 or `OTTO` at its beginning, and then its tables by name.
  func tables() throws(DatasetError) -> [String: Range<Int>] {
    let whole = 0..<bytes.count
    let magic = try long(0, in: whole)
    guard [0x0001_0000, 0x4F54_544F].contains(magic) else {
      throw wrong(
        "magic number 0x" + String(magic, radix: 16), 0, "0x00010000 (a font file, .ttf or .otf)")
    }
    var tables: [String: Range<Int>] = [:]
    for index in 0..<(try word(4, in: whole)) {
      let at = 12 + 16 * index
      let (start, length) = (try long(at + 8, in: whole), try long(at + 12, in: whole))
      guard start + length <= bytes.count else {
        throw DatasetError(
          path: path, problem: .truncated(atByte: bytes.count, expected: start + length))
      }
      tables[String(decoding: bytes[at..<at + 4], as: UTF8.self)] = start..<start + length
    }
    return tables
  }

  // MARK: - Numbers

  /// - Parameter range: what it has to lie in: a table, or a part of one.
  func byte(_ at: Int, in range: Range<Int>) throws(DatasetError) -> Int {
    Int(try number(at, 1, in: range))
  }

  func word(_ at: Int, in range: Range<Int>) throws(DatasetError) -> Int {
    try number(at, 2, in: range)
  }

  func long(_ at: Int, in range: Range<Int>) throws(DatasetError) -> Int {
    try number(at, 4, in: range)
  }

  private func number(
    _ at: Int, _ count: Int, in range: Range<Int>
  ) throws(DatasetError) -> Int {
    guard at >= range.lowerBound, at + count <= range.upperBound else {
      throw DatasetError(
        path: path, problem: .truncated(atByte: range.upperBound, expected: at + count))
    }
    return bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
  }

  func wrong(_ found: String, _ at: Int, _ expected: String) -> DatasetError {
    DatasetError(path: path, problem: .unexpected(found: found, atByte: at, expected: expected))
  }

  // MARK: - Characters

  /// The least character of each glyph that has one, from the list that knows the most (kind 12), or
  /// from that of the first 65,536 characters (kind 4).
  func characters(in table: Range<Int>) throws(DatasetError) -> [Int: UInt32] {
    var lists: [Int: Int] = [:]
    for index in 0..<(try word(table.lowerBound + 2, in: table)) {
      let at = table.lowerBound + (try long(table.lowerBound + 8 + 8 * index, in: table))
      lists[try word(at, in: table)] = at
    }
    if let list = lists[12] { return try manyCharacters(at: list, in: table) }
    if let list = lists[4] { return try fewCharacters(at: list, in: table) }
    return [:]
  }

  /// Kind 12: groups of a first character, a last one, and the glyph of the first.
  private func manyCharacters(
    at list: Int, in table: Range<Int>
  ) throws(DatasetError) -> [Int: UInt32] {
    var characters: [Int: UInt32] = [:]
    let count = try long(list + 12, in: table)
    var next = 0
    for index in 0..<count {
      let at = list + 16 + 12 * index  // Past the end of the table it is an error.
      let (first, last) = (try long(at, in: table), try long(at + 4, in: table))
      let glyph = try long(at + 8, in: table)
      guard first >= next, last >= first, last <= 0x10FFFF else {
        throw wrong("characters \(first) to \(last)", at, "characters in ascending order")
      }
      next = last + 1
      for step in 0...last - first where characters[glyph + step] == nil {
        characters[glyph + step] = UInt32(first + step)
      }
    }
    return characters
  }

  /// Kind 4: ends, starts and steps of segments, each a list of its own. Segments whose glyphs stand in
  /// a list apart are left out: emoji have none.
  private func fewCharacters(
    at list: Int, in table: Range<Int>
  ) throws(DatasetError) -> [Int: UInt32] {
    var characters: [Int: UInt32] = [:]
    let count = try word(list + 6, in: table) / 2
    var next = 0
    for index in 0..<count {
      let at = list + 14 + 2 * index
      let (last, first) = (try word(at, in: table), try word(at + 2 * count + 2, in: table))
      let step = try word(at + 4 * count + 2, in: table)
      let apart = try word(at + 6 * count + 2, in: table)
      guard first >= next, last >= first else {
        throw wrong("characters \(first) to \(last)", at, "characters in ascending order")
      }
      next = last + 1
      guard apart == 0 else { continue }
      for character in first...last where character != 0xFFFF {
        let glyph = (character + step) & 0xFFFF
        if characters[glyph] == nil { characters[glyph] = UInt32(character) }
      }
    }
    return characters
  }
}
