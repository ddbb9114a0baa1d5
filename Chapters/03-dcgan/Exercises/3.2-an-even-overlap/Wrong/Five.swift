// rejected: "the overlap is uneven: in both directions together 4 to 1"
import DCGANExercises

struct Answer: EvenOverlap {
  /// The kernel's height and width, for a stride from 2 on.
  func kernel(stride: Int) throws -> Int {
    2 * stride - 1
  }
}
