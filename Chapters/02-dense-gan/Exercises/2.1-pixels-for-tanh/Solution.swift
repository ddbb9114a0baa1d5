import DenseGANExercises

struct Answer: PixelScale {
  /// 0 … 255 becomes −1 … 1.
  func pixel(_ level: UInt8) throws -> Float {
    (Float(level) - 127.5) / 127.5
  }

  /// −1 … 1 becomes 0 … 255; what lies beyond is black or white.
  func level(_ pixel: Float) throws -> UInt8 {
    UInt8(min(max((pixel * 127.5 + 127.5).rounded(), 0), 255))
  }
}
