// rejected: "this is how much is moved, and not how far: it is the same"
import WGANExercises

struct Answer: MovingBricks {
  func work(_ p: [Float], _ q: [Float], cellWidth: Float) throws -> Float {
    var work: Float = 0
    for (p, q) in zip(p, q) {
      work += abs(p - q) * cellWidth
    }
    return work
  }
}
