import ArgumentParser
import Datasets
import Metrics
import Runs
import Tensors

/*:
 ## The critic's loss

 The critic makes its mean score on real samples as much higher as it can than that on generated ones.
 An optimiser makes a loss small, so its loss is the difference the other way round.

 $$L_C = \mathbb{E}\, C(G(z)) - \mathbb{E}\, C(x)$$
 */
func wassersteinLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  fakeScores.mean() - realScores.mean()
}

/*:
 The generator moves its samples to where the critic scores higher.

 $$L_G = -\,\mathbb{E}\, C(G(z))$$
 */
func wassersteinGeneratorLoss(fakeScores: Tensor) -> Tensor {
  -fakeScores.mean()
}

func interpolationShares(for real: Tensor, using stream: inout RandomStream) -> Tensor {
  .uniform(Shape([real.shape[0]] + [Int](repeating: 1, count: real.rank - 1)), using: &stream)
}

func gradientPenalty(
  critic: (Tensor) -> Tensor, real: Tensor, fake: Tensor, epsilon: Tensor,
  sides: PenaltySides = .two
) -> (penalty: Tensor, norms: Tensor) {
  let between = (epsilon * real + (1 - epsilon) * fake).detached().tracked()
  let slopes = gradients(
    of: critic(between).sum(), withRespectTo: [between], differentiable: true)[0]
  let norms = (slopes.flattened().squared().sum(along: [1]) + 1e-12).squareRoot()
  let excess = sides == .one ? (norms - 1).relu() : norms - 1
  return (excess.squared().mean(), norms.detached())
}

func clipped(_ parameters: [Tensor], to clipValue: Float) -> [Tensor] {
  parameters.map { $0.detached().clipped(to: -clipValue...clipValue).tracked() }
}

func minimaxLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: realScores, label: 1)
    + sigmoidCrossEntropy(logits: fakeScores, label: 0)
}

func nonSaturatingLoss(fakeScores: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeScores, label: 1)
}

func leastSquaresLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  ((realScores - 1).squared().mean() + fakeScores.squared().mean()) / 2
}

func leastSquaresGeneratorLoss(fakeScores: Tensor) -> Tensor {
  (fakeScores - 1).squared().mean() / 2
}

extension Recipe {
  func criticLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
    switch self {
    case .gp, .clip: wassersteinLoss(realScores: realScores, fakeScores: fakeScores)
    case .gan: minimaxLoss(realScores: realScores, fakeScores: fakeScores)
    case .lsgan: leastSquaresLoss(realScores: realScores, fakeScores: fakeScores)
    }
  }

  func generatorLoss(fakeScores: Tensor) -> Tensor {
    switch self {
    case .gp, .clip: wassersteinGeneratorLoss(fakeScores: fakeScores)
    case .gan: nonSaturatingLoss(fakeScores: fakeScores)
    case .lsgan: leastSquaresGeneratorLoss(fakeScores: fakeScores)
    }
  }
}

struct Training {
  let settings: Settings
  var real: RealSamples
  var generator: Sequential
  var critic: Sequential
  var generatorOptimizer: any Optimizer
  var criticOptimizer: any Optimizer
  var noise: RandomStream
  /// For the places between real and generated samples where the penalty looks.
  var shares: RandomStream

  init(_ settings: Settings, real source: RealSamples.Source, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.settings = settings
    real = RealSamples(source, settings, seed: seed)
    generator = makeGenerator(settings, using: &weights)
    critic = makeCritic(settings, using: &weights)
    generatorOptimizer = settings.makeOptimizer(rate: settings.generatorRate)
    criticOptimizer = settings.makeOptimizer(rate: settings.criticRate)
    noise = RandomStream(seed: seed, for: "noise")
    shares = RandomStream(seed: seed, for: "interpolation")
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    let batch = settings.batchSize
    for step in steps {
      var answers = Answers(step: step)
      for _ in 0..<settings.criticSteps(at: step) {
        let x = real.next(batch)
        let z = settings.latent(batch, settings.latentSize, using: &noise)
        let fake = generator(z, phase: .training).detached()
        let realScores = critic(x, phase: .training)  // [batch, 1]
        let fakeScores = critic(fake, phase: .training)
        var lossD = settings.recipe.criticLoss(realScores: realScores, fakeScores: fakeScores)
        if settings.gradientPenaltyWeight > 0 {
          let (penalty, norms) = gradientPenalty(
            critic: { critic($0) }, real: x, fake: fake,
            epsilon: interpolationShares(for: x, using: &shares), sides: settings.penaltySides)
          lossD += settings.gradientPenaltyWeight * penalty
          answers.gradientNorms = norms
        }
        criticOptimizer.learningRate =
          settings.criticPace * settings.criticRate * settings.rateShare(at: step)
        criticOptimizer.update(
          &critic.parameters, along: gradients(of: lossD, withRespectTo: critic.parameters))
        if let clipValue = settings.clipValue {
          critic.parameters = clipped(critic.parameters, to: clipValue)
        }
        answers.lossD = lossD
      }

      let z = settings.latent(batch, settings.latentSize, using: &noise)
      let fakeScores = critic(generator(z, phase: .training), phase: .training)
      let lossG = settings.recipe.generatorLoss(fakeScores: fakeScores)
      generatorOptimizer.learningRate =
        settings.generatorPace * settings.generatorRate * settings.rateShare(at: step)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
      answers.lossG = lossG
      try observe(self, answers)
    }
  }
}

/// What a step gave, each before the player moved: of the critic, its last update.
struct Answers {
  let step: Int
  var lossD = Tensor(0)
  var lossG = Tensor(0)
  /// The norms of the critic's gradient between real and generated samples, `[batch, 1]`, where the
  /// recipe computes them.
  var gradientNorms: Tensor?
}
