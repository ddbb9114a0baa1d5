import Foundation
import Images

/// Reading IDX, the format of MNIST: a magic number that says what is in the file, the sizes, and
/// then the bytes, all numbers big-endian.
///
///     images  0x00000803 · count · height · width · count × height × width bytes
///     labels  0x00000801 · count · count bytes
///
/// A file may be gzipped or plain; its first two bytes tell. What the header claims is compared with
/// what is there, to the byte, and nothing is allocated because a header says so.
///
/// Reference: LeCun, Cortes, Burges (1998), The MNIST database of handwritten digits.
public enum IDX {
  /// Gray images of one size, as they are in the file: one byte a pixel, row by row.
  public struct Images: Equatable, Sendable {
    public let count: Int
    public let height: Int
    public let width: Int
    /// `count × height × width` levels, 0 background … 255 ink.
    public let pixels: [UInt8]
  }

  /// No file may hold more than 2³⁰ bytes: twenty times MNIST.
  static let largestSize = 1 << 30

  /// The images in the file at `url`.
  /// - Throws: ``DatasetError`` with the path and the byte, whatever is wrong with the file.
  public static func images(at url: URL) throws(DatasetError) -> Images {
    let (sizes, pixels) = try Reader(url).contents(magic: imageMagic, axes: 3)
    return Images(count: sizes[0], height: sizes[1], width: sizes[2], pixels: pixels)
  }

  /// The labels in the file at `url`, each below `classCount`.
  /// - Throws: ``DatasetError`` with the path and the byte, whatever is wrong with the file.
  public static func labels(at url: URL, classCount: Int = 10) throws(DatasetError) -> [UInt8] {
    let reader = try Reader(url)
    let (_, labels) = try reader.contents(magic: labelMagic, axes: 1)
    if let wrong = labels.firstIndex(where: { $0 >= classCount }) {
      throw reader.error(
        .unexpected(
          found: "label \(labels[wrong])", atByte: 8 + wrong, expected: "0…\(classCount - 1)"))
    }
    return labels
  }

  static let imageMagic: UInt32 = 0x0000_0803
  static let labelMagic: UInt32 = 0x0000_0801
}

private struct Reader {
  let path: String
  let file: [UInt8]

  init(_ url: URL) throws(DatasetError) {
    path = url.relativePath
    file = try bytes(of: url)
  }

  func error(_ problem: DatasetError.Problem) -> DatasetError {
    DatasetError(path: path, problem: problem)
  }

  /// The sizes and the bytes behind them.
  func contents(
    magic: UInt32, axes: Int
  ) throws(DatasetError) -> (sizes: [Int], bytes: [UInt8]) {
    let headerSize = 4 + 4 * axes
    let start = Gunzip(file, limit: headerSize)
    // A page or a pointer may be shorter than a header.
    if !Gunzip.isGzip(file), let kind = FileKind(file), kind == .page || kind == .pointer {
      throw error(.otherKind(kind))
    }
    // What the file is comes before how long it is: a file of labels may be shorter than a header
    // of images.
    if start.bytes.count >= 4 { try check(magic: start.bytes.bigEndian(at: 0), expected: magic) }
    try check(start, holds: headerSize)

    let sizes = (1...axes).map { Int(start.bytes.bigEndian(at: 4 * $0)) }
    let size = headerSize + (try dataSize(sizes))
    let all = Gunzip(file, limit: size + 1)
    try check(all, holds: size)
    if all.bytes.count > size { throw error(.surplus(atByte: size)) }
    return (sizes, Array(all.bytes[headerSize...]))
  }

  private func check(magic found: UInt32, expected: UInt32) throws(DatasetError) {
    if found == expected { return }
    let hint =
      switch (found, expected) {
      case (IDX.labelMagic, IDX.imageMagic): " (labels given where images are wanted?)"
      case (IDX.imageMagic, IDX.labelMagic): " (images given where labels are wanted?)"
      default: ""
      }
    throw error(
      .unexpected(
        found: "magic number \(hexadecimal(found))", atByte: 0,
        expected: hexadecimal(expected) + hint))
  }

  private func check(_ part: Gunzip, holds size: Int) throws(DatasetError) {
    if let damage = part.damage {
      throw error(.damaged(damage.reason, atByte: part.bytes.count, fileByte: damage.fileByte))
    }
    if part.bytes.count < size {
      throw error(.truncated(atByte: part.bytes.count, expected: size))
    }
  }

  /// How many bytes these sizes amount to, if that is possible at all.
  private func dataSize(_ sizes: [Int]) throws(DatasetError) -> Int {
    var product = 1
    for (axis, size) in sizes.enumerated() {
      // Each is below 2³² and the product so far at most 2³⁰: no overflow.
      product *= size
      guard product > 0, product <= IDX.largestSize else {
        throw error(
          .unexpected(
            found: "sizes \(sizes.map(String.init).joined(separator: " × "))",
            atByte: 4 + 4 * axis, expected: "1 to \(IDX.largestSize) bytes in all"))
      }
    }
    return product
  }
}

extension [UInt8] {
  fileprivate func bigEndian(at offset: Int) -> UInt32 {
    self[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

private func hexadecimal(_ word: UInt32) -> String {
  let digits = String(word, radix: 16)
  return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}

/// All bytes of a file, which may not be a device without end.
func bytes(of url: URL) throws(DatasetError) -> [UInt8] {
  let path = url.relativePath
  func unreadable(_ reason: String) -> DatasetError {
    DatasetError(path: path, problem: .unreadable(reason))
  }
  var facts = stat()
  guard url.isFileURL, stat(url.path, &facts) == 0 else {
    throw DatasetError(path: path, problem: .notFound)
  }
  guard facts.st_mode & S_IFMT == S_IFREG else {
    throw unreadable("it is a folder or a device, not a file")
  }
  guard facts.st_size <= IDX.largestSize else {
    throw unreadable("\(facts.st_size) bytes are more than any such file has")
  }
  do { return [UInt8](try Data(contentsOf: url)) } catch {
    throw unreadable(
      access(url.path, R_OK) == 0 ? "reading fails" : String(cString: strerror(errno)))
  }
}
