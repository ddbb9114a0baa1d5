// rejected: "this is how much is moved, and not how far: half of it"
import WGANExercises

struct Answer: MovingBricks {
  func work(_ p: [Float], _ q: [Float], cellWidth: Float) throws -> Float {
    zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }
}
