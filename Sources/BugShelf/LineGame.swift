import Datasets
import Metrics
import Tensors

/// The game of chapter 1, made short: a generator that should learn to draw from N(−1, 1).
struct LineGame: Game {
  let fault: Fault?
  let steps: Int
  let batch = 200
  let dataset: String
  let facts: KeyValuePairs<String, String>
  let real = Distribution.normal(mean: -1, standardDeviation: 1)
  private let seed: UInt64

  var generator: Sequential  // [batch, 1] → [batch, 1]
  var discriminator: Sequential  // [batch, 1] → [batch, 1], a logit
  var generatorOptimizer: any Optimizer
  var discriminatorOptimizer: any Optimizer
  private var data: RandomStream
  private var noise: RandomStream

  /// - Parameter plain: whether the players use gradient descent with momentum in place of Adam.
  init(_ fault: Fault?, plain: Bool = false, seed: UInt64) {
    self.fault = fault
    self.seed = seed
    steps = plain ? 3000 : 1500
    dataset = real.description
    facts = [
      "optimizer": plain ? "gradient descent, rate 0.05, momentum 0.6" : "Adam, rate 0.001, β₁ 0.5",
      "hidden units": "16, 16", "updates of D in a step": "2",
    ]
    var weights = RandomStream(seed: seed, for: "weights")
    func network() -> Sequential {
      Sequential([
        Dense(inputs: 1, outputs: 16, activation: .tanh, using: &weights),
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),
        Dense(inputs: 16, outputs: 1, using: &weights),
      ])
    }
    generator = network()
    discriminator = network()
    func optimizer() -> any Optimizer {
      plain
        ? SGD(learningRate: 0.05, momentum: 0.6)
        : Adam(learningRate: 0.001, beta1: 0.5, beta2: 0.999)
    }
    generatorOptimizer = optimizer()
    discriminatorOptimizer = optimizer()
    data = RandomStream(seed: seed, for: "data")
    noise = RandomStream(seed: seed, for: "noise")
  }

  /// D's answers, 0 … 1, from its logits.
  private func answers(_ logits: Tensor) -> Tensor {
    if fault == .softmaxOfOne {
      return logits.exp() / logits.exp().sum(along: [1])  // [batch, 1] has one class
    } else {
      return logits.sigmoid()
    }
  }

  /// The cross-entropy of D's answers with a label.
  private func crossEntropy(_ logits: Tensor, label: Float) -> Tensor {
    if fault == .softmaxOfOne {
      // Clipped, so that no logarithm is infinite.
      let answers = answers(logits).clipped(to: 1e-7...1 - 1e-7)
      return -(label * answers.log() + (1 - label) * (1 - answers).log()).mean()
    }
    if fault == .lossSummed {
      return sigmoidCrossEntropy(logits: logits, label: label) * Float(batch)
    } else {
      return sigmoidCrossEntropy(logits: logits, label: label)
    }
  }

  private func discriminatorLoss(realLogits: Tensor, fakeLogits: Tensor) -> Tensor {
    if fault == .labelsSwapped {
      return crossEntropy(realLogits, label: 0) + crossEntropy(fakeLogits, label: 1)
    } else {
      return crossEntropy(realLogits, label: 1) + crossEntropy(fakeLogits, label: 0)
    }
  }

  private func generatorLoss(fakeLogits: Tensor) -> Tensor {
    if fault == .generatorSign {
      return crossEntropy(fakeLogits, label: 0)
    } else {
      return crossEntropy(fakeLogits, label: 1)
    }
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ game: LineGame, _ turn: Turn) throws -> Void
  ) rethrows {
    for step in steps {
      let before = Position(of: self)
      var (x, fake, lossD) = (Tensor(0), Tensor(0), Tensor(0))
      var (realLogits, fakeLogits) = (Tensor(0), Tensor(0))

      for _ in 0..<2 {
        x = real.sample(batch, using: &data)  // [batch, 1]
        let z = Tensor.uniform([batch, 1], from: -1, to: 1, using: &noise)
        fake = generator(z)  // [batch, 1]
        realLogits = discriminator(x)  // [batch, 1]
        fakeLogits = discriminator(fake)
        lossD = discriminatorLoss(realLogits: realLogits, fakeLogits: fakeLogits)
        if fault == .missingDetach {
          update([\.discriminator, \.generator], by: \.discriminatorOptimizer, against: lossD)
        } else if fault == .wrongParameters {
          update([\.generator], by: \.discriminatorOptimizer, against: lossD)
        } else {
          update([\.discriminator], by: \.discriminatorOptimizer, against: lossD)
        }
      }

      let z = Tensor.uniform([batch, 1], from: -1, to: 1, using: &noise)
      let lossG = generatorLoss(fakeLogits: discriminator(generator(z)))
      update([\.generator], by: \.generatorOptimizer, against: lossG)

      let turn = Turn(
        step: step,
        values: [
          .lossD: lossD.scalar, .lossG: lossG.scalar,
          .dReal: answers(realLogits).mean().scalar, .dFake: answers(fakeLogits).mean().scalar,
          .moveD: before.moveD(in: self), .moveG: before.moveG(in: self),
        ], real: x, fake: fake.detached())
      try observe(self, turn)
    }
  }

  func samples(_ count: Int) -> Tensor {
    var stream = RandomStream(seed: seed, for: "evaluation")
    return generator(Tensor.uniform([count, 1], from: -1, to: 1, using: &stream)).detached()
  }

  func judgement() -> Measurements {
    let report = OneDimensionalReport(
      of: samples(4000).scalars, cumulative: real.cumulative(at:),
      meanDistance: real.meanDistance(to:), over: real.plotRange)
    return [.w1: report?.w1, .mean: report?.mean, .std: report?.std]
  }

  /// D's answers at points of the line, for the picture.
  func answers(at points: [Float]) -> [Float] {
    answers(discriminator(Tensor(shape: [points.count, 1], scalars: points))).scalars
  }
}
