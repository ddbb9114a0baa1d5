import Foundation

/// 2.5: how many samples to look at before a missing digit means anything.
public protocol HowManySamples: Exercise {
  /// How many samples to draw.
  var samples: Int { get throws }
}

extension HowManySamples {
  /// Computes how often a perfect generator, which draws each of ten digits equally often, leaves at least
  /// one digit out of so many samples. Nothing in it depends on the variant.
  func check(_ variant: Variant) throws {
    let count = try samples
    try expect(count > 0, "there have to be samples to look at", got: "\(count)")
    let chance = chanceOfAGap(count)
    // The limit was met too early if it is met for one digit that was named beforehand, and for no more.
    let ofOneDigit = pow(0.9, Double(count))
    try expect(
      chance < 0.01,
      ofOneDigit < 0.01
        ? "one digit named beforehand is so rarely missing; that any of the ten is, is more likely"
        : count < 25
          ? "with so few samples a perfect generator nearly always leaves some digit out"
          : "a perfect generator leaves a digit out of so many samples more often than that",
      expected: "a digit missing in less than 1 of 100 sheets", got: sheets(count))
    try expect(
      chanceOfAGap(count - 1) >= 0.01, "fewer samples would do",
      expected: "the smallest number with less than 1 of 100", got: sheets(count))
  }
}

/// The chance that one or more of ten equally likely digits do not come up in `count` samples.
///
/// Inclusion and exclusion: the chance that k given digits are missing is (1 − k/10)ⁿ, and there are C(10, k)
/// ways to choose them.
private func chanceOfAGap(_ count: Int) -> Double {
  var (chance, ways) = (0.0, 1.0)
  for k in 1...10 {
    ways *= Double(11 - k) / Double(k)
    chance += (k % 2 == 1 ? 1 : -1) * ways * pow(1 - Double(k) / 10, Double(count))
  }
  return chance
}

private func sheets(_ count: Int) -> String {
  "\(shown(Float(100 * chanceOfAGap(count)))) of 100 sheets of \(count)"
}
