import Tensors

/// 5.2: the losses of a critic and of its generator.
public protocol NoLogarithm: Exercise {
  /// What the critic makes small. Its negative is the critic's estimate of the distance.
  ///
  /// - Parameters: the scores of real and of generated samples, any numbers, `[batch, 1]`.
  /// - Returns: one number, shape `[]`.
  func criticLoss(realScores: Tensor, fakeScores: Tensor) throws -> Tensor

  /// What the generator makes small.
  func generatorLoss(fakeScores: Tensor) throws -> Tensor
}

extension NoLogarithm {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "scores")
    let real = Tensor.normal([64, 1], mean: 3, standardDeviation: 2, using: &stream)
    let fake = Tensor.normal([64, 1], mean: -2, standardDeviation: 2, using: &stream)
    let far = real.mean().scalar - fake.mean().scalar

    let loss = try criticLoss(realScores: real, fakeScores: fake)
    let forGenerator = try generatorLoss(fakeScores: fake)
    for loss in [loss, forGenerator] {
      try expect(
        loss.scalarCount == 1, "a loss is one number: take the mean over the batch",
        expected: "the shape []", got: "\(loss.shape)")
    }
    try expect(
      "the critic's loss", loss.scalars[0], near: -far,
      mistakes: [
        "the sign is turned round: this critic learns to score generated samples higher": far,
        "this is the discriminator's cross-entropy: a score is no logit":
          sigmoidCrossEntropy(logits: real, label: 1).scalar
          + sigmoidCrossEntropy(logits: fake, label: 0).scalar,
        "a sigmoid is left: the difference of the means can then never be more than 1":
          fake.sigmoid().mean().scalar - real.sigmoid().mean().scalar,
        "this is a hinge loss: scores beyond the margin have no gradient, and it is no distance":
          (1 - real).relu().mean().scalar + (1 + fake).relu().mean().scalar,
      ])
    try expect(
      "the generator's loss", forGenerator.scalars[0], near: -fake.mean().scalar,
      mistakes: [
        "the generator moves its samples to where the critic scores lower": fake.mean().scalar,
        "a logarithm is left in the generator's loss: its slope fades where the score is high":
          sigmoidCrossEntropy(logits: fake, label: 1).scalar,
      ])
  }
}
