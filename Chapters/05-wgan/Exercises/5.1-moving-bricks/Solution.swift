import WGANExercises

struct Answer: MovingBricks {
  func work(_ p: [Float], _ q: [Float], cellWidth: Float) throws -> Float {
    var surplus: Float = 0
    var work: Float = 0
    for (p, q) in zip(p, q) {
      surplus += p - q
      work += abs(surplus) * cellWidth
    }
    return work
  }
}
