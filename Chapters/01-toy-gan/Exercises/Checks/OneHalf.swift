import Metrics
import Tensors

/// 1.4: which measurement tells a success from a heap?
public protocol OneHalf: Exercise {
  var evidence: Evidence { get throws }
}

/// What one can measure at the end of a run.
public enum Evidence: Sendable {
  /// The discriminator's mean answers on real and on generated numbers.
  case answers
  /// The two losses.
  case losses
  /// The mean of the generated numbers.
  case mean
  /// The standard deviation of the generated numbers.
  case standardDeviation
}

extension OneHalf {
  /// Trains a discriminator as the published tutorial does, once against a perfect generator and once
  /// against one that makes a single number, and takes the measurement in both.
  func check(_ variant: Variant) throws {
    let choice = try evidence
    var data = variant.stream(for: "data")
    let perfect = End(variant) { variant.target.sample($0, using: &data) }
    let heap = End(variant) { Tensor(repeating: Float(variant.target.mean), shape: [$0, 1]) }
    let (good, bad) = (perfect.measured(choice), heap.measured(choice))
    let differs = zip(good, bad).contains { abs($0 - $1) > 0.1 }
    try expect(
      differs, reason(choice), expected: "another value for the bell than for the heap",
      got:
        "\(good.map(shown).joined(separator: " and ")) for the bell, "
        + "\(bad.map(shown).joined(separator: " and ")) for the heap")
  }
}

/// Why a measurement that does not differ proves nothing.
private func reason(_ choice: Evidence) -> String {
  switch choice {
  case .answers: "a discriminator that has not learned to tell them apart says one half to anything"
  case .losses: "the losses are made from the answers alone: they say no more than those"
  case .mean: "a heap of equal numbers can lie right on the mean"
  case .standardDeviation: "the standard deviation does not differ"
  }
}

/// What there is to see at the end of a run against one generator.
private struct End {
  let generated: Moments
  let dReal: Float
  let dFake: Float
  let lossD: Float
  let lossG: Float

  init(_ variant: Variant, generator: (Int) -> Tensor) {
    var weights = variant.stream(for: "weights")
    var data = variant.stream(for: "real")
    func dense(_ inputs: Int, _ outputs: Int, _ activation: Activation) -> Dense {
      Dense(
        inputs: inputs, outputs: outputs, activation: activation,
        weights: .truncatedNormal(standardDeviation: 0.1), using: &weights)
    }
    var discriminator = Sequential([
      dense(1, 6, .tanh), dense(6, 6, .tanh), dense(6, 1, .identity),
    ])
    var optimizer = SGD(learningRate: 0.01, momentum: 0.6)
    for _ in 0..<1000 {
      let real = discriminator(variant.target.sample(200, using: &data))
      let fake = discriminator(generator(200))
      let loss =
        sigmoidCrossEntropy(logits: real, label: 1) + sigmoidCrossEntropy(logits: fake, label: 0)
      optimizer.update(
        &discriminator.parameters,
        along: gradients(of: loss, withRespectTo: discriminator.parameters))
    }
    let samples = generator(2000)
    let real = discriminator(variant.target.sample(2000, using: &data)).detached()
    let fake = discriminator(samples).detached()
    generated = Moments(samples.scalars)!
    (dReal, dFake) = (real.sigmoid().mean().scalar, fake.sigmoid().mean().scalar)
    lossG = sigmoidCrossEntropy(logits: fake, label: 1).scalar
    lossD =
      sigmoidCrossEntropy(logits: real, label: 1).scalar
      + sigmoidCrossEntropy(logits: fake, label: 0).scalar
  }

  func measured(_ evidence: Evidence) -> [Float] {
    switch evidence {
    case .answers: [dReal, dFake]
    case .losses: [lossD, lossG]
    case .mean: [generated.mean]
    case .standardDeviation: [generated.standardDeviation]
    }
  }
}
