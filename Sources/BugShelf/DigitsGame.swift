import Datasets
import Metrics
import Tensors

/// The game of chapter 2, made small: dense networks that should learn to draw digits of 14 × 14.
struct DigitsGame: Game {
  let fault: Fault?
  let steps: Int
  let batch: Int
  let dataset = SmallDigits.title
  let facts: KeyValuePairs<String, String> = [
    "optimizer": "Adam, rates 0.001 (G) and 0.0005 (D), β₁ 0.5",
    "hidden units": "64, 128 with batch norm (G); 128, 64 (D)", "noise": "16 normal numbers",
  ]
  let digits: SmallDigits
  let latentSize = 16
  let seed: UInt64

  var generator: Sequential  // [batch, 16] → [batch, 196]
  var discriminator: Sequential  // [batch, 196] → [batch, 1], a logit
  var generatorOptimizer: any Optimizer = Adam(learningRate: 1e-3, beta1: 0.5, beta2: 0.999)
  var discriminatorOptimizer: any Optimizer = Adam(learningRate: 5e-4, beta1: 0.5, beta2: 0.999)
  private var order: Batches
  private var noise: RandomStream

  init(_ fault: Fault?, batch: Int = 64, steps: Int = 1500, seed: UInt64) {
    self.fault = fault
    self.steps = steps
    self.batch = batch
    self.seed = seed
    digits = SmallDigits(seed: seed)
    var weights = RandomStream(seed: seed, for: "weights")
    let leaky = Activation.leakyReLU(slope: 0.2)

    let lastOfG: Activation
    if fault == .reluOutput {
      lastOfG = .relu
    } else {
      lastOfG = .tanh
    }
    generator = Sequential([  // z: [batch, 16]
      Dense(inputs: latentSize, outputs: 64, using: &weights),  // [batch, 64]
      BatchNorm(features: 64), leaky,
      Dense(inputs: 64, outputs: 128, using: &weights),  // [batch, 128]
      BatchNorm(features: 128), leaky,
      Dense(
        inputs: 128, outputs: SmallDigits.pixelCount, activation: lastOfG, using: &weights),
    ])

    let lastOfD: Activation
    if fault == .sigmoidTwice {
      lastOfD = .sigmoid
    } else {
      lastOfD = .identity
    }
    discriminator = Sequential([  // x: [batch, 196]
      Dense(inputs: SmallDigits.pixelCount, outputs: 128, activation: leaky, using: &weights),
      Dense(inputs: 128, outputs: 64, activation: leaky, using: &weights),  // [batch, 64]
      Dense(inputs: 64, outputs: 1, activation: lastOfD, using: &weights),  // [batch, 1]
    ])
    order = Batches(of: digits.levels.shape[0], size: batch, seed: seed)
    noise = RandomStream(seed: seed, for: "noise")
  }

  /// Levels 0 … 255 in the range of the generator's tanh.
  func scaled(_ levels: Tensor) -> Tensor {
    if fault == .pixelRange {
      return levels / 255
    } else {
      return (levels - 127.5) / 127.5
    }
  }

  /// What the generator makes of noise while it is trained, `[batch, 196]`.
  mutating func fakes(_ z: Tensor) -> Tensor {
    if fault == .inferenceInTraining {
      return generator(z)  // in the inference phase
    } else if fault == .averagesLost {
      var generator = generator
      return generator(z, phase: .training)
    } else {
      return generator(z, phase: .training)
    }
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ game: DigitsGame, _ turn: Turn) throws -> Void
  ) rethrows {
    let indicesOfFirst = order.next()
    for step in steps {
      let before = Position(of: self)

      let indices: [Int]
      if fault == .oneRealBatch {
        indices = indicesOfFirst
      } else {
        indices = order.next()
      }
      let x = scaled(digits.levels.rows(at: indices))  // [batch, 196]
      if fault == .sameNoise {
        noise = RandomStream(seed: seed, for: "noise")
      }
      let z = Tensor.normal([batch, latentSize], standardDeviation: 1, using: &noise)
      let fake = fakes(z).detached()  // [batch, 196]
      let realLogits = discriminator(x)  // [batch, 1]
      let fakeLogits = discriminator(fake)
      let lossD =
        sigmoidCrossEntropy(logits: realLogits, label: 1)
        + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
      update([\.discriminator], by: \.discriminatorOptimizer, against: lossD)

      let freshZ = Tensor.normal([batch, latentSize], standardDeviation: 1, using: &noise)
      let images = fakes(freshZ)
      let lossG: Tensor
      if fault == .imagesAsLogits {
        lossG = sigmoidCrossEntropy(logits: images, label: 1)
      } else {
        lossG = sigmoidCrossEntropy(logits: discriminator(images), label: 1)
      }
      if fault == .discriminatorNotFrozen {
        update([\.generator, \.discriminator], by: \.generatorOptimizer, against: lossG)
      } else {
        update([\.generator], by: \.generatorOptimizer, against: lossG)
      }

      let turn = Turn(
        step: step,
        values: [
          .lossD: lossD.scalar, .lossG: lossG.scalar, .dReal: answer(realLogits),
          .dFake: answer(fakeLogits), .moveD: before.moveD(in: self),
          .moveG: before.moveG(in: self),
        ], real: x, fake: fake)
      try observe(self, turn)
    }
  }

  /// D's mean answer, 0 … 1.
  func answer(_ logits: Tensor) -> Float { logits.detached().sigmoid().mean().scalar }
}
