import DCGANExercises

struct Answer: EvenOverlap {
  /// The kernel's height and width, for a stride of 3.
  var kernel: Int {
    get throws {
      throw NotYetSolved()
    }
  }
}
