import Testing

@testable import Tensors

/// The same bits everywhere: a training gives the committed digests in a debug and a release build,
/// native, AVX2 and portable, on one thread and on two. To change a digest on purpose, say in the
/// change log why.
@Suite("The same bits everywhere", .serialized) struct BitsTests {
  @Test("200 steps of a 1 → 6 → 6 → 1 pair end with the committed digest", arguments: [1, 2])
  func smallPair(threads: Int) {
    let digests = withThreads(threads) {
      [
        Self.smallPair(Adam(learningRate: 0.001, beta1: 0.5)),
        Self.smallPair(SGD(learningRate: 0.01, momentum: 0.6)),
      ]
    }
    #expect(digests == ["3fb5ba31250e0be2", "e101c2f21e93b1af"])
  }

  @Test("5 steps of a 100 → 256 → 784 layer end with the committed digest", arguments: [1, 2])
  func wideLayers(threads: Int) {
    #expect(withThreads(threads) { Self.wideLayers() } == "1bac2a70a9d9be9f")
  }

  private func withThreads<Result>(_ threads: Int, _ body: () -> Result) -> Result {
    let before = Parallelism.threads
    defer { Parallelism.threads = before }
    Parallelism.threads = threads
    return body()
  }

  /// A generator and a discriminator take turns, 32 numbers at a time.
  private static func smallPair(_ optimizer: some Optimizer) -> String {
    var (generatorOptimizer, discriminatorOptimizer) = (optimizer, optimizer)
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    var data = RandomStream(seed: 1, for: "data")
    func network() -> Sequential {
      Sequential([
        Dense(inputs: 1, outputs: 6, activation: .tanh, using: &weights),
        Dense(inputs: 6, outputs: 6, activation: .tanh, using: &weights),
        Dense(inputs: 6, outputs: 1, using: &weights),
      ])
    }
    var (generator, discriminator) = (network(), network())
    let batch: Shape = [32, 1]
    for _ in 0..<200 {
      let real = Tensor.normal(batch, mean: 4, standardDeviation: 0.5, using: &data)
      let fake = generator(.uniform(batch, from: -8, to: 8, using: &noise)).detached()
      let lossD =
        sigmoidCrossEntropy(logits: discriminator(real), label: 0.9)
        + sigmoidCrossEntropy(logits: discriminator(fake), label: 0)
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: gradients(of: lossD, withRespectTo: discriminator.parameters))

      let generated = generator(.uniform(batch, from: -8, to: 8, using: &noise))
      let lossG = sigmoidCrossEntropy(logits: discriminator(generated), label: 1)
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: lossG, withRespectTo: generator.parameters))
    }
    let parameters = generator.parameters + discriminator.parameters
    #expect(parameters.allSatisfy { $0.isFinite })
    return digest(of: parameters)
  }

  /// Large enough for packed panels, edges of tiles, and threads.
  private static func wideLayers() -> String {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    var network = Sequential([
      Dense(
        inputs: 100, outputs: 256, activation: .leakyReLU(), weights: .heNormal, using: &weights),
      Dense(
        inputs: 256, outputs: 784, activation: .sigmoid,
        weights: .truncatedNormal(standardDeviation: 0.05), using: &weights),
    ])
    var optimizer = RMSProp(learningRate: 0.001)
    for _ in 0..<5 {
      let z = Tensor.normal([128, 100], using: &noise)
      let wanted = Tensor.uniform([128, 784], using: &noise)
      let loss = (network(z) - wanted).squared().mean()
      optimizer.update(
        &network.parameters, along: gradients(of: loss, withRespectTo: network.parameters))
    }
    #expect(network.parameters.allSatisfy { $0.isFinite })
    return digest(of: network.parameters)
  }
}
