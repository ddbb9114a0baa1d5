import Tensors

/// What a discriminator says in one step: the mean answers, the share of them on the right side of ½,
/// and the losses, D's with its two parts.
///
/// - Parameters:
///   - real: logits of real samples, of any shape.
///   - fake: logits of generated ones.
///   - lossD: the discriminator's loss in its common form, whatever a recipe adds to it, and `lossG`
///     the generator's.
public func discriminatorMetrics(
  real: Tensor, fake: Tensor, lossD: Tensor, lossG: Tensor
) -> Measurements {
  let (real, fake) = (real.detached(), fake.detached())
  let right = real.scalars.count { $0 > 0 } + fake.scalars.count { $0 < 0 }
  return [
    .lossD: lossD.scalar, .lossDReal: sigmoidCrossEntropy(logits: real, label: 1).scalar,
    .lossDFake: sigmoidCrossEntropy(logits: fake, label: 0).scalar, .lossG: lossG.scalar,
    .dReal: real.sigmoid().mean().scalar, .dFake: fake.sigmoid().mean().scalar,
    .accuracy: Float(right) / Float(real.scalarCount + fake.scalarCount),
  ]
}

extension Metric {
  public static let dReal = Metric(
    "dReal", .answers, "D on real samples",
    "The discriminator's mean answer on real samples: how likely it takes them to be real.",
    reference: "½ at equilibrium, but also when the generator has collapsed.",
    settledBy: judgesOfSamples)
  public static let dFake = Metric(
    "dFake", .answers, "D on generated samples",
    "The discriminator's mean answer on generated samples: how likely it takes them to be real.",
    reference: "½ at equilibrium, but also when the generator has collapsed.",
    settledBy: judgesOfSamples)
  public static let accuracy = Metric(
    "accuracy", .answers, "Accuracy of D",
    "The share of samples, real and generated, that the discriminator tells right.",
    reference: "½ is guessing; at 1 it is never fooled.", settledBy: judgesOfSamples)
  public static let lossD = Metric(
    "lossD", .losses, "Loss of the discriminator",
    "Its cross-entropy on a batch of real samples plus that on a batch of generated ones.",
    unit: "nats", reference: "ln 4 = 1.386 when D answers ½ everywhere.",
    settledBy: judgesOfSamples)
  public static let lossDReal = Metric(
    "lossDReal", .losses, "Its part on real samples",
    "Small when the discriminator takes real samples to be real.", unit: "nats",
    reference: "ln 2 = 0.693 when D answers ½.")
  public static let lossDFake = Metric(
    "lossDFake", .losses, "Its part on generated samples",
    "Small when the discriminator sees through the generated samples.", unit: "nats",
    reference: "ln 2 = 0.693 when D answers ½.")
  public static let lossG = Metric(
    "lossG", .losses, "Loss of the generator",
    "Small when the discriminator takes the generated samples to be real.", unit: "nats",
    reference: "ln 2 = 0.693 when D answers ½.", settledBy: judgesOfSamples)

  /// What tells a good generator from a collapsed one, where D and the losses cannot.
  static let judgesOfSamples = ["std", "digitsCovered", "modesCovered", "frechetRatio", "w1"]
}
