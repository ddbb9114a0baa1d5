/*:
 # Chapter 4 · A label that is not quite sure
 */
import ArgumentParser
import Datasets
import Foundation
import Metrics
import Runs
import Tensors

/*:
 ## Labels
 */
struct Labels: Equatable, Sendable {
  var real: Float = 1
  var fake: Float = 0

  static let hard = Labels()
}

extension Labels: CustomStringConvertible {
  var description: String { String(format: "%g and %g", real, fake) }
}

/*:
 slim and one-sided
 */
enum Smoothing: String, CaseIterable, ExpressibleByArgument {
  case slim
  case oneSided = "one-sided"

  /// The label that takes the place of `y`, 0 or 1.
  func callAsFunction(_ y: Float, by s: Float) -> Float {
    switch self {
    case .slim: y * (1 - s) + s / 2
    case .oneSided: y * (1 - s)
    }
  }
}

/*:
 ## optimum
 */
extension Labels {
  /// D*(x) where the real density is `p` and the generated one `q`.
  func optimum(p: Double, q: Double) -> Double {
    (Double(real) * p + Double(fake) * q) / (p + q)
  }

  /// The cross-entropy of a real sample at D's best answer for it, the label itself: the least there is.
  var realFloor: Double { entropy(Double(real)) }

  /// What an answer says of p / (p + q): the inverse of ``optimum(p:q:)``.
  func share(of answer: Float) -> Float { (answer - fake) / (real - fake) }
}

/// The entropy of a coin that shows heads with the probability `t`, in nats.
private func entropy(_ t: Double) -> Double {
  t <= 0 || t >= 1 ? 0 : -t * log(t) - (1 - t) * log(1 - t)
}

/*:
 ## Networks
 */
struct Generator: Layer {
  var layers: Sequential
  private let settings: Settings

  init(_ settings: Settings, using weights: inout RandomStream) {
    self.settings = settings
    switch settings.recipe {
    case .optimum:  // No layers and nothing to learn: z + mean.
      layers = Sequential([])
    case .line:
      layers = Sequential([  // z: [batch, 1]
        Dense(inputs: 1, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 1, activation: .tanh, using: &weights),  // [batch, 1]
      ])
    case .digits:
      layers = Sequential([  // z: [batch, 32]
        Dense(inputs: 32, outputs: 128, using: &weights),  // [batch, 128]
        BatchNorm(features: 128), Activation.leakyReLU(slope: 0.2),
        Dense(inputs: 128, outputs: 256, using: &weights),  // [batch, 256]
        BatchNorm(features: 256), Activation.leakyReLU(slope: 0.2),
        Dense(inputs: 256, outputs: 784, activation: .tanh, using: &weights),  // [batch, 784]
      ])
    }
  }

  func callAsFunction(_ z: Tensor) -> Tensor { placed(layers(z)) }

  mutating func callAsFunction(_ z: Tensor, phase: Phase) -> Tensor {
    placed(layers(z, phase: phase))
  }

  private func placed(_ x: Tensor) -> Tensor {
    switch settings.recipe {
    case .optimum: x + settings.fakeMean
    case .line: 5 * x
    case .digits: x
    }
  }

  var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }

  var averages: [Tensor] {
    get { layers.averages }
    set { layers.averages = newValue }
  }
}

struct Discriminator: Layer {
  var layers: Sequential
  private let seesBatch: Bool

  init(_ settings: Settings, using weights: inout RandomStream) {
    seesBatch = settings.recipe == .line
    switch settings.recipe {
    case .optimum:
      layers = Sequential([  // x: [batch, 1]
        Dense(inputs: 1, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
        Dense(inputs: 32, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
        Dense(inputs: 32, outputs: 1, using: &weights),  // [batch, 1]
      ])
    case .line:
      layers = Sequential([  // x with the mean and the spread of its batch: [batch, 3]
        Dense(inputs: 3, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 1, using: &weights),  // [batch, 1]
      ])
    case .digits:
      layers = Sequential([  // x: [batch, 784]
        Dense(inputs: 784, outputs: 256, activation: .leakyReLU(slope: 0.2), using: &weights),
        Dense(inputs: 256, outputs: 64, activation: .leakyReLU(slope: 0.2), using: &weights),
        Dense(inputs: 64, outputs: 1, using: &weights),  // [batch, 256], [batch, 64], [batch, 1]
      ])
    }
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    guard seesBatch else { return layers(x) }
    let mean = x.mean(along: [0]).broadcast(to: x.shape)
    let spread = (x.variance(along: [0]) + 1e-8).squareRoot().broadcast(to: x.shape)
    return layers(.concatenation([x, mean, spread], along: 1))
  }

  var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }
}

/*:
 ## The losses
 */
func smoothedLoss(realLogits: Tensor, fakeLogits: Tensor, labels: Labels) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: labels.real)
    + sigmoidCrossEntropy(logits: fakeLogits, label: labels.fake)
}

