/// One way to write a digit: strokes of a pen, each through some points, in a box whose height is 1.
///
/// x goes right and y goes down. The pen moves smoothly through a point, except where it turns
/// sharply: a corner.
struct DigitShape: Sendable {
  struct Point: Sendable {
    var x: Float
    var y: Float
    var isCorner = false
  }

  /// How often this way is taken, against the digit's other ways.
  let weight: Float
  let strokes: [[Point]]
}

private typealias Point = DigitShape.Point

/// A point of a smooth curve.
private func s(_ x: Float, _ y: Float) -> Point { Point(x: x, y: y) }

/// A corner.
private func c(_ x: Float, _ y: Float) -> Point { Point(x: x, y: y, isCorner: true) }

extension DigitShape {
  private init(_ weight: Float, _ strokes: [DigitShape.Point]...) {
    self.init(weight: weight, strokes: strokes)
  }

  /// The ways to write each digit, 0 to 9.
  static let all: [[DigitShape]] = [
    zeros, ones, twos, threes, fours, fives, sixes, sevens, eights, nines,
  ]

  private static let zeros = [
    // An oval from the top, counterclockwise, a little past where it began.
    DigitShape(
      5,
      [
        s(0.46, 0.00), s(0.20, 0.12), s(0.05, 0.45), s(0.13, 0.83), s(0.40, 1.00),
        s(0.68, 0.85), s(0.78, 0.48), s(0.66, 0.12), s(0.42, 0.01), s(0.32, 0.05),
      ]),
    // Begun inside, at the right.
    DigitShape(
      2,
      [
        s(0.62, 0.14), s(0.36, 0.00), s(0.08, 0.28), s(0.06, 0.68), s(0.32, 0.98),
        s(0.66, 0.86), s(0.80, 0.48), s(0.68, 0.12), s(0.50, 0.05),
      ]),
    // Round.
    DigitShape(
      2,
      [
        s(0.50, 0.00), s(0.14, 0.16), s(0.00, 0.52), s(0.16, 0.88), s(0.52, 1.00),
        s(0.88, 0.84), s(0.98, 0.48), s(0.82, 0.12), s(0.48, 0.01),
      ]),
  ]

  private static let ones = [
    DigitShape(6, [s(0.30, 0.00), s(0.29, 0.50), s(0.30, 1.00)]),
    // With a flag.
    DigitShape(2, [s(0.08, 0.22), c(0.34, 0.00), s(0.34, 0.52), s(0.33, 1.00)]),
    // With a flag and a foot.
    DigitShape(
      1, [s(0.10, 0.20), c(0.36, 0.00), s(0.36, 0.52), s(0.36, 0.98)],
      [s(0.08, 0.99), s(0.66, 0.98)]),
  ]

  private static let twos = [
    DigitShape(
      4,
      [
        s(0.06, 0.22), s(0.34, 0.00), s(0.66, 0.14), s(0.58, 0.50), c(0.04, 0.97),
        s(0.40, 0.95), s(0.80, 0.97),
      ]),
    // With a loop at the foot.
    DigitShape(
      4,
      [
        s(0.10, 0.20), s(0.36, 0.00), s(0.68, 0.14), s(0.60, 0.48), s(0.36, 0.84),
        s(0.14, 0.98), s(0.03, 0.86), s(0.20, 0.76), s(0.46, 0.92), s(0.90, 0.94),
      ]),
    // A swan: a flat wave for a foot.
    DigitShape(
      2,
      [
        s(0.02, 0.16), s(0.30, 0.00), s(0.56, 0.16), s(0.46, 0.52), c(0.08, 0.92),
        s(0.34, 0.84), s(0.62, 0.96), s(0.92, 0.88),
      ]),
  ]

  private static let threes = [
    DigitShape(
      5,
      [
        s(0.08, 0.12), s(0.38, 0.00), s(0.66, 0.16), s(0.54, 0.38), c(0.26, 0.47),
        s(0.58, 0.52), s(0.74, 0.74), s(0.50, 0.97), s(0.22, 1.00), s(0.01, 0.89),
      ]),
    // A flat roof.
    DigitShape(
      1,
      [
        s(0.06, 0.02), c(0.66, 0.01), c(0.32, 0.38), s(0.62, 0.48), s(0.72, 0.74),
        s(0.42, 1.00), s(0.02, 0.90),
      ]),
    // A small loop where the bows meet.
    DigitShape(
      2,
      [
        s(0.06, 0.16), s(0.34, 0.00), s(0.62, 0.14), s(0.50, 0.38), s(0.30, 0.49),
        s(0.28, 0.42), s(0.48, 0.46), s(0.72, 0.66), s(0.60, 0.92), s(0.28, 1.00), s(0.02, 0.86),
      ]),
  ]

  private static let fours = [
    // Open at the top.
    DigitShape(
      4, [s(0.14, 0.02), s(0.08, 0.30), c(0.06, 0.56), s(0.40, 0.55), s(0.76, 0.50)],
      [s(0.66, 0.00), s(0.64, 0.50), s(0.60, 1.00)]),
    // A bowl instead of a corner, and the stem in the same move.
    DigitShape(
      3,
      [
        s(0.12, 0.00), s(0.04, 0.34), s(0.22, 0.52), s(0.50, 0.44), c(0.68, 0.06),
        s(0.64, 0.50), s(0.60, 1.00),
      ]),
    // Closed.
    DigitShape(
      2, [s(0.58, 0.00), s(0.32, 0.32), c(0.00, 0.64), s(0.40, 0.63), s(0.82, 0.61)],
      [s(0.60, 0.01), s(0.58, 0.50), s(0.56, 1.00)]),
  ]

