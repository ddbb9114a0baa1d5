import Datasets
import Metrics
import Tensors

/// The game of chapter 3, made small: networks of convolutions that should learn to draw the digit that
/// one asks for, 14 × 14.
struct AskedGame: Game {
  let fault: Fault?
  let steps = 1500
  let batch = 32
  let dataset = SmallDigits.title
  let facts: KeyValuePairs<String, String> = [
    "optimizer": "Adam, rates 0.002 (G) and 0.001 (D), β₁ 0.5",
    "channels": "16 (G); 16, 32 (D)", "noise": "16 normal numbers, and the order",
  ]
  static let classCount = 10
  let digits: SmallDigits
  let latentSize = 16
  let seed: UInt64

  var generator: Sequential  // [batch, 26] → [batch, 14, 14, 1]
  /// [batch, 14, 14, 1] → [batch, 10]: a logit for each digit, "is it a real one of these?"
  var discriminator: Sequential
  var generatorOptimizer: any Optimizer = Adam(learningRate: 2e-3, beta1: 0.5, beta2: 0.999)
  var discriminatorOptimizer: any Optimizer = Adam(learningRate: 1e-3, beta1: 0.5, beta2: 0.999)
  private var order: Batches
  private var noise: RandomStream
  private var wishes: RandomStream

  init(_ fault: Fault?, seed: UInt64) {
    self.fault = fault
    self.seed = seed
    digits = SmallDigits(seed: seed)
    var weights = RandomStream(seed: seed, for: "weights")

    let kernel: Int
    if fault == .kernelBelowStride {
      kernel = 1
    } else {
      kernel = 4
    }
    generator = Sequential([  // z and the order: [batch, 26]
      Dense(inputs: latentSize + AskedGame.classCount, outputs: 7 * 7 * 16, using: &weights),
      Reshape(to: [7, 7, 16]), BatchNorm(features: 16), Activation.relu,
      TransposedConv2D(
        inputs: 16, outputs: 1, kernel: kernel, stride: 2, activation: .tanh, using: &weights),
    ])  // [batch, 14, 14, 1]

    let leaky = Activation.leakyReLU(slope: 0.2)
    discriminator = Sequential([  // x: [batch, 14, 14, 1]
      Conv2D(inputs: 1, outputs: 16, kernel: 4, stride: 2, activation: leaky, using: &weights),
      Conv2D(inputs: 16, outputs: 32, kernel: 4, stride: 2, activation: leaky, using: &weights),
      Flatten(),  // [batch, 4 · 4 · 32]
      Dense(inputs: 4 * 4 * 32, outputs: AskedGame.classCount, using: &weights),
    ])
    order = Batches(of: digits.levels.shape[0], size: batch, seed: seed)
    noise = RandomStream(seed: seed, for: "noise")
    wishes = RandomStream(seed: seed, for: "orders")
  }

  /// The digits that the generator is asked for in a step, drawn by lot.
  private mutating func asked() -> [Int] {
    if fault == .classNeverAsked {
      return (0..<batch).map { _ in wishes.next(below: 9) }
    } else {
      return (0..<batch).map { _ in wishes.next(below: 10) }
    }
  }

  /// Of D's ten answers the one about the digit on the label, `[batch, 1]`.
  private func answer(_ logits: Tensor, about classes: [Int]) -> Tensor {
    if fault == .labelNotToD {
      return logits.mean(along: [1])
    } else {
      return (logits * .oneHot(classes, classes: AskedGame.classCount)).sum(along: [1])
    }
  }

  /// Noise, and twice the order behind it: `[count, 26]`.
  func with(_ z: Tensor, _ classes: [Int]) -> Tensor {
    .concatenation([z, .oneHot(classes, classes: AskedGame.classCount) * 2], along: 1)
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ game: AskedGame, _ turn: Turn) throws -> Void
  ) rethrows {
    for step in steps {
      let before = Position(of: self)

      let indices = order.next()
      let labels = digits.labels(at: indices)
      let x = SmallDigits.pictures(digits.levels.rows(at: indices))  // [batch, 14, 14, 1]
      let wanted = asked()
      let z = Tensor.normal([batch, latentSize], standardDeviation: 1, using: &noise)
      let fake = generator(with(z, wanted), phase: .training).detached()
      let realLogits = answer(discriminator(x), about: labels)  // [batch, 1]
      let fakeLogits = answer(discriminator(fake), about: wanted)
      let lossD =
        sigmoidCrossEntropy(logits: realLogits, label: 1)
        + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
      update([\.discriminator], by: \.discriminatorOptimizer, against: lossD)

      let next = asked()
      let freshZ = Tensor.normal([batch, latentSize], standardDeviation: 1, using: &noise)
      let images = generator(with(freshZ, next), phase: .training)
      let lossG = sigmoidCrossEntropy(
        logits: answer(discriminator(images), about: next), label: 1)
      update([\.generator], by: \.generatorOptimizer, against: lossG)

      let turn = Turn(
        step: step,
        values: [
          .lossD: lossD.scalar, .lossG: lossG.scalar,
          .dReal: realLogits.detached().sigmoid().mean().scalar,
          .dFake: fakeLogits.detached().sigmoid().mean().scalar,
          .moveD: before.moveD(in: self), .moveG: before.moveG(in: self),
        ], real: x, fake: fake)
      try observe(self, turn)
    }
  }
}
