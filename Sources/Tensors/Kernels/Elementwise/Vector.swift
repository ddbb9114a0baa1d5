// Moves between memory and a vector of sixteen lanes.

extension SIMD16<Float> {
  /// Sixteen scalars from an address that need not be a multiple of 64.
  @inline(__always)
  init(loading source: UnsafePointer<Float>) {
    self = UnsafeRawPointer(source).loadUnaligned(as: SIMD16<Float>.self)
  }

  /// The first `count` lanes from memory, zero in the others; nothing beyond them is read.
  @inline(__always)
  init(loading source: UnsafePointer<Float>, count: Int) {
    if count >= 16 {
      self.init(loading: source)
    } else {
      self = .zero
      for lane in 0..<count { self[lane] = source[lane] }
    }
  }

  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: self, as: SIMD16<Float>.self)
  }
}
