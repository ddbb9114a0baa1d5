import Datasets

/// 4.3: reading a discriminator whose labels are not 1 and 0.
public protocol Thermometer: Exercise {
  /// Of the samples that got this answer, the share that is real.
  func share(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Float

  /// Whether such a sample is more likely to be real than generated.
  func isRatherReal(answer: Float, realLabel: Float, fakeLabel: Float) throws -> Bool
}

extension Thermometer {
  /// Takes the best D with each of three pairs of labels, puts together the samples that got about the
  /// same answer, and counts the real ones among them.
  func check(_ variant: Variant) throws {
    var data = variant.stream(for: "data")
    let real = variant.target
    let generated = Distribution.normal(
      mean: real.mean + 2 * real.standardDeviation, standardDeviation: real.standardDeviation)
    let samples = [(real, true), (generated, false)].flatMap { heap, isReal in
      heap.sample(2000, using: &data).scalars.map { x in
        let (p, q) = (real.density(at: Double(x)), generated.density(at: Double(x)))
        return (p: Float(p / (p + q)), isReal: isReal)
      }
    }
    let low = Float(variant.number("label", book: 0.75, from: 0.6, to: 0.8))
    for (t, f) in [(low, 0), (low, 1 - low), (1, 0)] {
      let labels = "with the labels \(shown(t)) and \(shown(f))"
      for bin in 0..<5 {
        let inBin = samples.filter { Swift.min(4, Int($0.p * 5)) == bin }
        // D*: between its labels, the share of real samples at this place.
        let answer = inBin.reduce(0) { $0 + f + (t - f) * $1.p } / Float(inBin.count)
        let counted = Float(inBin.count { $0.isReal }) / Float(inBin.count)
        let read = try share(answer: answer, realLabel: t, fakeLabel: f)
        if near(read, counted, within: 0.06) { continue }
        try expect(
          "the share behind an answer of \(shown(answer)), \(labels),", read, near: counted,
          mistakes: [
            "this is the answer itself: it is a share only if the labels are 1 and 0": answer,
            "the lower label is left out: where all is generated, D answers it and not 0":
              answer / t,
            "D's scale does not begin at 0: it is t − f long, and not t": (answer - f) / t,
            "the two labels are swapped: this is the share of generated samples":
              (t - answer) / (t - f),
          ])
      }
      let right = try samples.count { sample in
        try isRatherReal(answer: f + (t - f) * sample.p, realLabel: t, fakeLabel: f)
          == sample.isReal
      }
      let best = samples.count { ($0.p > 0.5) == $0.isReal }
      let atHalf = samples.count { (f + (t - f) * $0.p > 0.5) == $0.isReal }
      try expect(
        right == best,
        right == atHalf
          ? "the line at one half is half-way between 1 and 0, and not between these labels"
          : "the line between real and generated is in the wrong place",
        expected: "\(best) of \(samples.count) samples right, \(labels)", got: "\(right)")
    }
  }
}
