import Foundation
import Images
import Preconditions
import Tensors

/// Named tensors and a few texts in one file: the format `safetensors`, which Python's package of
/// that name reads and writes.
///
///     8 bytes   N, the length of the header, little-endian
///     N bytes   the header, JSON, spaces at the end:
///               {"__metadata__": {"key": "text"},
///                "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
///     the rest  the scalars, row-major and little-endian, one tensor after another
///
/// Every tensor is F32 here; one of F16 is read too, and written where that is asked for and loses nothing.
/// The header's length is a multiple of 8, so that the scalars begin on a
/// boundary of 8 bytes. Equal contents give equal bytes.
///
/// The format itself has no checksum, and a flipped bit in the data would go unseen. A file that is
/// written with one has it as the first entry of its metadata: `"CRC32C"`, eight hexadecimal
/// digits, taken over all bytes of the file with the digit 0 in the place of these eight.
public struct Safetensors {
  /// In the order of the file.
  public private(set) var tensors: [(name: String, tensor: Tensor)]
  public var metadata: [String: String]
  /// Whether the file that this was read from had a checksum. (A wrong one is an error.)
  public private(set) var hadChecksum = false

  /// More than this is no header: Python's package refuses it too.
  public static let maximumHeaderLength = 100_000_000

  /// - Parameter tensors: each name must be there once; `__metadata__` is no name of a tensor.
  public init(tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:]) {
    var names: Set = [Safetensors.metadataKey]
    for (name, _) in tensors {
      require(names.insert(name).inserted, "safetensors: two entries are named \(name)")
    }
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of this name, `nil` if there is none.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }

  static let metadataKey = "__metadata__"
  private static let checksumKey = "CRC32C"
  /// How the header begins in a file with a checksum; the digits follow.
  private static let checksumPrefix = Data(#"{"__metadata__":{"CRC32C":""#.utf8)
  private static let checksumPlace = 8 + checksumPrefix.count..<8 + checksumPrefix.count + 8

  /// Eight hexadecimal digits. Lower case only: an upper-case A differs from an a in one bit.
  private static func digits(of check: UInt32) -> String {
    let digits = String(check, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

// MARK: - Writing

extension Safetensors {
  /// The bytes of the file.
  ///
  /// Stops if the names and the metadata together exceed ``maximumHeaderLength``.
  /// - Parameter isSmall: whether tensors whose numbers 16 bits hold as they are (``Half``) are written so.
  public func data(withChecksum isChecked: Bool = false, isSmall: Bool = false) -> Data {
    let halves = tensors.map { isSmall && Half.holds($0.tensor) }
    var texts = metadata.filter { $0.key != Safetensors.checksumKey }.sorted { $0.key < $1.key }
    if isChecked { texts.insert((Safetensors.checksumKey, "00000000"), at: 0) }
    var entries: [String] = []
    if !texts.isEmpty {
      let pairs = texts.map { "\(quoted($0.key)):\(quoted($0.value))" }
      entries.append("\"\(Safetensors.metadataKey)\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for ((name, tensor), isHalf) in zip(tensors, halves) {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let end = offset + (isHalf ? 2 : 4) * tensor.scalarCount
      let type = isHalf ? "F16" : "F32"
      entries.append(
        quoted(name)
          + #":{"dtype":"\#(type)","shape":[\#(shape)],"data_offsets":[\#(offset),\#(end)]}"#
      )
      offset = end
    }
    var header = Data("{\(entries.joined(separator: ","))}".utf8)
    header.append(Data(repeating: UInt8(ascii: " "), count: -header.count & 7))
    require(
      header.count <= Safetensors.maximumHeaderLength,
      "safetensors: a header of \(header.count) bytes is beyond \(Safetensors.maximumHeaderLength)"
    )

    var file = Data(capacity: 8 + header.count + offset)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(header)
    for ((_, tensor), isHalf) in zip(tensors, halves) {
      // x86-64 and arm64 keep numbers as the file does, lowest byte first.
      tensor.withUnsafeScalars { scalars in
        if isHalf {
          scalars.map(Half.bits).withUnsafeBytes { file.append(contentsOf: $0) }
        } else {
          file.append(contentsOf: UnsafeRawBufferPointer(scalars))
        }
      }
    }
    if isChecked {
      file.replaceSubrange(
        Safetensors.checksumPlace, with: Data(Safetensors.digits(of: CRC32C.of(file)).utf8))
    }
    return file
  }

  /// Writes the file, whole or not at all.
  public func save(to url: URL, withChecksum isChecked: Bool = false) throws(RunFailure) {
    do {
      try WholeFile.save(data(withChecksum: isChecked), to: url)
    } catch {
      throw RunFailure(.cannotWrite, "\(url.relativePath): cannot be written (\(error.reason))")
    }
  }
}

// MARK: - Reading

extension Safetensors {
  /// Reads a file.
  ///
  /// Nothing that a header claims is believed before it is checked, and memory is taken only for
  /// bytes that are there.
  /// - Parameter isLeftOut: which tensors are passed over by their names, whatever their numbers are.
  /// - Throws: ``SafetensorsError`` with the path, the byte, and what is wrong there.
  public init(
    contentsOf url: URL, leavingOut isLeftOut: (_ name: String) -> Bool = { _ in false }
  ) throws(SafetensorsError) {
    let path = url.isFileURL ? url.relativePath : "\(url)"
    var facts = stat()
    guard url.isFileURL, stat(url.path, &facts) == 0 else {
      throw SafetensorsError(path: path, .notFound)
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw SafetensorsError(path: path, .unreadable("it is a folder or a device"))
    }
    guard let bytes = try? Data(contentsOf: url) else {
      throw SafetensorsError(path: path, .unreadable("the system does not allow it"))
    }
    do {
      try self.init(data: bytes, leavingOut: isLeftOut)
    } catch {
      throw SafetensorsError(path: path, error.problem)
    }
  }

  /// Reads the bytes of a file.
  public init(
    data file: Data, leavingOut isLeftOut: (_ name: String) -> Bool = { _ in false }
  ) throws(SafetensorsError) {
    let file = file.startIndex == 0 ? file : Data(file)
    let start = try Safetensors.dataStart(of: file)
    let header = try SafetensorsHeader(
      Array(file[8..<start]), dataCount: file.count - start, leavingOut: isLeftOut)
    hadChecksum = try Safetensors.verifyChecksum(of: file, dataStart: start)
    metadata = header.metadata
    if hadChecksum { metadata[Safetensors.checksumKey] = nil }
    tensors = header.entries.filter { !isLeftOut($0.name) }.map { entry in
      let tensor = Tensor(shape: Shape(entry.shape)) { scalars in
        file.withUnsafeBytes { bytes in
          let source = UnsafeRawBufferPointer(
            rebasing: bytes[start + entry.range.lowerBound..<start + entry.range.upperBound])
          if entry.isHalf {
            for place in scalars.indices {
              // The file may have them at any byte.
              scalars[place] = Half.number(
                source.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self))
            }
          } else {
            UnsafeMutableRawBufferPointer(scalars).copyMemory(from: source)
          }
        }
      }
      return (entry.name, tensor)
    }
  }

  /// The byte after the header.
  private static func dataStart(of file: Data) throws(SafetensorsError) -> Int {
    guard file.count >= 8 else {
      throw SafetensorsError(
        .truncated("the length of the header takes 8 bytes", atByte: file.count))
    }
    let length = file.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard length <= maximumHeaderLength else {
      throw SafetensorsError(
        .corrupt("a header of \(length) bytes; \(maximumHeaderLength) is the limit", atByte: 0))
    }
    guard length <= file.count - 8 else {
      throw SafetensorsError(
        .truncated("the header goes to byte \(length + 8)", atByte: file.count))
    }
    return 8 + Int(length)
  }

  /// Whether there is a checksum, and it is right. A wrong one is an error.
  private static func verifyChecksum(
    of file: Data, dataStart: Int
  ) throws(SafetensorsError) -> Bool {
    guard checksumPlace.upperBound < dataStart,
      file[8..<checksumPlace.lowerBound] == checksumPrefix
    else { return false }
    var check = CRC32C()
    file[..<checksumPlace.lowerBound].withUnsafeBytes { check.add($0) }
    Data("00000000".utf8).withUnsafeBytes { check.add($0) }
    file[checksumPlace.upperBound...].withUnsafeBytes { check.add($0) }
    let (found, stated) = (digits(of: check.value), file[checksumPlace])
    guard stated == Data(found.utf8) else {
      throw SafetensorsError(
        .corrupt(
          "its checksum is \(String(decoding: stated, as: UTF8.self)), its bytes have \(found)",
          atByte: checksumPlace.lowerBound))
    }
    return true
  }
}

/// A JSON string, as in a header.
private func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": quoted += "\\\(scalar)"
    case "\0"..<" ":
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
