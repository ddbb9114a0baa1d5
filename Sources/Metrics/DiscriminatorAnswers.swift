import Tensors

/// What a discriminator's logits in one step amount to, under the names that a run's log gives them:
/// the losses in their common form, whatever a recipe adds to them, the mean answers, and the share of
/// answers on the right side of ½.
///
/// - Parameters:
///   - real: logits of real samples, of any shape.
///   - fake: logits of generated ones.
///   - toGenerator: logits of the samples that the generator then learnt from.
public func discriminatorMetrics(
  real: Tensor, fake: Tensor, toGenerator: Tensor
) -> KeyValuePairs<String, Float?> {
  let (real, fake) = (real.detached(), fake.detached())
  let lossDReal = sigmoidCrossEntropy(logits: real, label: 1).scalar
  let lossDFake = sigmoidCrossEntropy(logits: fake, label: 0).scalar
  let right = real.scalars.count { $0 > 0 } + fake.scalars.count { $0 < 0 }
  return [
    "lossD": lossDReal + lossDFake, "lossDReal": lossDReal, "lossDFake": lossDFake,
    "lossG": sigmoidCrossEntropy(logits: toGenerator.detached(), label: 1).scalar,
    "dReal": real.sigmoid().mean().scalar, "dFake": fake.sigmoid().mean().scalar,
    "accuracy": Float(right) / Float(real.scalarCount + fake.scalarCount),
  ]
}