  private static let fives = [
    // The roof in a stroke of its own.
    DigitShape(
      4,
      [
        s(0.16, 0.03), c(0.12, 0.42), s(0.42, 0.37), s(0.68, 0.56), s(0.60, 0.88),
        s(0.30, 1.00), s(0.00, 0.90),
      ], [s(0.17, 0.03), s(0.46, 0.02), s(0.78, 0.00)]),
    // In one move, from the right.
    DigitShape(
      4,
      [
        s(0.82, 0.02), s(0.52, 0.02), c(0.26, 0.06), c(0.18, 0.42), s(0.44, 0.42),
        s(0.66, 0.62), s(0.52, 0.92), s(0.24, 1.00), s(0.00, 0.88),
      ]),
    // Round shouldered.
    DigitShape(
      2,
      [
        s(0.74, 0.01), c(0.24, 0.04), s(0.14, 0.26), s(0.34, 0.44), s(0.60, 0.58),
        s(0.62, 0.84), s(0.36, 1.00), s(0.04, 0.92),
      ]),
  ]

  private static let sixes = [
    DigitShape(
      4,
      [
        s(0.56, 0.00), s(0.26, 0.24), s(0.07, 0.62), s(0.16, 0.92), s(0.42, 1.00),
        s(0.66, 0.84), s(0.62, 0.60), s(0.40, 0.52), s(0.15, 0.72),
      ]),
    // A steep stem and a small loop.
    DigitShape(
      3,
      [
        s(0.34, 0.00), s(0.14, 0.34), s(0.06, 0.74), s(0.26, 0.99), s(0.52, 0.88),
        s(0.54, 0.66), s(0.34, 0.60), s(0.10, 0.80),
      ]),
    // A hooked top and a wide loop.
    DigitShape(
      2,
      [
        s(0.64, 0.08), s(0.44, 0.00), s(0.16, 0.26), s(0.04, 0.66), s(0.22, 0.96),
        s(0.58, 0.96), s(0.76, 0.72), s(0.56, 0.50), s(0.26, 0.60), s(0.10, 0.80),
      ]),
  ]

  private static let sevens = [
    DigitShape(5, [s(0.02, 0.06), s(0.36, 0.05), c(0.72, 0.02), s(0.48, 0.46), s(0.34, 1.00)]),
    // With a bar.
    DigitShape(
      2, [s(0.02, 0.08), s(0.36, 0.05), c(0.74, 0.02), s(0.50, 0.44), s(0.32, 1.00)],
      [s(0.20, 0.52), s(0.70, 0.46)]),
    // With a serif.
    DigitShape(
      2, [s(0.04, 0.24), c(0.06, 0.06), s(0.40, 0.06), c(0.72, 0.02), s(0.50, 0.42), s(0.40, 1.00)]
    ),
    // Round shouldered.
    DigitShape(
      2, [s(0.00, 0.14), s(0.30, 0.03), s(0.60, 0.06), s(0.56, 0.36), s(0.38, 0.70), s(0.30, 1.00)]
    ),
  ]

  private static let eights = [
    // In one move, from the top right.
    DigitShape(
      6,
      [
        s(0.64, 0.12), s(0.38, 0.00), s(0.12, 0.18), s(0.30, 0.42), s(0.58, 0.66),
        s(0.54, 0.92), s(0.26, 1.00), s(0.07, 0.82), s(0.26, 0.54), s(0.58, 0.32),
        s(0.66, 0.10), s(0.52, 0.02),
      ]),
    // Two rings.
    DigitShape(
      2,
      [
        s(0.40, 0.44), s(0.16, 0.34), s(0.18, 0.08), s(0.44, 0.00), s(0.62, 0.16),
        s(0.54, 0.38), s(0.36, 0.45),
      ],
      [
        s(0.38, 0.46), s(0.10, 0.60), s(0.10, 0.88), s(0.40, 1.00), s(0.68, 0.86),
        s(0.64, 0.58), s(0.36, 0.46),
      ]),
  ]

  private static let nines = [
    // A ring and a straight stem.
    DigitShape(
      4,
      [
        s(0.66, 0.16), s(0.42, 0.00), s(0.10, 0.16), s(0.10, 0.42), s(0.38, 0.50),
        s(0.60, 0.32), c(0.67, 0.10), s(0.62, 0.54), s(0.54, 1.00),
      ]),
    // A curved tail.
    DigitShape(
      3,
      [
        s(0.62, 0.12), s(0.36, 0.00), s(0.06, 0.20), s(0.16, 0.46), s(0.46, 0.42),
        c(0.64, 0.12), s(0.66, 0.56), s(0.46, 0.94), s(0.10, 0.96),
      ]),
    // In one swing.
    DigitShape(
      3,
      [
        s(0.60, 0.10), s(0.34, 0.01), s(0.08, 0.22), s(0.18, 0.46), s(0.46, 0.38),
        s(0.60, 0.12), s(0.58, 0.50), s(0.44, 1.00),
      ]),
  ]
}
