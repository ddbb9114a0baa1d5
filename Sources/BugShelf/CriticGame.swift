import Datasets
import Metrics
import Tensors

/// The game of chapter 5, made small: a critic whose estimate of a distance trains the generator.
///
/// On the line, where the real numbers are N(2, 0.5), or on drawn digits of 14 × 14. The critic's slope
/// is held at 1 or below by a penalty, or its weights are held within ± ``clipValue``.
struct CriticGame: Game {
  static let columns = [
    "lossD", "lossG", "criticEstimate", "penalty", "gradientNormMean", "gradientNormReal",
    "weightMax",
    "moveD", "moveG", "w1", "mean", "std", "frechetRatio", "detour",
  ]
  static let clipValue: Float = 0.04
  static let penaltyWeight: Float = 10

  enum Data: Codable, Sendable { case line, digits }
  enum Hold: Codable, Sendable { case penalty, clipping }

  let fault: Fault?
  let data: Data
  let hold: Hold
  let steps = 400
  let batch: Int
  let dataset: String
  let facts: KeyValuePairs<String, String>
  private let criticSteps: Int
  let seed: UInt64
  let numbers = Distribution.normal(mean: 2, standardDeviation: 0.5)
  let digits: SmallDigits?

  var generator: Sequential  // [batch, 8] → [batch, 1] or [batch, 196]
  /// The critic: [batch, 1] or [batch, 196] → [batch, 1], a score.
  var discriminator: Sequential
  var generatorOptimizer: any Optimizer
  var discriminatorOptimizer: any Optimizer
  private let latentSize: Int
  /// Where the slope was penalised last, between which samples: each [batch, 1] or [batch, 196].
  private(set) var penalised: (points: Tensor, real: Tensor, fake: Tensor)?
  /// The largest weight that the clipped critic has had after an update.
  private var weightMax: Float?
  private var order: Batches
  private var stream: RandomStream
  private var noise: RandomStream
  private var shares: RandomStream

  init(_ fault: Fault?, on data: Data, heldBy hold: Hold, seed: UInt64) {
    self.fault = fault
    self.data = data
    self.hold = hold
    self.seed = seed
    digits = data == .digits ? SmallDigits(seed: seed) : nil
    dataset = data == .digits ? SmallDigits.title : numbers.description
    batch = data == .digits ? 64 : 200
    criticSteps = data == .digits ? 3 : 5
    latentSize = data == .digits ? 16 : 1

    var weights = RandomStream(seed: seed, for: "weights")
    let width = data == .digits ? SmallDigits.pixelCount : 1
    let leaky = Activation.leakyReLU(slope: 0.2)
    func dense(_ inputs: Int, _ outputs: Int) -> Dense {
      Dense(inputs: inputs, outputs: outputs, using: &weights)
    }
    generator =
      data == .digits
      ? Sequential([
        dense(latentSize, 64), BatchNorm(features: 64), leaky,
        dense(64, 128), BatchNorm(features: 128), leaky, dense(128, width), Activation.tanh,
      ])
      : Sequential([dense(1, 32), leaky, dense(32, 32), leaky, dense(32, 1)])
    let hidden = data == .digits ? 64 : 32
    if fault == .batchNormInCritic {
      discriminator = Sequential([
        dense(width, hidden), BatchNorm(features: hidden), leaky,
        dense(hidden, hidden), BatchNorm(features: hidden), leaky, dense(hidden, 1),
      ])
    } else {
      discriminator = Sequential([
        dense(width, hidden), leaky, dense(hidden, hidden), leaky, dense(hidden, 1),
      ])
    }

    switch hold {
    case .penalty:
      generatorOptimizer = Adam(learningRate: 1e-3, beta1: 0.5, beta2: 0.9)
      discriminatorOptimizer = Adam(learningRate: 2e-3, beta1: 0.5, beta2: 0.9)
    case .clipping:
      generatorOptimizer = RMSProp(learningRate: 1e-3)
      discriminatorOptimizer = RMSProp(learningRate: 5e-3)
    }
    facts = [
      "critic's slope held by":
        hold == .penalty
        ? "a one-sided penalty of weight \(Int(CriticGame.penaltyWeight))"
        : "clipping the weights to ±\(CriticGame.clipValue)",
      "optimizer":
        hold == .penalty
        ? "Adam, rates 0.001 (G) and 0.002 (critic), β₁ 0.5, β₂ 0.9"
        : "RMSProp, rates 0.001 (G) and 0.005 (critic)",
      "updates of the critic in a step": "\(criticSteps)",
    ]
    order = Batches(of: digits?.levels.shape[0] ?? batch, size: batch, seed: seed)
    stream = RandomStream(seed: seed, for: "data")
    noise = RandomStream(seed: seed, for: "noise")
    shares = RandomStream(seed: seed, for: "shares")
  }

