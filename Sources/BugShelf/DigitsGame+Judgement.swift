import Metrics
import Tensors

extension DigitsGame {
  func samples(_ count: Int) -> Tensor { generator(judgedNoise(count)).detached() }

  private func judgedNoise(_ count: Int) -> Tensor {
    var stream = RandomStream(seed: seed, for: "evaluation")
    return .normal([count, latentSize], standardDeviation: 1, using: &stream)
  }

  func judgement() -> Measurements {
    let samples = samples(500)
    // A copy: what it remembers of these batches is forgotten.
    var copy = self
    let inTraining = copy.fakes(judgedNoise(500)).detached()
    return [
      .dUnseen: answer(discriminator(scaled(digits.unseen))),
      .frechetRatioOnComponents: digits.frechetRatio(samples),
      .frechetInTraining: digits.frechetRatio(inTraining),
      .pixelMean: samples.mean().scalar, .pixelMin: -(-samples).max().scalar,
      .unitStd: copy.spreadOfUnits(),
    ]
  }

  /// The standard deviation, over a batch, of what the generator's first batch norm puts out while it is
  /// trained: the mean over its units.
  private mutating func spreadOfUnits() -> Float {
    let whole = generator
    defer { generator = whole }
    generator = Sequential(Array(whole.layers.prefix(2)))
    return fakes(judgedNoise(500)).detached().variance(along: [0]).squareRoot().mean().scalar
  }
}
