import Tensors

/// What befalls a picture before a ``Readers`` sees it: what leaves a digit as legible as it was, and what
/// makes it none.
///
/// Pictures are 28 × 28 pixels in 0…1, row by row. Only additions, products and comparisons, so that
/// equal seeds give equal bits on every machine.
struct Disturbances {
  private var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, for: "disturbances") }

  /// A whole number below `bound`.
  mutating func pick(below bound: Int) -> Int { stream.next(below: bound) }

  /// From 0 up to, but not including, 1.
  private mutating func share() -> Float { Float(stream.next() >> 8) * 0x1p-24 }

  /// Moved by up to two pixels in each direction; what comes in is black.
  mutating func shifted(_ picture: [Float]) -> [Float] {
    let (down, right) = (pick(below: 5) - 2, pick(below: 5) - 2)
    var moved = [Float](repeating: 0, count: picture.count)
    for row in max(0, down)..<min(side, side + down) {
      for column in max(0, right)..<min(side, side + right) {
        moved[row * side + column] = picture[(row - down) * side + column - right]
      }
    }
    return moved
  }

  /// A little blur, a little noise, more contrast, some dots, or nothing.
  mutating func disturbed(_ picture: [Float]) -> [Float] {
    var picture = picture
    switch pick(below: 5) {
    case 0: return blurred(picture, times: 1 + pick(below: 2))
    case 1:
      let most = share() / 4
      for i in picture.indices {
        picture[i] = min(max(picture[i] + most * (2 * share() - 1), 0), 1)
      }
    case 2: for i in picture.indices { picture[i] = min(max((picture[i] - 0.5) * 2.5 + 0.5, 0), 1) }
    case 3: for _ in 0..<pick(below: 14) { picture[pick(below: picture.count)] = 0.9 }
    default: break
    }
    return picture
  }

  /// No digit, made of two: halves, quarters, both at once, a smear, or noise.
  mutating func noDigit(_ a: [Float], _ b: [Float]) -> [Float] {
    var picture = a
    switch pick(below: 8) {
    case 0: return blurred(a, times: 8 + pick(below: 8))
    case 1: for i in picture.indices { picture[i] = share() }
    case 2: return halves(a, b, cut: 11 + pick(below: 7))
    case 3: return transposed(halves(transposed(a), transposed(b), cut: 11 + pick(below: 7)))
    case 4: for i in picture.indices { picture[i] = max(a[i], b[i]) }
    case 5: for i in picture.indices { picture[i] = min((a[i] + b[i]) * 0.6, 1) }
    case 6:  // two quarters of one, and two of the other in the wrong places
      for i in picture.indices where (i / side < side / 2) != (i % side < side / 2) {
        picture[i] = b[(i / side + side / 2) % side * side + (i + side / 2) % side]
      }
    default:  // speckle
      let rate = 0.15 + share() / 2
      for i in picture.indices where share() < rate { picture[i] = share() }
    }
    return picture
  }
}

private let side = 28

/// The rows above `cut` of one picture, and the others of another.
func halves(_ above: [Float], _ below: [Float], cut: Int) -> [Float] {
  Array(above.prefix(cut * side) + below.dropFirst(cut * side))
}

private func transposed(_ picture: [Float]) -> [Float] {
  picture.indices.map { picture[$0 % side * side + $0 / side] }
}

/// The blur (1, 2, 1)ᵀ (1, 2, 1) / 16, so many times; around the picture it is black.
func blurred(_ picture: [Float], times: Int) -> [Float] {
  var picture = picture
  for _ in 0..<times { picture = blurredRows(transposed(blurredRows(transposed(picture)))) }
  return picture
}

private func blurredRows(_ picture: [Float]) -> [Float] {
  picture.indices.map { i in
    let left = i % side > 0 ? picture[i - 1] : 0
    let right = i % side < side - 1 ? picture[i + 1] : 0
    return (left + 2 * picture[i] + right) / 4
  }
}
