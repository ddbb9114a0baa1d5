// rejected: "the overlap is uneven: in both directions together 4 to 1"
import DCGANExercises

struct Answer: EvenOverlap {
  /// The kernel's height and width, for a stride of 3.
  var kernel: Int {
    get throws {
      5
    }
  }
}