  private mutating func nextReal() -> Tensor {
    guard let digits else { return numbers.sample(batch, using: &stream) }
    return SmallDigits.symmetric(digits.levels.rows(at: order.next()))
  }

  /// Real samples for the judge: digits that nobody is trained on, or fresh numbers.
  func judgedReal(_ count: Int, using stream: inout RandomStream) -> Tensor {
    guard let digits else { return numbers.sample(count, using: &stream) }
    return SmallDigits.symmetric(digits.unseen.slice(0..<count))
  }

  func latent(_ count: Int, using stream: inout RandomStream) -> Tensor {
    data == .digits
      ? .normal([count, latentSize], standardDeviation: 1, using: &stream)
      : .uniform([count, latentSize], from: -1, to: 1, using: &stream)
  }

  /// The mean of max(0, ‖∇D‖ − 1)² at points between real and generated samples.
  private mutating func gradientPenalty(real: Tensor, fake: Tensor) -> Tensor {
    let epsilon: Tensor
    if fault == .epsilonPerPixel {
      epsilon = .uniform(real.shape, from: 0, to: 1, using: &shares)
    } else {
      epsilon = .uniform([batch, 1], from: 0, to: 1, using: &shares)
    }
    let between = (epsilon * real + (1 - epsilon) * fake).tracked()
    penalised = (between.detached(), real, fake)
    let scores = discriminator(between, phase: .training)
    let slopes = gradients(of: scores.sum(), withRespectTo: [between], differentiable: true)[0]
    let squares: Tensor
    if fault == .normOverBatch {
      squares = slopes.squared().sum(along: [0])
    } else {
      squares = slopes.squared().sum(along: [1])
    }
    let norms = (squares + 1e-12).squareRoot()
    return (norms - 1).relu().squared().mean()
  }

  /// Brings the critic's weights into ± ``clipValue``.
  private mutating func clip() {
    let limit = CriticGame.clipValue
    discriminator.parameters = discriminator.parameters.map {
      $0.detached().clipped(to: -limit...limit).tracked()
    }
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ game: CriticGame, _ turn: Turn) throws -> Void
  ) rethrows {
    for step in steps {
      let before = Position(of: self)
      var (x, fake, lossD) = (Tensor(0), Tensor(0), Tensor(0))
      var (estimate, penalty) = (Tensor(0), Tensor(0))

      for _ in 0..<criticSteps {
        x = nextReal()
        fake = generator(latent(batch, using: &noise), phase: .training).detached()
        let realScores = discriminator(x, phase: .training)  // [batch, 1]
        let fakeScores = discriminator(fake, phase: .training)
        estimate = realScores.mean() - fakeScores.mean()
        lossD = -estimate
        switch hold {
        case .penalty:
          penalty = gradientPenalty(real: x, fake: fake)
          if fault == .penaltyNotAdded {
            _ = lossD + CriticGame.penaltyWeight * penalty
          } else {
            lossD += CriticGame.penaltyWeight * penalty
          }
          update([\.discriminator], by: \.discriminatorOptimizer, against: lossD)
        case .clipping:
          let slopes = gradients(of: lossD, withRespectTo: discriminator.parameters)
          if fault == .clipBeforeUpdate {
            clip()
            discriminatorOptimizer.update(&discriminator.parameters, along: slopes)
          } else {
            discriminatorOptimizer.update(&discriminator.parameters, along: slopes)
            clip()
          }
          let weights = discriminator.parameters.map { $0.absoluteValue().max().scalar }
          weightMax = weights.reduce(weightMax ?? 0, max)
        }
      }

      let images = generator(latent(batch, using: &noise), phase: .training)
      let lossG = -discriminator(images, phase: .training).mean()
      update([\.generator], by: \.generatorOptimizer, against: lossG)

      let turn = Turn(
        step: step,
        values: [
          .criticLossD: lossD.scalar, .criticLossG: lossG.scalar, .criticEstimate: estimate.scalar,
          .penalty: hold == .penalty ? penalty.scalar : nil,
          .weightMax: weightMax,
          .moveD: before.moveD(in: self), .moveG: before.moveG(in: self),
        ], real: x, fake: fake)
      try observe(self, turn)
    }
  }
}
