/// A digest of bytes: FNV-1a taken a word at a time, as of a run's parameters. It tells a difference, it
/// does not keep out an adversary.
struct Fingerprint: Sendable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ word: UInt64) {
    hash = (hash ^ word) &* 0x100_0000_01B3
    hash ^= hash &>> 29
  }

  /// The number of bytes, and the bytes.
  mutating func add(_ bytes: [UInt8]) {
    add(UInt64(bytes.count))
    bytes.withUnsafeBytes { bytes in
      let whole = bytes.count / 8 * 8
      for start in stride(from: 0, to: whole, by: 8) {
        add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
      }
      var rest: UInt64 = 0
      for byte in bytes[whole...].reversed() { rest = rest << 8 | UInt64(byte) }
      add(rest)
    }
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  var value: UInt64 { hash }

  /// The value with every bit of it in every bit, as SplitMix64 ends: words alike but for the last
  /// letter lie far from each other.
  var spread: UInt64 {
    var z = hash
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
