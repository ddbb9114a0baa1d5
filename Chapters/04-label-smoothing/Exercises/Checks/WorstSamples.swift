import Datasets
import Tensors

/// 4.4: why do some generated samples stay where they are?
public protocol WorstSamples: Exercise {
  var evidence: SmoothingEvidence { get throws }
}

/// What one can measure of a discriminator.
public enum SmoothingEvidence: Sendable {
  /// What D answers where real and generated samples are equally frequent.
  case balance
  /// D's loss.
  case loss
  /// What D answers to the generated samples.
  case answer
  /// The length of the gradient of log D at the generated samples.
  case pull
}

extension WorstSamples {
  /// Takes the best D with each of three pairs of labels, lets it move a heap of generated samples that
  /// lies far from the real one, and asks which measurement has foretold the way that they go.
  func check(_ variant: Variant) throws {
    let choice = try evidence
    let labels: [(t: Float, f: Float)] = [(1, 0), (0.875, 0), (0.875, 0.125)]
    let critics = labels.map { BestDiscriminator(t: $0.t, f: $0.f, variant) }
    let moved = critics.map { $0.wayMoved() }
    let measured = critics.map { $0.measured(choice) }
    // Alike for the first two, and small for the third: so they move, and so must be what explains it.
    func tellsApart(_ values: [Float]) -> Bool {
      near(values[1] / values[0], 1, within: 0.2) && abs(values[2] / values[0]) < 0.2
    }
    func list(_ values: [Float]) -> String { values.map(shown).joined(separator: ", ") }
    try expect(
      tellsApart(moved) && tellsApart(measured), reason(choice),
      expected: "what goes with the way that the three heaps move: \(list(moved))",
      got: list(measured))
  }
}

/// Why a measurement explains nothing.
private func reason(_ choice: SmoothingEvidence) -> String {
  switch choice {
  case .balance: "far away, where the heap is stuck, the samples are not equally frequent"
  case .loss: "each label has a loss of its own: it differs between two heaps that move alike"
  case .answer: "a better answer is no help: nobody is told in which direction it gets better still"
  case .pull: "the pull does not differ"
  }
}

/// D* of real samples and of generated ones that lie 4 standard deviations to their right.
private struct BestDiscriminator {
  let t: Float
  let f: Float
  let real: Tensor
  let fake: Tensor
  let mean: Float
  let std: Float

  init(t: Float, f: Float, _ variant: Variant) {
    (self.t, self.f) = (t, f)
    (mean, std) = (Float(variant.target.mean), Float(variant.target.standardDeviation))
    var data = variant.stream(for: "data")
    real = variant.target.sample(500, using: &data)
    fake = variant.target.sample(500, using: &data) + 4 * std
  }

  /// f + (t − f) p/(p + q), where p/(p + q) is the sigmoid of log p − log q.
  func callAsFunction(_ x: Tensor) -> Tensor {
    let u = (x - mean) / std
    return f + (t - f) * (((u - 4).squared() - u.squared()) / 2).sigmoid()
  }

  /// The gradient of −log D at each of the samples.
  private func slopes(at x: Tensor) -> Tensor {
    let x = x.detached().tracked()
    return gradients(of: -self(x).log().sum(), withRespectTo: [x])[0]
  }

  /// How far the samples go on average, in standard deviations, in 50 steps down that gradient.
  func wayMoved() -> Float {
    var x = fake
    for _ in 0..<50 { x = (x - slopes(at: x) * (0.01 * std * std)).detached() }
    return (x - fake).absoluteValue().mean().scalar / std
  }

  func measured(_ evidence: SmoothingEvidence) -> Float {
    func crossEntropy(_ x: Tensor, _ label: Float) -> Float {
      let answer = self(x)
      // Where D is sure, 1 − D is 0: a term that has no weight is left out.
      let surely = label == 0 ? 0 : answer.log().mean().scalar * label
      let hardly = label == 1 ? 0 : (1 - answer).log().mean().scalar * (1 - label)
      return -(surely + hardly)
    }
    switch evidence {
    case .balance: return self(Tensor(mean + 2 * std)).scalar
    case .loss: return crossEntropy(real, t) + crossEntropy(fake, f)
    case .answer: return self(fake).mean().scalar
    case .pull: return slopes(at: fake).absoluteValue().mean().scalar
    }
  }
}
