import Tensors

/// 1.1: the discriminator's loss, from its logits.
public protocol DiscriminatorLoss: Exercise {
  /// The loss that the discriminator makes small: minus the mean of log D(x) over real numbers, minus
  /// the mean of log(1 − D(G(z))) over generated ones.
  ///
  /// - Parameters:
  ///   - realLogits: what D says of real numbers, before the sigmoid, `[batch, 1]`.
  ///   - fakeLogits: what D says of generated numbers, `[batch, 1]`.
  /// - Returns: one number, shape `[]`.
  func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor
}

extension DiscriminatorLoss {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "logits")
    let real = Tensor.normal([200, 1], mean: 1, standardDeviation: 2, using: &stream)
    let fake = Tensor.normal([200, 1], mean: -0.5, standardDeviation: 2, using: &stream)

    let loss = try self.loss(realLogits: real, fakeLogits: fake)
    try expect(
      loss.scalarCount == 1, "the loss is one number: take the mean over the batch",
      expected: "the shape []", got: "\(loss.shape)")
    let asReal = sigmoidCrossEntropy(logits: real, label: 1).scalar
    let asFake = sigmoidCrossEntropy(logits: fake, label: 0).scalar
    let swapped =
      sigmoidCrossEntropy(logits: real, label: 0) + sigmoidCrossEntropy(logits: fake, label: 1)
    let twice =
      sigmoidCrossEntropy(logits: real.sigmoid(), label: 1)
      + sigmoidCrossEntropy(logits: fake.sigmoid(), label: 0)
    try expect(
      "the loss", loss.scalars[0], near: asReal + asFake,
      mistakes: [
        "the labels are swapped: this D learns to call real numbers generated": swapped.scalar,
        "the sigmoid is taken twice: sigmoidCrossEntropy takes logits, not probabilities":
          twice.scalar,
        "the term of the generated numbers is missing: to answer 1 everywhere would be perfect":
          asReal,
        "the term of the real numbers is missing: to answer 0 everywhere would be perfect": asFake,
        "the sign is wrong: an optimiser makes a loss small, and this one should grow":
          -asReal - asFake,
        "both terms have the label 1: that is how the generator sees its numbers":
          asReal + sigmoidCrossEntropy(logits: fake, label: 1).scalar,
      ])

    // D is sure and right at ±100; log(1 − σ(100)) is minus infinity in 32 bits.
    let sure = Tensor(repeating: 100, shape: [4, 1])
    let extreme = try self.loss(realLogits: -sure, fakeLogits: sure).scalars[0]
    try expect(
      "the loss where D is sure and wrong", extreme, near: 200,
      mistakes: ["the loss is infinite where D is sure and wrong": .infinity])
  }
}
