import Tensors

/// 1.3: the best discriminator of an uneven game.
public protocol OptimalDiscriminator: Exercise {
  /// What the best discriminator answers at a point, from the two densities there, when it is shown two
  /// generated numbers for each real one.
  ///
  /// - Parameters:
  ///   - p: the density of the real numbers, 0 or more.
  ///   - q: the density of the generated numbers, 0 or more; `p` and `q` are not both 0.
  /// - Returns: a probability.
  func answer(p: Float, q: Float) throws -> Float
}

extension OptimalDiscriminator {
  func check(_ variant: Variant) throws {
    let real = variant.target
    let generated = real.mean + 1.5
    for step in 0...8 {
      let x = real.mean + Double(step) / 2 - 1.5
      let p = Float(real.density(at: x))
      let q = Float(real.density(at: x - generated + real.mean)) / 2
      try expect(
        "D at \(shown(Float(x))), where p is \(shown(p)) and q is \(shown(q)),",
        try answer(p: p, q: q), near: bestByTrial(p: p, q: q), within: 2e-3,
        mistakes: [
          "that is the D of the chapter's game: here it sees two generated numbers for each real one":
            p / (p + q),
          "the 2 stands with the wrong density: it is the generated numbers that come twice":
            2 * p / (2 * p + q),
          "the two densities are swapped: this D says 1 where the generated numbers are":
            2 * q / (p + 2 * q),
          "one third is right only where p and q are equal: at the equilibrium, and not before": 1
            / 3,
          "one half is what a D says that sees as many of both, and only where p and q are equal":
            0.5,
          "a ratio of densities is no probability: it can be larger than 1": p / (2 * q),
          "only p is looked at: many real numbers prove nothing where even more are generated": p,
          "a logit is no probability: the sigmoid is missing": logarithm(p) - logarithm(2 * q),
        ])
    }
    try expect("D where q is 0", try answer(p: 0.3, q: 0), near: 1)
    try expect("D where p is 0", try answer(p: 0, q: 0.3), near: 0)
  }
}

/// The answer d that makes p log d + 2 q log(1 − d) largest, found by trying ten thousand.
private func bestByTrial(p: Float, q: Float) -> Float {
  let answers = Tensor((1..<10_000).map { Float($0) / 10_000 })
  let values = (answers.log() * p + (1 - answers).log() * (2 * q)).scalars
  let best = values.indices.max { values[$0] < values[$1] } ?? 0
  return answers.scalars[best]
}

private func logarithm(_ value: Float) -> Float { Tensor(value).log().scalar }
