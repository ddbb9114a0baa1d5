import Tensors

/// 4.1: the discriminator's loss with a label below 1 for real samples.
public protocol SmoothedLoss: Exercise {
  /// The mean of −t log D − (1 − t) log(1 − D) over real samples, t being their label, plus the mean of
  /// −log(1 − D) over generated ones.
  ///
  /// - Parameters:
  ///   - realLogits: what D says of real samples, before the sigmoid, `[batch, 1]`.
  ///   - fakeLogits: what D says of generated samples, `[batch, 1]`.
  ///   - realLabel: t, above ½ and at most 1.
  /// - Returns: one number, shape `[]`.
  func loss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float) throws -> Tensor
}

extension SmoothedLoss {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "logits")
    let real = Tensor.normal([200, 1], mean: 2, standardDeviation: 2, using: &stream)
    let fake = Tensor.normal([200, 1], mean: -1, standardDeviation: 2, using: &stream)
    let t = Float(variant.number("label", book: 0.9, from: 0.7, to: 0.9))

    let loss = try self.loss(realLogits: real, fakeLogits: fake, realLabel: t)
    try expect(
      loss.scalarCount == 1, "the loss is one number: take the mean over the batch",
      expected: "the shape []", got: "\(loss.shape)")
    func value(_ t: Float, _ f: Float) -> Float {
      sigmoidCrossEntropy(logits: real, label: t).scalar
        + sigmoidCrossEntropy(logits: fake, label: f).scalar
    }
    let noSecondPart =
      (-real).softplus().mean().scalar * t + sigmoidCrossEntropy(logits: fake, label: 0).scalar
    try expect(
      !loss.scalars[0].isNaN,
      "there is a logarithm of a negative number in it: some D is surer than the label",
      expected: shown(value(t, 0)), got: shown(loss.scalars[0]))
    try expect(
      "the loss", loss.scalars[0], near: value(t, 0),
      mistakes: [
        "the generated samples' label is smoothed too: the worst of them will learn nothing":
          value(t, 1 - t),
        "(1 − t) log(1 − D) is missing: nothing tells D that it is surer than the label":
          noSecondPart,
        "the label of the real samples is still 1": value(1, 0),
        "the labels are swapped: this D learns to call real samples generated": value(0, t),
      ])

    // D may be as sure as it likes, and wrong.
    let sure = Tensor(shape: [2, 1], scalars: [100, -100])
    let atEnds = try self.loss(realLogits: sure, fakeLogits: sure, realLabel: t).scalars
    try expect(
      atEnds.allSatisfy(\.isFinite),
      "the loss is infinite where D is sure: log σ is lost there, so compute it from the logit",
      expected: "a large number at the logits 100 and −100",
      got: atEnds.map(shown).joined(separator: ", "))
  }
}
