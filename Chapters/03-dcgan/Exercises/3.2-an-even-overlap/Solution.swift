import DCGANExercises

struct Answer: EvenOverlap {
  /// The kernel's height and width, for a stride from 2 on.
  func kernel(stride: Int) throws -> Int {
    2 * stride
  }
}
