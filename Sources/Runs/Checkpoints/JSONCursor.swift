/// Reads the little JSON that a safetensors header is made of: objects, strings, and arrays of
/// whole numbers.
///
/// Foundation's readers take one of two equal keys, a comma before a bracket, and 1.0 for a whole number,
/// and do not say at which byte they stumbled. A header is refused for each of these, with its place.
struct JSONCursor {
  private let bytes: [UInt8]
  /// Where in the file the text begins.
  private let start: Int
  private var index = 0

  init(_ bytes: [UInt8], startingAt start: Int) {
    self.bytes = bytes
    self.start = start
  }

  /// The byte of the file that comes next.
  var position: Int { start + index }

  /// Reads `{ "key": … }`; `body` reads what stands at each key. A key that comes twice is an
  /// error.
  mutating func object(
    _ body: (inout JSONCursor, _ key: String, _ position: Int) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    var keys: Set<String> = []
    if try !at("}") {
      repeat {
        skipSpace()
        let place = position
        let key = try string()
        guard keys.insert(key).inserted else { throw error("\"\(key)\" stands here again", place) }
        try expect(":")
        try body(&self, key, place)
      } while try at(",")
    }
    try expect("}")
  }

  /// Reads `[1, 2, 3]`.
  mutating func wholeNumbers() throws(SafetensorsError) -> [Int] {
    var numbers: [Int] = []
    try expect("[")
    if try !at("]") {
      repeat { numbers.append(try wholeNumber()) } while try at(",")
    }
    try expect("]")
    return numbers
  }

  /// Reads a number from 0 to 2⁶³ − 1, without fraction or exponent.
  private mutating func wholeNumber() throws(SafetensorsError) -> Int {
    skipSpace()
    let place = position
    var number = 0
    var digits = 0
    while index < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index] {
      let (tens, tooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(Int(bytes[index] - UInt8(ascii: "0")))
      guard !tooLarge, !overflow else { throw error("a size beyond 2⁶³", place) }
      guard digits == 0 || number > 0 else { throw error("a number begins with 0", place) }
      number = sum
      digits += 1
      index += 1
    }
    guard digits > 0 else {
      throw error(next == UInt8(ascii: "-") ? "a negative size" : "no whole number", place)
    }
    return number
  }

  /// Reads a string in quotes.
  mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    let place = position
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character in a string", position) }
      index += 1
      if byte == UInt8(ascii: "\\") {
        text += try escaped()
      } else {
        text.append(byte)
      }
    }
    guard next != nil else { throw error("a string without an end", place) }
    index += 1
    guard let string = String(validating: text, as: UTF8.self) else {
      throw error("a string that is not UTF-8", place)
    }
    return string
  }

  /// Reads what follows a backslash.
  private mutating func escaped() throws(SafetensorsError) -> [UInt8] {
    let place = position
    guard let letter = next else { throw error("a string without an end", place) }
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      // A character beyond the first 65,536 is written as two.
      if UTF16.isLeadSurrogate(units[0]), next == UInt8(ascii: "\\") {
        index += 1
        guard next == UInt8(ascii: "u") else { throw error("half a character", place) }
        index += 1
        units.append(try codeUnit())
      }
      guard let character = String(validating: units, as: UTF16.self) else {
        throw error("half a character", place)
      }
      return Array(character.utf8)
    default: throw error("no such escape", place)
    }
  }

  private mutating func codeUnit() throws(SafetensorsError) -> UInt16 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("\\u without four hexadecimal digits", position) }
    index += 4
    return unit
  }

  /// Whether the next character, after space, is `character`. A comma is passed over.
  private mutating func at(_ character: Character) throws(SafetensorsError) -> Bool {
    skipSpace()
    guard let next, Character(UnicodeScalar(next)) == character else { return false }
    if character == "," { index += 1 }
    return true
  }

  private mutating func expect(_ character: Character) throws(SafetensorsError) {
    skipSpace()
    guard let next, Character(UnicodeScalar(next)) == character else {
      throw error("\(character) is missing", position)
    }
    index += 1
  }

  /// Reads spaces to the end.
  mutating func end() throws(SafetensorsError) {
    skipSpace()
    guard next == nil else { throw error("text after the header's end", position) }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { index += 1 }
  }

  func error(_ reason: String, _ place: Int) -> SafetensorsError {
    SafetensorsError(.corrupt("the header is not as it should be: \(reason)", atByte: place))
  }
}
