import Tensors

/// How hair is cut: where it begins on the forehead, how far it stands off the head, and what falls
/// behind.
struct FaceHair {
  enum Front { case bare, back, left, right, middle, fringe, swept, peak, thin }
  enum Length {
    case buzz, crop, full, spikes, quiff, curls, afro, bob, long, waves, bun, pigtails, ponytail
  }

  let front: Front
  let length: Length
  /// Half the width of what falls behind the head, and how far down it falls.
  let back: (width: Float, bottom: Float)
  /// How far the hair stands off at the sides and at the top.
  let volume: (side: Float, top: Float)
  /// Where waves and curls begin.
  let phase: Float
  let side: Float

  var isLong: Bool {
    switch length {
    case .bob, .long, .waves, .bun, .pigtails, .ponytail: true
    default: false
    }
  }

  /// Whether no hat fits over it.
  var isTall: Bool {
    switch length {
    case .spikes, .quiff, .afro, .bun, .curls: true
    default: false
    }
  }

  /// Whether it hides the ears.
  var coversEars: Bool {
    switch length {
    case .bob, .long, .waves, .afro: true
    default: false
    }
  }

  /// The hairline: its height at the middle, and the terms in u, |u|, u² and u⁴, in pixels at the
  /// side of the head.
  var line: (middle: Float, lean: Float, vee: Float, square: Float, fourth: Float) {
    switch front {
    case .bare: (-40, 0, 0, 0, 0)
    case .back: (-13, 0, 0, 2, 10)
    case .left: (-10.5, 5, 0, 1, 11)
    case .right: (-10.5, -5, 0, 1, 11)
    case .middle: (-17, 0, 12, 0, 12)
    case .fringe: (-7.5, 0, 0, 1, 8)
    case .swept: (-9, 4.5 * side, 0, 1, 11)
    case .peak: (-10, 0, -7, 5, 14)
    case .thin: (-24, 0, 0, 8, 20)
    }
  }

  init(using stream: inout RandomStream) {
    length = stream.choose([
      (.buzz, 2), (.crop, 4), (.full, 4), (.spikes, 1.4), (.quiff, 2), (.curls, 2), (.afro, 1.6),
      (.bob, 3.4), (.long, 4), (.waves, 3.4), (.bun, 2), (.pigtails, 1.2), (.ponytail, 2),
    ])
    let any: Front = stream.choose([
      (.back, 2), (.left, 3), (.right, 3), (.middle, 2.4), (.fringe, 3), (.swept, 2),
    ])
    let short: Front = stream.choose([
      (.bare, 1.6), (.back, 4), (.left, 1), (.right, 1), (.peak, 2), (.thin, 1.4),
    ])
    switch length {
    case .buzz: front = short
    case .quiff, .bun: front = .back
    case .curls, .afro: front = stream.unit() < 0.3 ? .fringe : .back
    case .crop where short == .thin: front = .thin
    default: front = any
    }
    side = stream.unit() < 0.5 ? -1 : 1
    phase = stream.unit()
    let much = stream.unit()
    volume =
      switch length {
      case .buzz: (0.2, 0.7)
      case .crop: (0.9 + 0.6 * much, 2 + 1.2 * much)
      case .bun, .ponytail, .pigtails: (0.9, 1.8 + much)
      case .quiff: (0.8, 3)
      case .curls: (2, 3.5 + much)
      default: (1.6 + 1 * much, 3 + 1.8 * much)
      }
    let wide = stream.bell()
    back =
      switch length {
      case .bob: (20.5 + wide, 13 + 3 * much)
      case .long: (20 + wide, 34)
      case .waves: (21.5 + wide, 34)
      case .afro: (25.5 + 1.2 * wide, 0)
      default: (0, 0)
      }
  }
}
