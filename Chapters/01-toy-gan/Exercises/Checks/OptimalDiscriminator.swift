import Tensors

/// 1.3: the best discriminator there is.
public protocol OptimalDiscriminator: Exercise {
  /// What the best discriminator answers at a point, from the two densities there.
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
          "the two densities are swapped: this D says 1 where the generated numbers are":
            q / (p + q),
          "one half is right only where p and q are equal: at the equilibrium, and not before": 0.5,
          "a ratio of densities is no probability: it can be larger than 1": p / q,
          "only p is looked at: many real numbers prove nothing where even more are generated": p,
          "a logit is no probability: the sigmoid is missing": logarithm(p) - logarithm(q),
        ])
    }
    try expect("D where q is 0", try answer(p: 0.3, q: 0), near: 1)
    try expect("D where p is 0", try answer(p: 0, q: 0.3), near: 0)
  }
}

/// The answer d that makes p log d + q log(1 − d) largest, found by trying ten thousand.
private func bestByTrial(p: Float, q: Float) -> Float {
  let answers = Tensor((1..<10_000).map { Float($0) / 10_000 })
  let values = (answers.log() * p + (1 - answers).log() * q).scalars
  let best = values.indices.max { values[$0] < values[$1] } ?? 0
  return answers.scalars[best]
}

private func logarithm(_ value: Float) -> Float { Tensor(value).log().scalar }
