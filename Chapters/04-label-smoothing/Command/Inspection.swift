import LabelSmoothing
import Metrics
import Tensors

/// What a twin's discriminator says of real and generated samples, and what reaches the generator. The
/// samples come from streams of their own, so looking never changes the run.
struct Inspection {
  let labels: Labels
  let realLogits: [Float]
  let fakeLogits: [Float]
  /// The length of the gradient of log D at each generated sample: what G learns from.
  private let lengths: [Float]

  init(of twin: Twin, in training: Training, count: Int = 1_000) {
    let seed = training.noise.seed
    var reals = RandomStream(seed: seed, for: "evaluation, real")
    let real = training.data.sample(count, using: &reals)
    // As in training: with batch norm, D has never seen a sample of the inference phase. This is a
    // copy, so its averages go nowhere.
    var generator = twin.generator
    let z = training.recipe.latent(count, for: "evaluation", seed: seed)
    let fake = generator(z, phase: .training).detached().tracked()
    let logits = twin.discriminator(fake)
    labels = twin.labels
    realLogits = twin.discriminator(real).scalars
    fakeLogits = logits.scalars
    lengths = pulls(at: fake, logits: logits).squared().sum(along: [1]).squareRoot().scalars
  }

  var meanPull: Float { lengths.reduce(0, +) / Float(lengths.count) }

  var measurements: Measurements {
    let (sure, reliability) = (answers(realLogits), reliability)
    return [
      .gradientToG: meanPull,
      .dMax: sure.max(), .aboveLabel: Float(sure.count { $0 > labels.real }) / Float(sure.count),
      .logitTop: quantile(realLogits, 0.99), .logitBottom: quantile(fakeLogits, 0.01),
      .accuracyBetweenLabels: accuracy(threshold: labels.middle),
      .accuracyAtHalf: accuracy(threshold: 0.5),
      .calibrationError: reliability.error(reading: labels.share(of:)),
      .calibrationErrorRaw: reliability.error(),
    ]
  }

  /// The share of samples, real and generated, on the right side of `threshold`.
  private func accuracy(threshold: Float) -> Float {
    let right =
      answers(realLogits).count { $0 > threshold } + answers(fakeLogits).count { $0 < threshold }
    return Float(right) / Float(realLogits.count + fakeLogits.count)
  }

  var reliability: Reliability {
    Reliability(real: answers(realLogits), generated: answers(fakeLogits))
  }
}

/// How log D pulls each of the samples `x`, which are tracked and got these logits: down its gradient,
/// as the generator's loss counts it.
func pulls(at x: Tensor, logits: Tensor) -> Tensor {
  gradients(of: (-logits).softplus().sum(), withRespectTo: [x])[0]
}

/// D's answers, from its logits.
private func answers(_ logits: [Float]) -> [Float] { Tensor(logits).sigmoid().scalars }

private func quantile(_ values: [Float], _ part: Float) -> Float {
  values.sorted()[Int(part * Float(values.count - 1))]
}

extension Metric {
  static let gradientToG = Metric(
    "gradientToG", .answers, "Gradient that reaches G",
    "The mean length of the gradient of log D at generated samples.")
  static let dMax = Metric(
    "dMax", .answers, "Largest answer", "D's largest answer on a real sample.",
    reference: "At D's best it would not exceed the real label.")
  static let aboveLabel = Metric(
    "aboveLabel", .answers, "Answers above the label",
    "The share of real samples that D answers with more than its label.",
    reference: "0 at D's best.")
  static let logitTop = Metric(
    "logitTop", .answers, "Most confident yes",
    "The 99th percentile of the logits on real samples.")
  static let logitBottom = Metric(
    "logitBottom", .answers, "Most confident no",
    "The 1st percentile of the logits on generated samples.")
  static let calibrationError = Metric(
    "calibrationError", .answers, "Error of that reading",
    "How far the share of real samples is from what the answer says when read between the labels.",
    reference: "0 is perfect.")
  static let calibrationErrorRaw = Metric(
    "calibrationErrorRaw", .answers, "Error of the answer itself",
    "How far the share of real samples is from the answer taken at its word.")
  static let accuracyBetweenLabels = {
    var metric = Metric.accuracy
    metric.sentence =
      "The share of samples, real and generated, on the right side of the middle of D's labels."
    return metric
  }()
  static let accuracyAtHalf = Metric(
    "accuracyAtHalf", .answers, "Accuracy of D at ½",
    "The same, if an answer above ½ counts as real: the wrong line for smoothed labels.",
    settledBy: ["accuracy"])
}
