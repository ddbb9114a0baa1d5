import Tensors

/// What the header of a safetensors file says, checked against itself and the length of the file.
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var shape: [Int] = []
    /// Whether its numbers have 16 bits, not 32.
    var isHalf = false
    /// The tensor's bytes, counted from the end of the header.
    var range = 0..<0
    /// Where in the file the entry begins.
    var position: Int
  }

  /// In the order of the header.
  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// - Parameters:
  ///   - text: the header, from byte 8 of the file.
  ///   - dataCount: how many bytes follow it.
  ///   - isLeftOut: of which tensors, by name, the bytes alone count.
  init(
    _ text: [UInt8], dataCount: Int, leavingOut isLeftOut: (String) -> Bool
  ) throws(SafetensorsError) {
    var cursor = JSONCursor(text, startingAt: 8)
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    try cursor.object { cursor, name, position throws(SafetensorsError) in
      if name == Safetensors.metadataKey {
        try cursor.object { cursor, key, _ throws(SafetensorsError) in
          metadata[key] = try cursor.string()
        }
      } else {
        entries.append(
          try SafetensorsHeader.entry(
            name, at: position, from: &cursor, isLeftOut: isLeftOut(name)))
      }
    }
    try cursor.end()
    self.entries = entries
    self.metadata = metadata
    try checkRanges(dataStart: 8 + text.count, dataCount: dataCount)
  }

  private static func entry(
    _ name: String, at position: Int, from cursor: inout JSONCursor, isLeftOut: Bool
  ) throws(SafetensorsError) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try cursor.object { cursor, key, place throws(SafetensorsError) in
      switch key {
      case "dtype": type = try cursor.string()
      case "shape": shape = try cursor.wholeNumbers()
      case "data_offsets": offsets = try cursor.wholeNumbers()
      default: throw cursor.error("\"\(key)\" means nothing here", place)
      }
    }
    guard let type, let shape, let offsets else {
      throw cursor.error("\"\(name)\" needs dtype, shape and data_offsets", position)
    }
    if isLeftOut, offsets.count == 2, offsets[0] <= offsets[1] {
      return Entry(name: name, range: offsets[0]..<offsets[1], position: position)
    }
    guard type == "F32" || type == "F16" else {
      throw SafetensorsError(
        .unsupported(
          "\"\(name)\" is of type \(type); a tensor here is F32, convert it first",
          atByte: position))
    }
    guard shape.count <= Shape.maximumRank else {
      throw SafetensorsError(
        .unsupported(
          "\"\(name)\" has \(shape.count) axes; a tensor here has at most \(Shape.maximumRank)",
          atByte: position))
    }
    guard shape.allSatisfy({ 1...Int(Int32.max) ~= $0 }) else {
      throw SafetensorsError(
        .unsupported(
          "\"\(name)\" has the shape \(shape); each size is from 1 to 2³¹ − 1 here",
          atByte: position))
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw cursor.error("\"\(name)\" has the data_offsets \(offsets)", position)
    }
    var bytes = type == "F16" ? 2 : 4
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else {
        throw cursor.error("\"\(name)\" has the shape \(shape), which no memory holds", position)
      }
      bytes = product
    }
    guard bytes == offsets[1] - offsets[0] else {
      throw cursor.error(
        """
        "\(name)" has the shape \(shape), which takes \(bytes) bytes, and its data_offsets \
        \(offsets) hold \(offsets[1] - offsets[0])
        """, position)
    }
    return Entry(
      name: name, shape: shape, isHalf: type == "F16", range: offsets[0]..<offsets[1],
      position: position)
  }

  /// The tensors fill the data without overlap, gap or rest.
  private func checkRanges(dataStart: Int, dataCount: Int) throws(SafetensorsError) {
    var end = 0
    for entry in entries.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard entry.range.upperBound <= dataCount else {
        throw SafetensorsError(
          .truncated(
            """
            "\(entry.name)" takes the bytes \(entry.range.lowerBound) to \
            \(entry.range.upperBound) of the data, of which there are \(dataCount)
            """, atByte: dataStart + dataCount))
      }
      guard entry.range.lowerBound == end else {
        throw SafetensorsError(
          .corrupt(
            """
            "\(entry.name)" begins at byte \(entry.range.lowerBound) of the data, and the tensor \
            before it ends at \(end)
            """, atByte: entry.position))
      }
      end = entry.range.upperBound
    }
    guard end == dataCount else {
      throw SafetensorsError(
        .corrupt("\(dataCount - end) bytes after the last tensor", atByte: dataStart + end))
    }
  }
}
