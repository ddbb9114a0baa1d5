import Metrics
import Runs
import Tensors
import WGAN

extension Training {
  /// What the critic makes of samples that it was not trained on at this moment: its estimate, and the
  /// norms of its gradient half-way and everywhere else between real and generated ones.
  func criticMetrics(_ count: Int) -> Measurements {
    let (x, fake) = (real.shown(count), samples(count))
    var stream = RandomStream(seed: noise.seed, for: "looking between")
    let norms = gradientPenalty(
      critic: { critic($0) }, real: x, fake: fake,
      epsilon: interpolationShares(for: x, using: &stream)
    ).norms
    let mean = norms.mean().scalar
    return [
      .criticEstimate: (critic(x).mean() - critic(fake).mean()).scalar,
      .gradientNormMean: mean,
      .gradientNormStd: (norms - mean).squared().mean().squareRoot().scalar,
    ]
  }
}

/// What the numbers of a critic mean: that depends on the losses it is trained by.
struct CriticWords {
  var lossD = Metric.lossD
  var lossG = Metric.lossG
  var estimate = Metric.criticEstimate

  static let wasserstein = CriticWords(
    lossD: Metric(
      "lossD", .losses, "Loss of the critic",
      "Its mean score on generated samples less that on real ones, and the penalty if there is one.",
      reference: "No sigmoid and no logarithm: below 0 when the critic tells them apart."),
    lossG: Metric(
      "lossG", .losses, "Loss of the generator",
      "The mean score of generated samples, with the sign turned.",
      reference: "A score has no meaning of its own, so there is no value to hope for."))

  /// The game of the chapters before.
  static let game = CriticWords(estimate: .scoreGap)

  static let leastSquares = CriticWords(
    lossD: Metric(
      "lossD", .losses, "Loss of the discriminator",
      "How far its scores are from 1 on real samples and from 0 on generated ones, squared.",
      reference: "0 when it knows them all."),
    lossG: Metric(
      "lossG", .losses, "Loss of the generator",
      "How far the scores of generated samples are from 1, squared.",
      reference: "0 when the discriminator takes them to be real."),
    estimate: .scoreGap)

  static let hinge = CriticWords(
    lossD: Metric(
      "lossD", .losses, "Loss of the critic",
      "How far its scores are from passing 1 on real samples and −1 on generated ones.",
      reference: "0 when it knows them all, 2 when it scores them all alike."),
    lossG: wasserstein.lossG, estimate: .scoreGap)

  static let pairing = CriticWords(
    lossD: Metric(
      "lossD", .losses, "Loss of the critic",
      "How far it is from scoring every real sample above the generated one that it is paired with; at "
        + "every fourth step with the penalties.",
      reference: "log 2 = 0.693 when it cannot tell them apart."),
    lossG: Metric(
      "lossG", .losses, "Loss of the generator",
      "How far its samples are from being scored above the real ones that they are paired with.",
      reference: "log 2 = 0.693 when the critic cannot tell them apart."),
    estimate: .scoreGap)
}

/// How the critic's value and the samples' distance from real ones rise and fall together over a run:
/// their rank correlation, over all of it and without the first quarter, in which everything falls. Beside
/// it stands the same of a clock, which has seen no sample: minus the number of the step.
func agreement(_ log: MetricLog, with distance: Metric) -> Measurements {
  let (steps, distances) = log.series(distance)
  let estimates = log.series(.criticEstimate)
  let byStep = Dictionary(zip(estimates.steps, estimates.values), uniquingKeysWith: { $1 })
  func correlations(from first: Float) -> (critic: Float?, clock: Float?) {
    let pairs = zip(steps, distances).filter { $0.0 >= first && byStep[$0.0] != nil }
    if pairs.count < 6 { return (nil, nil) }  // A few moments agree by chance.
    let judged = pairs.map(\.1)
    return (
      spearman(pairs.compactMap { byStep[$0.0] }, judged), spearman(pairs.map { -$0.0 }, judged)
    )
  }
  let (whole, late) = (correlations(from: 0), correlations(from: (steps.last ?? 0) / 4))
  return [
    .criticQuality: whole.critic, .criticQualityLate: late.critic,
    .stepQuality: whole.clock, .stepQualityLate: late.clock,
  ]
}

extension Metric {
  /// The estimate of a discriminator whose slope nothing holds.
  static let scoreGap = Metric(
    "criticEstimate", .answers, "How far apart the scores are",
    "Its mean score on real samples less that on generated ones, before any sigmoid.",
    reference: "No distance: nothing holds the slope.")
  static let criticQuality = Metric(
    "criticQuality", .answers, "Does the critic's value tell quality?",
    "How the critic's estimate and the samples' distance from real ones rise and fall together over "
      + "the run (Spearman's rank correlation).",
    reference: "1: they always go together. 0: it tells nothing. Compare what a clock would score.")
  static let criticQualityLate = Metric(
    "criticQualityLate", .answers, "The same after the first quarter",
    "As above, without the first quarter of the steps, in which everything falls.",
    reference: "Two unrelated orders of 30 agree up to 0.36 either way; two that drift, more.")
  static let stepQuality = Metric(
    "stepQuality", .answers, "What a clock would score",
    "How minus the number of the step and the samples' distance from real ones rise and fall together "
      + "over the run (Spearman's rank correlation).",
    reference: "A critic's value that scores no more tells no more than that time has passed.")
  static let stepQualityLate = Metric(
    "stepQualityLate", .answers, "A clock after the first quarter",
    "As above, without the first quarter of the steps.",
    reference: "To be compared with the critic's value after the first quarter.")
}
