import Tensors

/// What a twin's discriminator says of real and generated samples, and what reaches the generator. The
/// samples come from streams of their own, so looking never changes the run.
struct Inspection {
  let labels: Labels
  let realLogits: [Float]
  let fakeLogits: [Float]
  /// The length of the gradient of log D at each generated sample: what G learns from.
  let pulls: [Float]

  init(of twin: Twin, in training: Training, count: Int = 1_000) {
    var reals = RandomStream(seed: training.noise.seed, for: "evaluation, real")
    var stream = RandomStream(seed: training.noise.seed, for: "evaluation")
    let real = training.data.sample(count, using: &reals)
    let z = training.settings.latent(count, using: &stream)
    // As in training: with batch norm, D has never seen a sample of the inference phase. This is a
    // copy, so its averages go nowhere.
    var generator = twin.generator
    let fake = generator(z, phase: .training).detached().tracked()
    let logits = twin.discriminator(fake)
    labels = twin.labels
    realLogits = twin.discriminator(real).scalars
    fakeLogits = logits.scalars
    pulls = pull(at: fake, logits: logits).scalars
  }

  /// The measurements by name.
  var metrics: KeyValuePairs<String, Float?> {
    let sure = answers(realLogits)
    let middle = (labels.real + labels.fake) / 2
    return [
      "gradientToG": mean(pulls),
      "dMax": sure.max(), "aboveLabel": share(sure) { $0 > labels.real },
      "logitTop": quantile(realLogits, 0.99), "logitBottom": quantile(fakeLogits, 0.01),
      "accuracy": accuracy(threshold: middle), "accuracyAtHalf": accuracy(threshold: 0.5),
      "calibrationError": calibrationError(labels.share(of:)),
      "calibrationErrorRaw": calibrationError { $0 },
    ]
  }

  /// The share of samples, real and generated, on the right side of `threshold`.
  private func accuracy(threshold: Float) -> Float {
    let right =
      answers(realLogits).count { $0 > threshold } + answers(fakeLogits).count { $0 < threshold }
    return Float(right) / Float(realLogits.count + fakeLogits.count)
  }

  /// Of the samples that got about the same answer, how many are real: by twentieths of the answers.
  /// A bin with fewer than 20 samples says too little and is left out.
  var reliability: [(answer: Float, share: Float, count: Int)] {
    var bins = [(sum: Float, real: Int, count: Int)](repeating: (0, 0, 0), count: 20)
    for (logits, isReal) in [(realLogits, 1), (fakeLogits, 0)] {
      for answer in answers(logits) {
        let bin = min(19, Int(answer * 20))
        bins[bin].sum += answer
        bins[bin].real += isReal
        bins[bin].count += 1
      }
    }
    return bins.filter { $0.count >= 20 }.map {
      ($0.sum / Float($0.count), Float($0.real) / Float($0.count), $0.count)
    }
  }

  /// How far, on average, the share that `reading` makes of an answer is from the true one.
  private func calibrationError(_ reading: (Float) -> Float) -> Float {
    let bins = reliability
    let total = bins.reduce(0) { $0 + Float($1.count) * abs($1.share - reading($1.answer)) }
    return total / Float(max(1, bins.reduce(0) { $0 + $1.count }))
  }
}

/// The length of the gradient of log D at each of the samples `x`, which are tracked and got these
/// logits: `[count]`.
func pull(at x: Tensor, logits: Tensor) -> Tensor {
  let loss = (-logits).softplus().sum()
  return gradients(of: loss, withRespectTo: [x])[0].squared().sum(along: [1]).squareRoot()
}

/// D's answers, from its logits.
private func answers(_ logits: [Float]) -> [Float] { Tensor(logits).sigmoid().scalars }

func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }

private func share(_ values: [Float], where isSo: (Float) -> Bool) -> Float {
  Float(values.count(where: isSo)) / Float(values.count)
}

private func quantile(_ values: [Float], _ part: Float) -> Float {
  values.sorted()[Int(part * Float(values.count - 1))]
}

extension Answers {
  /// The losses that were made small, with the labels of their twin, and the mean answers.
  func measured(_ labels: Labels) -> KeyValuePairs<String, Float?> {
    let lossDReal = sigmoidCrossEntropy(logits: real, label: labels.real).scalar
    let lossDFake = sigmoidCrossEntropy(logits: fake, label: labels.fake).scalar
    return [
      "lossD": lossDReal + lossDFake, "lossDReal": lossDReal, "lossDFake": lossDFake,
      "lossG": toGenerator.map { nonSaturatingLoss(fakeLogits: $0).scalar },
      "dReal": real.sigmoid().mean().scalar, "dFake": fake.sigmoid().mean().scalar,
    ]
  }
}
