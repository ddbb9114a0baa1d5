import Tensors

/// 5.6: which measurement gives a critic with batch norm away?
public protocol ScoreAlone: Exercise {
  var evidence: CriticEvidence { get throws }
}

/// What one can measure of a critic, and what one expects of a healthy one.
public enum CriticEvidence: Sendable {
  /// The loss at the end less that at the beginning: it should have fallen.
  case loss
  /// The mean score of real samples less that of generated ones: it should be above 0.
  case order
  /// The norm of the gradient between the heaps, on average: it should be about 1.
  case gradientNorm
  /// How far a sample's score moves when the rest of its batch is replaced: not at all.
  case company
}

extension ScoreAlone {
  /// Trains two critics on the same two heaps, one of them with batch norm, and measures both.
  func check(_ variant: Variant) throws {
    let choice = try evidence
    let plain = TrainedCritic(variant, batchNorm: false)
    let normed = TrainedCritic(variant, batchNorm: true)
    let (good, bad) = (plain.measured(choice), normed.measured(choice))
    let readings =
      "(They read \(shown(plain.reading)) and \(shown(normed.reading)); the heaps are 3 apart.)"
    try expect(
      isHealthy(good, choice) && !isHealthy(bad, choice), reason(choice),
      expected: "a value that is as it should be without batch norm, and not with it",
      got: "\(shown(good)) without batch norm, \(shown(bad)) with it. \(readings)")
  }
}

private func isHealthy(_ value: Float, _ evidence: CriticEvidence) -> Bool {
  switch evidence {
  case .loss: value < 0
  case .order: value > 0
  case .gradientNorm: value > 0.7 && value < 1.5
  case .company: abs(value) < 0.01
  }
}

/// Why a measurement that is as it should be for both says nothing.
private func reason(_ choice: CriticEvidence) -> String {
  switch choice {
  case .loss: "the loss falls for both: it says that the critic learns, and not what"
  case .order: "both score real samples higher: by how much they should, nobody knows in a run"
  case .gradientNorm:
    "both norms are about 1: with batch norm it is the slope of something else than a score"
  case .company: "the score does not depend on the company"
  }
}

/// A critic that has learned from two heaps in four dimensions, which are 3 apart.
private struct TrainedCritic {
  var layers: Sequential
  var firstLoss: Float = 0
  var lastLoss: Float = 0
  let real: Tensor
  let fake: Tensor
  let others: Tensor

  init(_ variant: Variant, batchNorm: Bool) {
    var weights = variant.stream(for: "weights")
    var data = variant.stream(for: "data")
    var shares = variant.stream(for: "shares")
    func heap() -> Tensor { .normal([64, 4], using: &data) }
    (real, fake, others) = (heap(), heap() + 1.5, heap() * 2 - 3)
    var layers: [any Layer] = [Dense(inputs: 4, outputs: 16, using: &weights)]
    if batchNorm { layers.append(BatchNorm(features: 16)) }
    layers += [Activation.tanh, Dense(inputs: 16, outputs: 1, using: &weights)]
    self.layers = Sequential(layers)

    var optimizer = Adam(learningRate: 0.01, beta1: 0, beta2: 0.9)
    for update in 0..<150 {
      let norms = gradientNorms(.uniform([64, 1], using: &shares))
      let distance = score(real).mean() - score(fake).mean()
      let loss = (norms - 1).squared().mean() * 10 - distance
      if update == 0 { firstLoss = loss.scalar }
      lastLoss = loss.scalar
      optimizer.update(
        &self.layers.parameters, along: gradients(of: loss, withRespectTo: self.layers.parameters))
    }
  }

  /// In the training phase, as the critic's updates and the generator's see it.
  private func score(_ x: Tensor) -> Tensor {
    var layers = layers
    return layers(x, phase: .training)
  }

  private func gradientNorms(_ share: Tensor) -> Tensor {
    let x = (share * real + (1 - share) * fake).tracked()
    let slopes = gradients(of: score(x).sum(), withRespectTo: [x], differentiable: true)[0]
    return (slopes.squared().sum(along: [1]) + 1e-12).squareRoot()
  }

  /// What the critic says is the distance of the heaps.
  var reading: Float { (score(real).mean() - score(fake).mean()).scalar }

  func measured(_ evidence: CriticEvidence) -> Float {
    switch evidence {
    case .loss: return lastLoss - firstLoss
    case .order: return reading
    case .gradientNorm: return gradientNorms(.zeros([64, 1]) + 0.5).mean().scalar
    case .company:
      let sample = real.slice(0..<1)
      let moved = score(.concatenation([sample, others])).slice(0..<1)
      return (moved - score(real).slice(0..<1)).scalar
    }
  }
}
