import Foundation

/// One event of a TensorBoard file: what was measured or drawn at a step.
///
/// As bytes it is TensorFlow's protocol buffer `Event`, of which only these fields are written:
///
///     Event    1 wall_time: double   2 step: int64   3 file_version: string   5 summary: Summary
///     Summary  1 value: repeated Value
///     Value    1 tag: string   2 simple_value: float   4 image: Image
///     Image    1 height   2 width   3 colorspace: int32   4 encoded_image_string: bytes
///
/// A field is a varint, 8 · number + type, and then its value: type 0 is a varint, 1 has 8 bytes, 2
/// has a length and as many bytes, 5 has 4 bytes. A varint has seven bits a byte, the lowest first;
/// all bytes but the last have the top bit set.
struct EventRecord: Equatable {
  enum Value: Equatable {
    case scalar(Float)
    /// An encoded picture; one channel is gray, three are RGB, which are TensorFlow's own numbers.
    case image(png: Data, width: Int, height: Int, channels: Int)
  }

  /// Seconds since 1970.
  var time: Double
  var step = 0
  /// Stands in the first event of a file, and there only.
  var version: String?
  var values: [(tag: String, value: Value)] = []

  static let version = "brain.Event:2"

  static func == (left: EventRecord, right: EventRecord) -> Bool {
    left.message == right.message
  }

  /// The bytes of the protocol buffer. A step of 0 is left out, as its readers expect.
  var message: Data {
    var event = Data()
    event.appendField(1, time.bitPattern)
    if step != 0 { event.appendField(2, step) }
    if let version { event.appendField(3, Data(version.utf8)) }
    if !values.isEmpty {
      var summary = Data()
      for (tag, value) in values {
        var entry = Data()
        entry.appendField(1, Data(tag.utf8))
        switch value {
        case .scalar(let number): entry.appendField(2, number.bitPattern)
        case .image(let png, let width, let height, let channels):
          var image = Data()
          image.appendField(1, height)
          image.appendField(2, width)
          image.appendField(3, channels)
          image.appendField(4, png)
          entry.appendField(4, image)
        }
        summary.appendField(1, entry)
      }
      event.appendField(5, summary)
    }
    return event
  }

  /// The event as a record of TensorFlow's record files: 8 bytes of length, their check, the
  /// message, its check.
  var record: Data {
    let message = message
    var record = Data(capacity: message.count + 16)
    record.appendBytes(of: UInt64(message.count))
    record.appendBytes(of: maskedCheck(record))
    record.append(message)
    record.appendBytes(of: maskedCheck(message))
    return record
  }
}

/// CRC-32C, rotated by 15 bits and shifted by a constant: the check of data that contains a check
/// of its own would else always be the same.
private func maskedCheck(_ bytes: Data) -> UInt32 {
  let check = CRC32C.of(bytes)
  return (check >> 15 | check << 17) &+ 0xA282_EAD8
}

extension Data {
  fileprivate mutating func appendBytes<Number: FixedWidthInteger>(of number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  private mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  fileprivate mutating func appendField(_ field: UInt64, _ number: Int) {
    appendVarint(field << 3)
    appendVarint(UInt64(bitPattern: Int64(number)))
  }

  fileprivate mutating func appendField(_ field: UInt64, _ bits: UInt64) {
    appendVarint(field << 3 | 1)
    appendBytes(of: bits)
  }

  fileprivate mutating func appendField(_ field: UInt64, _ bytes: Data) {
    appendVarint(field << 3 | 2)
    appendVarint(UInt64(bytes.count))
    append(bytes)
  }

  fileprivate mutating func appendField(_ field: UInt64, _ bits: UInt32) {
    appendVarint(field << 3 | 5)
    appendBytes(of: bits)
  }
}

// MARK: - Reading

/// What is read back of an event: where it stands, its step, and the tags of its values.
struct EventOutline: Equatable {
  /// The bytes of its record in the file.
  var range: Range<Int>
  var step = 0
  var tags: [String] = []

  /// The records of a file up to the first that is cut or damaged.
  static func all(in file: Data) -> [EventOutline] {
    let file = file.startIndex == 0 ? file : Data(file)
    var outlines: [EventOutline] = []
    var start = 0
    while let outline = EventOutline(file, at: start) {
      outlines.append(outline)
      start = outline.range.upperBound
    }
    return outlines
  }

  /// The record that begins at `start`; `nil` if there is none that is whole.
  private init?(_ file: Data, at start: Int) {
    let left = file.count - start
    guard left >= 16,
      let length = Int(exactly: UInt64(littleEndian: file.number(at: start))), length <= left - 16
    else { return nil }
    let message = start + 12..<start + 12 + length
    guard file.number(at: start + 8) == maskedCheck(file[start..<start + 8]).littleEndian,
      file.number(at: message.upperBound) == maskedCheck(file[message]).littleEndian
    else { return nil }
    range = start..<message.upperBound + 4

    var event = MessageFields(file[message])
    while let field = event.next() {
      switch field {
      case (2, .varint(let number)): step = Int(truncatingIfNeeded: number)
      case (5, .bytes(let summary)):
        var values = MessageFields(summary)
        while case (1, .bytes(let value))? = values.next() {
          var entry = MessageFields(value)
          if case (1, .bytes(let tag))? = entry.next() {
            tags.append(String(decoding: tag, as: UTF8.self))
          }
        }
      default: break
      }
    }
    guard event.isAtEnd else { return nil }
  }
}

/// The fields of a protocol buffer, one after another, until the end or the first that is no field.
private struct MessageFields {
  enum Value {
    case varint(UInt64)
    case bytes(Data)
    case number
  }

  private var rest: Data

  init(_ bytes: Data) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func next() -> (field: UInt64, value: Value)? {
    let begin = rest
    if let key = varint() {
      switch key & 7 {
      case 0: if let number = varint() { return (key >> 3, .varint(number)) }
      case 1: if bytes(8) != nil { return (key >> 3, .number) }
      case 2:
        if let length = varint(), let value = bytes(length) { return (key >> 3, .bytes(value)) }
      case 5: if bytes(4) != nil { return (key >> 3, .number) }
      default: break
      }
    }
    rest = begin
    return nil
  }

  private mutating func varint() -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      number |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return number }
    }
    return nil
  }

  private mutating func bytes(_ count: UInt64) -> Data? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }
}

extension Data {
  /// The number whose bytes begin at `offset`, as they stand.
  fileprivate func number<Number: FixedWidthInteger>(at offset: Int) -> Number {
    withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }
}
