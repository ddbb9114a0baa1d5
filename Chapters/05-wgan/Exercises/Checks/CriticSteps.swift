import Metrics
import Tensors

/// 5.5: one knob, and a critic that has to keep up.
public protocol CriticSteps: Exercise {
  /// How many updates the critic makes for each one of the generator.
  var criticSteps: Int { get throws }
}

extension CriticSteps {
  /// Trains from four seeds a critic against a generator that moves.
  func check(_ variant: Variant) throws {
    let steps = try criticSteps
    try expect(
      (1...40).contains(steps), "the number of critic steps has to be from 1 to 40",
      got: "\(steps)")
    let limit: Float = 0.2
    let errors = (0..<4).map { trackingError(variant, seed: variant.seed &+ $0, steps: steps) }
    let shownErrors = errors.map(shown).joined(separator: ", ")
    let count = errors.count { $0 < limit }
    try expect(
      count > 0, "the critic cannot keep up: the heaps have changed places, and it has not turned",
      expected: "readings off by less than \(shown(limit))", got: shownErrors)
    try expect(
      count == 4, "it keeps up from \(count) of 4 seeds only: it needs a little more time",
      expected: "readings off by less than \(shown(limit))", got: shownErrors)
    try expect(
      steps <= 10, "it keeps up, but wastes its time: fewer updates would do",
      expected: "at most 10 for each step of the generator", got: "\(steps)")
  }
}

/// By how much the critic's readings are off, on average and as a share of the average distance, while
/// a generated heap passes the real one, from 2 standard deviations on its right to 2 on its left.
private func trackingError(_ variant: Variant, seed: UInt64, steps: Int) -> Float {
  var weights = RandomStream(seed: seed, for: "weights")
  var data = RandomStream(seed: seed, for: "data")
  var shares = RandomStream(seed: seed, for: "shares")
  // In standard deviations from the real mean.
  let (mean, std) = (Float(variant.target.mean), Float(variant.target.standardDeviation))
  let real = (variant.target.sample(64, using: &data) - mean) / std
  let z = Tensor.normal([64, 1], using: &data)
  var critic = Sequential([
    Dense(inputs: 1, outputs: 16, activation: .tanh, using: &weights),  // [64, 16]
    Dense(inputs: 16, outputs: 1, using: &weights),  // [64, 1]
  ])
  var optimizer = Adam(learningRate: 0.01, beta1: 0, beta2: 0.9)
  var (off, total): (Float, Float) = (0, 0)
  for round in 0...20 {
    let fake = z + (2 - 0.2 * Float(round))
    // Before the heap moves, the critic has time to learn.
    for _ in 0..<(round == 0 ? 100 : steps) {
      let share = Tensor.uniform([64, 1], using: &shares)
      let x = (share * real + (1 - share) * fake).tracked()
      let slope = gradients(of: critic(x).sum(), withRespectTo: [x], differentiable: true)[0]
      let penalty = (slope.absoluteValue() - 1).relu().squared().mean() * 10
      let loss = critic(fake).mean() - critic(real).mean() + penalty
      optimizer.update(
        &critic.parameters, along: gradients(of: loss, withRespectTo: critic.parameters))
    }
    if round == 0 { continue }
    let reading = critic(real).mean().scalar - critic(fake).mean().scalar
    let distance = wasserstein1(real.scalars, fake.scalars) ?? 0
    off += abs(reading - distance)
    total += distance
  }
  return off / total
}
