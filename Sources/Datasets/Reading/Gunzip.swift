import CZlib

/// The beginning of what a file holds, uncompressed if it is gzip.
///
/// The caller says how much it wants, and no more is ever unpacked: a kilobyte of gzip can claim a
/// megabyte of zeros. Memory grows with what is really there.
///
/// Reference: Deutsch (1996), GZIP file format specification version 4.3 (RFC 1952).
struct Gunzip {
  private(set) var bytes: [UInt8] = []
  /// Why there are no more bytes than these, where it is not that no more were wanted or are there.
  private(set) var damage: (reason: String, fileByte: Int)?

  static func isGzip(_ file: [UInt8]) -> Bool { file.starts(with: [0x1F, 0x8B]) }

  /// At most `limit` bytes of `file`. Ask for one more than is wanted to have the check sum at the
  /// end verified.
  init(_ file: [UInt8], limit: Int) {
    guard Gunzip.isGzip(file) else {
      bytes = Array(file.prefix(limit))
      return
    }
    // MNIST's images compress to a fifth.
    bytes.reserveCapacity(min(limit, 8 * file.count))
    var input = file
    input.withUnsafeMutableBufferPointer { inflate($0, limit: limit) }
  }

  private mutating func inflate(_ file: UnsafeMutableBufferPointer<UInt8>, limit: Int) {
    var stream = z_stream()
    // 15 bits is the largest window, 16 more ask for gzip. The header's `inflateInit2` is a macro
    // that adds the version and the size, by which zlib tells a stranger's structure.
    let started = inflateInit2_(
      &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard started == Z_OK else {
      damage = ("zlib does not start (\(started))", 0)
      return
    }
    defer { inflateEnd(&stream) }
    stream.next_in = file.baseAddress
    stream.avail_in = uInt(file.count)

    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { piece in
      while bytes.count < limit {
        let room = min(piece.count, limit - bytes.count)
        stream.next_out = piece.baseAddress
        stream.avail_out = uInt(room)
        let result = CZlib.inflate(&stream, Z_NO_FLUSH)
        bytes.append(contentsOf: piece[..<(room - Int(stream.avail_out))])

        let fileByte = file.count - Int(stream.avail_in)
        switch result {
        case Z_OK: continue
        case Z_STREAM_END where stream.avail_in == 0: return
        case Z_STREAM_END:
          // A gzip file may be several, one behind the other.
          inflateReset(&stream)
        case Z_BUF_ERROR:
          damage = ("it is cut short", fileByte)
          return
        default:
          damage = (stream.msg.map { String(cString: $0) } ?? "zlib error \(result)", fileByte)
          return
        }
      }
    }
  }
}
