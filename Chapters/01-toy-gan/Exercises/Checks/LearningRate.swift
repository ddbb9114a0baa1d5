import Datasets
import Metrics
import Tensors

/// 1.6: one knob, and a limit to meet from four seeds.
public protocol TunedRate: Exercise {
  /// The learning rate of both players' Adam optimisers.
  var learningRate: Float { get throws }
}

extension TunedRate {
  /// Trains four short runs, which differ in the seed alone.
  func check(_ variant: Variant) throws {
    let rate = try learningRate
    try expect(
      rate > 0 && rate <= 1, "this is no learning rate: it has to be above 0, and 1 at most",
      got: shown(rate))
    let limit = 0.6 * Float(variant.target.standardDeviation)
    let runs = (0..<4).map { ShortRun(variant, seed: variant.seed &+ $0, rate: rate) }
    if runs.allSatisfy({ $0.distance < limit }) { return }

    let distances = runs.map { shown($0.distance) }.joined(separator: ", ")
    let count = runs.count { $0.distance < limit }
    throw Wrong(
      runs.allSatisfy { $0.moved < 0.2 }
        ? "the rate is too small: in 200 steps the generator has hardly moved"
        : count == 0
          ? "the rate is too large: the players overshoot each other, and no run comes near"
          : "it works from \(count) of 4 seeds: one run that goes well proves nothing",
      expected: "W1 below \(shown(limit)) from each of 4 seeds", got: "W1 of \(distances)")
  }
}

/// Two hundred steps of the chapter's loop, with a discriminator that sees the batch.
private struct ShortRun {
  /// The generated numbers' distance (Wasserstein-1) from the real distribution.
  let distance: Float
  /// How far the generated numbers have come from where they began, on average.
  let moved: Float

  init(_ variant: Variant, seed: UInt64, rate: Float) {
    let real = variant.target
    var weights = RandomStream(seed: seed, for: "weights")
    var data = RandomStream(seed: seed, for: "data")
    var noise = RandomStream(seed: seed, for: "noise")
    func network(inputs: Int, _ last: Activation) -> Sequential {
      Sequential([
        Dense(inputs: inputs, outputs: 16, activation: .tanh, using: &weights),
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),
        Dense(inputs: 16, outputs: 1, activation: last, using: &weights),
      ])
    }
    var generator = network(inputs: 1, .tanh)
    var discriminator = network(inputs: 3, .identity)
    var generatorOptimizer = Adam(learningRate: rate, beta1: 0.5)
    var discriminatorOptimizer = Adam(learningRate: rate, beta1: 0.5)

    func latent(_ count: Int) -> Tensor {
      Tensor.uniform([count, 1], from: -1, to: 1, using: &noise)
    }
    func generated(_ z: Tensor) -> Tensor { generator(z) * 5 }
    func logits(_ x: Tensor) -> Tensor {
      let mean = x.mean(along: [0]).broadcast(to: x.shape)
      let spread = (x.variance(along: [0]) + 1e-8).squareRoot().broadcast(to: x.shape)
      return discriminator(.concatenation([x, mean, spread], along: 1))
    }

    let z = latent(2000)
    let before = generated(z).detached()
    for _ in 0..<200 {
      for _ in 0..<2 {
        let x = real.sample(100, using: &data)
        let loss =
          sigmoidCrossEntropy(logits: logits(x), label: 1)
          + sigmoidCrossEntropy(logits: logits(generated(latent(100)).detached()), label: 0)
        discriminatorOptimizer.update(
          &discriminator.parameters,
          along: gradients(of: loss, withRespectTo: discriminator.parameters))
      }
      let loss = sigmoidCrossEntropy(logits: logits(generated(latent(100))), label: 1)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: loss, withRespectTo: generator.parameters))
    }
    let after = generated(z).detached()
    distance =
      wasserstein1(
        after.scalars, cumulative: real.cumulative(at:), meanDistance: real.meanDistance(to:))
      ?? .infinity
    moved = (after - before).absoluteValue().mean().scalar
  }
}
