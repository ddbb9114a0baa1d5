import Foundation

/// 2.5: how many samples to look at before a missing class means anything.
public protocol HowManySamples: Exercise {
  /// How many samples to draw of so many equally likely classes.
  func samples(of classes: Int) throws -> Int
}

extension HowManySamples {
  /// Computes how often a perfect generator, which draws each class equally often, leaves at least one out of
  /// so many samples.
  func check(_ variant: Variant) throws {
    for classes in [10, 20 + variant.whole("classes", book: 6, below: 11)] {
      let count = try samples(of: classes)
      try expect(
        count > 0, "there have to be samples to look at", got: "\(count) for \(classes) classes")
      let chance = chanceOfAGap(count, of: classes)
      // The limit was met too early if it is met for one class that was named beforehand, and for no more.
      let ofOneClass = pow(1 - 1 / Double(classes), Double(count))
      try expect(
        chance < 0.01,
        ofOneClass < 0.01
          ? "one class named beforehand is so rarely missing; that any of them is, is more likely"
          : chance > 0.5
            ? "with so few samples a perfect generator mostly leaves some class out"
            : "a perfect generator leaves a class out of so many samples more often than that",
        expected: "a class missing in less than 1 of 100 sheets", got: sheets(count, of: classes))
      try expect(
        chanceOfAGap(count - 1, of: classes) >= 0.01, "fewer samples would do",
        expected: "the smallest number with less than 1 of 100", got: sheets(count, of: classes))
    }
  }
}

/// The chance that one or more of some equally likely classes do not come up in `count` samples.
///
/// Inclusion and exclusion: the chance that k given classes of n are missing is (1 − k/n)^count, and there are
/// C(n, k) ways to choose them.
private func chanceOfAGap(_ count: Int, of classes: Int) -> Double {
  var (chance, ways) = (0.0, 1.0)
  for k in 1...classes {
    ways *= Double(classes + 1 - k) / Double(k)
    chance +=
      (k % 2 == 1 ? 1 : -1) * ways * pow(1 - Double(k) / Double(classes), Double(count))
  }
  // With many classes and few samples the terms are large and cancel badly; the chance is then near 1.
  return min(1, max(0, chance))
}

private func sheets(_ count: Int, of classes: Int) -> String {
  "\(shown(Float(100 * chanceOfAGap(count, of: classes)))) of 100 sheets of \(count), with \(classes) classes"
}
