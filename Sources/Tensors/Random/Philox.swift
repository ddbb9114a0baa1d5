/// Philox4x32-10: a random number generator without state. Ten rounds of multiplication and
/// exclusive-or turn a counter of four words and a key of two into four random words, so that the
/// millionth number costs no more than the first and no two streams can run into each other.
///
/// Reference: Salmon, Moraes, Dror, Shaw (2011), Parallel Random Numbers: As Easy as 1, 2, 3.
public enum Philox {
  /// The four random words for a counter and a key.
  @inline(__always)
  public static func words(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: b &>> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: b),
        UInt32(truncatingIfNeeded: a &>> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: a)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }

  /// Those of eight counters that follow one another, in the order of the counters: sixteen words of the first
  /// four, and sixteen of the others. The eight go side by side, a 64-bit lane for each.
  @inline(__always)
  static func words(
    from index: UInt64, high: (UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (SIMD16<UInt32>, SIMD16<UInt32>) {
    typealias Eight = SIMD8<UInt64>
    let low = Eight(repeating: 0xFFFF_FFFF)
    let counter = Eight(0, 1, 2, 3, 4, 5, 6, 7) &+ index
    var (c0, c1) = (counter & low, counter &>> 32)
    var (c2, c3) = (Eight(repeating: UInt64(high.0)), Eight(repeating: UInt64(high.1)))
    var (k0, k1) = key
    for _ in 0..<10 {
      let a = c0 &* 0xD251_1F53
      let b = c2 &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        (b &>> 32) ^ c1 ^ UInt64(k0), b & low, (a &>> 32) ^ c3 ^ UInt64(k1), a & low
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    // Two words to a lane, as they lie in memory.
    let (x, y) = (c0 | (c1 &<< 32), c2 | (c3 &<< 32))
    return (
      unsafeBitCast(
        Eight(x[0], y[0], x[1], y[1], x[2], y[2], x[3], y[3]), to: SIMD16<UInt32>.self),
      unsafeBitCast(
        Eight(x[4], y[4], x[5], y[5], x[6], y[6], x[7], y[7]), to: SIMD16<UInt32>.self)
    )
  }
}
