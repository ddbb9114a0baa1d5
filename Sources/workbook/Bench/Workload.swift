import ArgumentParser
import Tensors

/// A training step to be timed, the same work as the published figures of other libraries.
enum Workload: String, CaseIterable, ExpressibleByArgument {
  case w1 = "W1"
  case w2 = "W2"
  case w3 = "W3"
  case w4 = "W4"
  case w5 = "W5"
  case w6 = "W6"
  case w6b = "W6b"
  case gemm

  var batch: Int {
    switch self {
    case .w1: 200
    case .w2: 128
    case .w3, .w4, .w5, .w6, .w6b: 64
    case .gemm: 1024
    }
  }

  private var generatorSizes: [Int] { self == .w1 ? [1, 6, 6, 1] : [100, 256, 512, 1024, 784] }
  private var discriminatorSizes: [Int] { self == .w1 ? [1, 6, 6, 1] : [784, 512, 256, 1] }

  /// The multiply-adds of the matrix products in one step, and no others: the first layer needs no
  /// input gradient, and in the generator's step the discriminator needs no weight gradients.
  func multiplyAdds(batch: Int) -> Double {
    if self == .gemm { return Double(batch * 1024 * 1024) }
    if let tapsPerImage { return Double(batch) * tapsPerImage }
    func products(_ sizes: [Int]) -> [Double] {
      zip(sizes, sizes.dropFirst()).map { Double($0 * $1) }
    }
    let g = products(generatorSizes)
    let d = products(discriminatorSizes)
    let (allG, allD) = (g.reduce(0, +), d.reduce(0, +))
    let discriminatorStep = allG + 2 * (3 * allD - d[0])
    let generatorStep = 3 * allG - g[0] + 2 * allD
    let discriminatorSteps = self == .w1 ? 2.0 : 1.0
    return Double(batch) * (discriminatorSteps * discriminatorStep + generatorStep)
  }

  /// One step, as a function that keeps its networks.
  func step(batch: Int) -> () -> Void {
    switch self {
    case .w1: toyStep(batch: batch)
    case .w2: denseStep(batch: batch)
    case .w3: kerasStep(batch: batch)
    case .w4, .w5: stridedStep(batch: batch)
    case .w6, .w6b: criticStep(batch: batch)
    case .gemm: productStep(rows: batch)
    }
  }

  private func network(
    _ sizes: [Int], hidden: Activation, last: Activation, using stream: inout RandomStream
  ) -> Sequential {
    Sequential(
      (0..<sizes.count - 1).map { index in
        Dense(
          inputs: sizes[index], outputs: sizes[index + 1],
          activation: index == sizes.count - 2 ? last : hidden, using: &stream)
      })
  }

  private func toyStep(batch: Int) -> () -> Void {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    var data = RandomStream(seed: 1, for: "data")
    var generator = network(generatorSizes, hidden: .tanh, last: .tanh, using: &weights)
    var discriminator = network(discriminatorSizes, hidden: .tanh, last: .sigmoid, using: &weights)
    var generatorOptimizer = SGD(learningRate: 0.01, momentum: 0.6)
    var discriminatorOptimizer = SGD(learningRate: 0.01, momentum: 0.6)
    return {
      for _ in 0..<2 {
        let real = Tensor.normal([batch, 1], mean: -1, using: &data)
        let z = Tensor.uniform([batch, 1], from: -1, to: 1, using: &noise)
        let fake = (5 * generator(z)).detached()
        let loss = 1 - (discriminator(real).log() + (1 - discriminator(fake)).log()).mean()
        discriminatorOptimizer.update(
          &discriminator.parameters,
          along: gradients(of: loss, withRespectTo: discriminator.parameters))
      }
      let z = Tensor.uniform([batch, 1], from: -1, to: 1, using: &noise)
      let loss = 1 - discriminator(5 * generator(z)).log().mean()
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: loss, withRespectTo: generator.parameters))
    }
  }

  private func denseStep(batch: Int) -> () -> Void {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    var data = RandomStream(seed: 1, for: "data")
    let leaky = Activation.leakyReLU()
    var generator = network(generatorSizes, hidden: leaky, last: .tanh, using: &weights)
    var discriminator = network(discriminatorSizes, hidden: leaky, last: .identity, using: &weights)
    var generatorOptimizer = Adam(learningRate: 2e-4, beta1: 0.5)
    var discriminatorOptimizer = Adam(learningRate: 2e-4, beta1: 0.5)
    let images = Tensor.uniform([20 * batch, 784], from: -1, to: 1, using: &data)
    return {
      let start = data.next(below: 19 * batch)
      let real = images.slice(start..<start + batch)
      let fake = generator(.normal([batch, 100], using: &noise)).detached()
      let discriminatorLoss =
        sigmoidCrossEntropy(logits: discriminator(real), label: 1)
        + sigmoidCrossEntropy(logits: discriminator(fake), label: 0)
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: gradients(of: discriminatorLoss, withRespectTo: discriminator.parameters))
      let generated = generator(.normal([batch, 100], using: &noise))
      let generatorLoss = sigmoidCrossEntropy(logits: discriminator(generated), label: 1)
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: generatorLoss, withRespectTo: generator.parameters))
    }
  }

  private func productStep(rows: Int) -> () -> Void {
    var stream = RandomStream(seed: 1, for: "data")
    let a = Tensor.normal([rows, 1024], using: &stream)
    let b = Tensor.normal([1024, 1024], using: &stream)
    return { _ = a.matmul(b) }
  }
}
