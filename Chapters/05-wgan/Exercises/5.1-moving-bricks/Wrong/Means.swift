// rejected: "only the two middles are compared"
import WGANExercises

struct Answer: MovingBricks {
  func work(_ p: [Float], _ q: [Float], cellWidth: Float) throws -> Float {
    func middle(_ heap: [Float]) -> Float {
      heap.indices.reduce(0) { $0 + Float($1) * heap[$1] } * cellWidth
    }
    return abs(middle(p) - middle(q))
  }
}