func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

func slopePenalty(realLogits: Tensor, real: Tensor, weight: Float) -> Tensor {
  let slopes = gradients(of: realLogits.sum(), withRespectTo: [real], differentiable: true)[0]
  return slopes.squared().mean() * (weight / 2)
}

/*:
 ## Twins
 */
struct Twin {
  let labels: Labels
  var generator: Generator
  var discriminator: Discriminator
  var generatorOptimizer: Adam
  var discriminatorOptimizer: Adam
  /// The generator's parameters, averaged over the steps, if the recipe averages.
  var average: MovingAverage?
  var answers = Answers()

  init(_ labels: Labels, _ settings: Settings, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.labels = labels
    generator = Generator(settings, using: &weights)
    discriminator = Discriminator(settings, using: &weights)
    generatorOptimizer = Adam(learningRate: settings.learningRate, beta1: 0.5, beta2: 0.999)
    discriminatorOptimizer = generatorOptimizer
    if let decay = settings.averageDecay {
      average = MovingAverage(of: generator.parameters, decay: decay)
    }
  }

  mutating func learnToTell(_ real: Tensor, fromNoise z: Tensor, penalty: Float, rate: Float) {
    let x = penalty > 0 ? real.tracked() : real  // [batch, 1] or [batch, 784]
    let fake = generator(z, phase: .training).detached()
    let realLogits = discriminator(x)  // [batch, 1]
    let fakeLogits = discriminator(fake)
    var loss = smoothedLoss(realLogits: realLogits, fakeLogits: fakeLogits, labels: labels)
    if penalty > 0 { loss += slopePenalty(realLogits: realLogits, real: x, weight: penalty) }
    discriminatorOptimizer.learningRate = rate
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: gradients(of: loss, withRespectTo: discriminator.parameters))
    answers.real = realLogits.detached()
    answers.fake = fakeLogits.detached()
  }

  mutating func learnToFool(fromNoise z: Tensor, rate: Float) {
    let fakeLogits = discriminator(generator(z, phase: .training))
    let loss = nonSaturatingLoss(fakeLogits: fakeLogits)
    generatorOptimizer.learningRate = rate
    generatorOptimizer.update(
      &generator.parameters, along: gradients(of: loss, withRespectTo: generator.parameters))
    average?.update(with: generator.parameters)
    answers.toGenerator = fakeLogits.detached()
  }

  /// The generator that samples are drawn with: averaged, if the recipe averages.
  var finalGenerator: Generator {
    var final = generator
    if let average { final.parameters = average.parameters }
    return final
  }
}

/// A discriminator's logits in one step, before each of the two players moved.
struct Answers {
  var real = Tensor(0)
  var fake = Tensor(0)
  /// Of the samples that the generator then learnt from; a frozen one has none.
  var toGenerator: Tensor?
}

struct Training {
  let settings: Settings
  var twins: [Twin]
  var data: RealData
  var noise: RandomStream

  init(_ settings: Settings, data: RealData, seed: UInt64) {
    self.settings = settings
    self.data = data
    twins = settings.labels.map { Twin($0, settings, seed: seed) }
    noise = RandomStream(seed: seed, for: "noise")
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ step: Int) throws -> Void
  ) rethrows {
    let updates = settings.discriminatorSteps
    for step in steps {
      for update in 0..<updates {
        let x = data.batch(settings.batchSize)
        let z = settings.latent(settings.batchSize, using: &noise)
        let rate = settings.rate(
          pace: settings.discriminatorPace, update: updates * (step - 1) + update,
          of: updates * settings.steps)
        for index in twins.indices {
          twins[index].learnToTell(
            x, fromNoise: z, penalty: settings.penaltyWeight, rate: rate)
        }
      }
      if settings.recipe != .optimum {
        let z = settings.latent(settings.batchSize, using: &noise)
        let rate = settings.rate(
          pace: settings.generatorPace, update: step - 1, of: settings.steps)
        for index in twins.indices { twins[index].learnToFool(fromNoise: z, rate: rate) }
      }
      try observe(self, step)
    }
  }
}
