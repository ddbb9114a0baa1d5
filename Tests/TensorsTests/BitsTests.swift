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

  @Test("4 steps of a pair of image networks end with the committed digest", arguments: [1, 2])
  func imagePair(threads: Int) {
    #expect(withThreads(threads) { Self.imagePair() } == "511cd90f09ebdf8c")
  }

  @Test(
    "2 steps of layers that are filtered minimally end with the committed digest",
    arguments: [1, 2])
  func wideImagePair(threads: Int) {
    #expect(withThreads(threads) { Self.wideImages() } == "32fdb597a3f82231")
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

  /// Every kind of image layer, with few channels and with many.
  private static func imagePair() -> String {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    var generator = Sequential([
      Dense(inputs: 20, outputs: 4 * 4 * 40, using: &weights), Reshape(to: [4, 4, 40]),
      BatchNorm(features: 40),
      TransposedConv2D(
        inputs: 40, outputs: 24, kernel: 5, upsampling: 2, activation: .relu, using: &weights),
      TransposedConv2D(
        inputs: 24, outputs: 9, kernel: 4, stride: 2, activation: .relu, using: &weights),
      BatchNorm(features: 9, scales: false),
      Conv2D(inputs: 9, outputs: 1, kernel: 3, activation: .tanh, using: &weights),
    ])
    var discriminator = Sequential([
      Conv2D(
        inputs: 1, outputs: 20, kernel: 5, stride: 2, activation: .leakyReLU(), using: &weights),
      Dropout(rate: 0.3, from: RandomStream(seed: 1, for: "dropout")),
      Conv2D(
        inputs: 20, outputs: 48, kernel: 4, stride: 2, padding: .explicit(1),
        activation: .leakyReLU(), bias: nil, using: &weights),
      Conv2D(inputs: 48, outputs: 1, kernel: 4, padding: .valid, using: &weights), Flatten(),
    ])
    var (generatorOptimizer, discriminatorOptimizer) = (
      Adam(learningRate: 0.001, beta1: 0.5), Adam(learningRate: 0.001, beta1: 0.5)
    )
    for _ in 0..<4 {
      let real = Tensor.uniform([18, 16, 16, 1], from: -1, to: 1, using: &noise)
      let z = Tensor.normal([18, 20], using: &noise)
      let fake = generator(z, phase: .training)
      let lossD =
        sigmoidCrossEntropy(logits: discriminator(real, phase: .training), label: 1)
        + sigmoidCrossEntropy(logits: discriminator(fake.detached(), phase: .training), label: 0)
      let lossG = sigmoidCrossEntropy(logits: discriminator(fake, phase: .training), label: 1)
      let slopesD = gradients(of: lossD, withRespectTo: discriminator.parameters)
      let slopesG = gradients(of: lossG, withRespectTo: generator.parameters)
      discriminatorOptimizer.update(&discriminator.parameters, along: slopesD)
      generatorOptimizer.update(&generator.parameters, along: slopesG)
    }
    let parameters = generator.parameters + discriminator.parameters
    #expect(parameters.allSatisfy { $0.isFinite })
    return digest(of: parameters + generator.averages)
  }

  /// Enough channels for minimal filtering: kernels of 3, 4 and 5, upsampling, and an update along a gradient
  /// of a gradient.
  private static func wideImages() -> String {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    var network = Sequential([
      TransposedConv2D(
        inputs: 48, outputs: 64, kernel: 5, upsampling: 2, activation: .tanh, using: &weights),
      Conv2D(inputs: 64, outputs: 32, kernel: 3, activation: .leakyReLU(), using: &weights),
      TransposedConv2D(
        inputs: 32, outputs: 64, kernel: 4, stride: 2, activation: .tanh, using: &weights),
      Conv2D(
        inputs: 64, outputs: 64, kernel: 5, stride: 2, activation: .leakyReLU(), using: &weights),
      Conv2D(inputs: 64, outputs: 96, kernel: 4, stride: 2, using: &weights),
    ])
    var optimizer = RMSProp(learningRate: 0.001)
    for _ in 0..<2 {
      let x = Tensor.normal([10, 7, 5, 48], using: &noise).tracked()
      let y = network(x)
      let slopes = gradients(
        of: y.squared().mean(), withRespectTo: [x], differentiable: true)[0]
      let loss = y.mean() + (slopes.squared().sum() - 1).squared()
      optimizer.update(
        &network.parameters, along: gradients(of: loss, withRespectTo: network.parameters))
    }
    #expect(network.parameters.allSatisfy { $0.isFinite })
    return digest(of: network.parameters)
  }
}
