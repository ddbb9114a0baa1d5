import Tensors

/// 2.1: from a picture's levels to numbers for tanh, and back.
public protocol PixelScale: Exercise {
  /// The number that stands for a level: −1 for black (0), 1 for white (255), and evenly between.
  func pixel(_ level: UInt8) throws -> Float

  /// The level that is nearest to a number; what lies beyond −1 and 1 is black or white.
  func level(_ pixel: Float) throws -> UInt8
}

extension PixelScale {
  func check(_ variant: Variant) throws {
    // A dark level first: at black or white some mistakes look right.
    let dark = UInt8(40 + variant.whole("dark level", book: 11, below: 60))
    for level in [dark, 0, 255] {
      let v = Float(level)
      try expect(
        "the number for level \(level)", try pixel(level), near: (v - 127.5) / 127.5, within: 1e-5,
        mistakes: [
          "the numbers go from 0 to 1: tanh spends half of its range where there are no pixels":
            v / 255,
          "the numbers go from 0 to 2: tanh never gets beyond 1": v / 127.5,
          "the middle of 0 and 255 is 127.5: with 128, black is −1 and white is not 1":
            (v - 128) / 128,
          "black and white are swapped: D would take dark strokes for real": (127.5 - v) / 127.5,
        ])
    }

    // What tanh makes lies between two levels; 0.7 of the way to the next belongs to the next.
    let between = (Float(dark) + 0.7 - 127.5) / 127.5
    try expect(
      "the level for \(shown(between))", Float(try level(between)), near: Float(dark) + 1,
      within: 0,
      mistakes: ["the level is cut off, not rounded: pictures get darker": Float(dark)])
    for level in UInt8.min...UInt8.max {
      let back = try self.level((Float(level) - 127.5) / 127.5)
      try expect(
        back == level, "there and back, a level has become another", expected: "\(level)",
        got: "\(back)")
    }
    // A generator without tanh at its end goes beyond −1 and 1.
    let (black, white) = (try level(-1.2), try level(1.2))
    try expect(
      black == 0 && white == 255, "what lies beyond −1 and 1 has to be black or white",
      expected: "0 for −1.2 and 255 for 1.2", got: "\(black) and \(white)")
  }
}
