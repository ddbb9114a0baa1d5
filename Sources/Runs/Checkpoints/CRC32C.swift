import Foundation

/// The cyclic redundancy check CRC-32C, which finds every flipped bit and every burst of up to 32.
///
/// The bytes are taken as a polynomial over the field of two elements, lowest bit first, and
/// divided by Castagnoli's polynomial 0x1EDC6F41; the check is the remainder. It begins with all
/// bits set and ends inverted, so that leading and trailing zeros count. The check of "123456789"
/// is 0xE3069283.
///
/// It tells damage, it does not keep out an adversary.
/// Castagnoli, Bräuer, Herrmann (1993), Optimization of Cyclic Redundancy-Check Codes with 24 and
/// 32 Parity Bits.
struct CRC32C {
  private var remainder = ~UInt32(0)

  /// The check of all bytes so far.
  var value: UInt32 { ~remainder }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    CRC32C.tables.withUnsafeBufferPointer { tables in
      var rest = remainder
      var index = 0
      while index &+ 8 <= bytes.count {
        let word = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let mixed = word ^ UInt64(rest)
        rest = 0
        for byte in 0..<8 {
          let place = Int(truncatingIfNeeded: mixed &>> UInt64(8 &* byte)) & 0xFF
          rest ^= tables[(7 &- byte) &* 256 &+ place]
        }
        index &+= 8
      }
      while index < bytes.count {
        rest = rest &>> 8 ^ tables[Int((rest ^ UInt32(bytes[index])) & 0xFF)]
        index &+= 1
      }
      remainder = rest
    }
  }

  /// The check of `bytes`.
  static func of(_ bytes: some ContiguousBytes) -> UInt32 {
    var check = CRC32C()
    bytes.withUnsafeBytes { check.add($0) }
    return check.value
  }

  /// Eight tables of 256: what a byte with 0, 1, … 7 bytes after it adds to the remainder. So eight
  /// bytes are taken at once (Kounavis, Berry 2008, Novel Table Lookup-Based Algorithms for
  /// High-Performance CRC Generation).
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var rest = UInt32(byte)
      for _ in 0..<8 { rest = rest >> 1 ^ (rest & 1 == 1 ? 0x82F6_3B78 : 0) }
      tables[byte] = rest
    }
    for index in 256..<tables.count {
      let shorter = tables[index - 256]
      tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xFF)]
    }
    return tables
  }()
}
