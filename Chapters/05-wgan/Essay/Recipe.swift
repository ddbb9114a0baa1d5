import Runs
import Tensors

/// A way of training on a problem, complete: an option changes one part.
package struct Recipe {
  package let name: String
  package let problem: Problem
  package var steps: Int
  package var batchSize: Int
  package var networks: Networks
  package let criticLoss: (_ realScores: Tensor, _ fakeScores: Tensor) -> Tensor
  /// nil where real and generated scores are compared: then it is the critic's, with the two exchanged.
  package let generatorLoss: ((_ fakeScores: Tensor) -> Tensor)?
  /// Updates of the critic for one of the generator.
  package var criticSteps = 1
  /// At the first `startSteps` steps of the generator the critic makes this many.
  package var startCriticSteps = 0
  package var startSteps = 0
  /// c of weight clipping; `nil` for none.
  package var clipValue: Float?
  /// λ of the gradient penalty; 0 for none.
  package var gradientPenaltyWeight: Float = 0
  package var penaltySides: PenaltySides
  /// γ of the penalties R1 and R2; 0 for none.
  package var slopePenaltyWeight: Float = 0
  package var criticNorm = CriticNorm.none
  package var criticRate: Float
  package var generatorRate: Float
  /// Whether both rates fall to 0 over the second half.
  package var ratesFall: Bool
  /// Adam's; RMSprop has none.
  package var beta1: Float = 0.5
  /// Of the average of the generator's parameters; nil for none.
  package var averageDecay: Float?
  let optimizer: (_ rate: Float, _ beta1: Float) -> any Optimizer
  /// Multiplies the learning rate of a player: 0 freezes it, −1 sends it the wrong way.
  package var criticPace: Float = 1
  package var generatorPace: Float = 1

  /// WGAN with a gradient penalty (Gulrajani et al., 2017).
  package static func gp(
    on problem: Problem, _ preset: Preset, steps: Int? = nil
  ) -> Recipe {
    var recipe = Recipe(
      "gp", on: problem, preset,
      steps: steps ?? (preset == .lesson ? problem.penaltySteps : nil), wassersteinLoss,
      wassersteinGeneratorLoss,
      rates: preset == .paper ? (1e-4, 1e-4) : problem.penaltyRates
    ) { Adam(learningRate: $0, beta1: $1, beta2: 0.9) }
    recipe.criticSteps = 5
    recipe.gradientPenaltyWeight = problem.penaltyWeight
    if preset == .paper {
      recipe.beta1 = 0
    } else {
      recipe.ratesFall = true
      recipe.averageDecay = problem.averageDecay
    }
    return recipe
  }

  /// WGAN with clipped weights (Arjovsky, Chintala, Bottou, 2017). Their paper found momentum
  /// unstable: hence RMSprop.
  package static func clip(
    on problem: Problem, _ preset: Preset, steps: Int? = nil
  ) -> Recipe {
    var recipe = Recipe(
      "clip", on: problem, preset, steps: steps, wassersteinLoss, wassersteinGeneratorLoss,
      rates: preset == .paper ? (5e-5, 5e-5) : (5e-4, 5e-4)
    ) { rate, _ in RMSProp(learningRate: rate) }
    recipe.criticSteps = 5
    recipe.startSteps = min(25, recipe.steps / 10)
    recipe.startCriticSteps = preset == .quick ? 20 : problem.startCriticSteps
    recipe.clipValue = preset == .paper ? 0.01 : problem.clipValue
    return recipe
  }

  /// The game of the chapters before, for comparison.
  package static func gan(
    on problem: Problem, _ preset: Preset, steps: Int? = nil
  ) -> Recipe {
    Recipe(
      "gan", on: problem, preset, steps: steps, minimaxLoss, nonSaturatingLoss,
      rates: problem.gameRates
    ) { Adam(learningRate: $0, beta1: $1, beta2: 0.999) }
  }

  /// Least squares in place of cross-entropy (Mao et al., 2017).
  package static func lsgan(
    on problem: Problem, _ preset: Preset, steps: Int? = nil
  ) -> Recipe {
    Recipe(
      "lsgan", on: problem, preset, steps: steps, leastSquaresLoss, leastSquaresGeneratorLoss,
      rates: problem.gameRates
    ) { Adam(learningRate: $0, beta1: $1, beta2: 0.999) }
  }

  /// The hinge loss, and a critic that spectral norm keeps flat (Miyato et al., 2018).
  package static func hinge(
    on problem: Problem, _ preset: Preset, steps: Int? = nil
  ) -> Recipe {
    var recipe = Recipe(
      "hinge", on: problem, preset, steps: steps, hingeLoss, wassersteinGeneratorLoss,
      rates: problem.gameRates
    ) { Adam(learningRate: $0, beta1: $1, beta2: 0.999) }
    recipe.criticSteps = 5
    recipe.criticNorm = .spectral
    return recipe
  }

  /// What became of it (Jolicoeur-Martineau, 2018; Mescheder et al., 2018; Huang et al., 2024).
  package static func modern(
    on problem: Problem, _ preset: Preset, steps: Int? = nil
  ) -> Recipe {
    var recipe = Recipe(
      "modern", on: problem, preset,
      steps: steps ?? (preset == .lesson ? problem.modern.steps : nil), pairingLoss, nil,
      rates: problem.modern.rates
    ) { Adam(learningRate: $0, beta1: $1, beta2: 0.99) }
    if preset == .lesson { recipe.batchSize = problem.modern.batch }
    recipe.slopePenaltyWeight = problem.modern.penaltyWeight
    recipe.beta1 = 0
    recipe.ratesFall = preset != .paper
    recipe.averageDecay = 0.999
    return recipe
  }

  /// What all recipes have from the problem.
  private init(
    _ name: String, on problem: Problem, _ preset: Preset, steps: Int?,
    _ criticLoss: @escaping (_ realScores: Tensor, _ fakeScores: Tensor) -> Tensor,
    _ generatorLoss: ((_ fakeScores: Tensor) -> Tensor)?,
    rates: (critic: Float, generator: Float),
    optimizer: @escaping (_ rate: Float, _ beta1: Float) -> any Optimizer
  ) {
    let size = problem.size(preset)
    self.name = name
    self.problem = problem
    self.steps = steps ?? size.steps
    (batchSize, networks) = (size.batch, size.networks)
    (self.criticLoss, self.generatorLoss) = (criticLoss, generatorLoss)
    (criticRate, generatorRate) = rates
    ratesFall = problem.ratesFall && preset != .paper
    penaltySides = problem.penaltySides
    self.optimizer = optimizer
  }
}

/// On which side of 1 the penalty punishes the gradient's norm.
package enum PenaltySides: String, CaseIterable {
  /// Only above: the critic may be flatter than 1, as a 1-Lipschitz function may.
  case one
  /// Above and below, as in the paper.
  case two
}

extension Recipe {
  /// Updates of the critic at the generator's step 1, 2, ….
  package func criticSteps(at step: Int) -> Int {
    step <= startSteps ? max(startCriticSteps, criticSteps) : criticSteps
  }

  /// How much of the learning rates is left at a step: all of it in the first half; then it falls to 0
  /// along a straight line, if the rates fall.
  package func rateShare(at step: Int) -> Float {
    guard ratesFall else { return 1 }
    return min(1, Float(2 * (steps - step + 1)) / Float(steps))
  }

  package func makeOptimizer(rate: Float) -> any Optimizer { optimizer(rate, beta1) }

  /// What a step took when the chapter's figures were recorded, for the estimate before a run.
  package var secondsPerStep: Double {
    // A critic's update with the penalty costs about three without.
    let penalty =
      gradientPenaltyWeight > 0 ? 2 : slopePenaltyWeight > 0 ? 2 / Double(penaltyEvery) : 0
    let updates = Double(criticSteps) * (1 + penalty) + 1
    return updates * networks.secondsPerUpdate(of: batchSize)
  }

  /// What decides the result, by name, for checkpoints and reports.
  package var facts: KeyValuePairs<String, String> {
    [
      "problem": problem.name, "networks": "\(networks.name), width \(networks.width)",
      "latent": problem.latent.description, "criticSteps": "\(criticSteps)",
      "start": startSteps == 0 ? "none" : "\(startCriticSteps) critic steps at \(startSteps) steps",
      "clipValue": clipValue.map { "\($0)" } ?? "none",
      "gradientPenaltyWeight": "\(gradientPenaltyWeight)",
      "penaltySides": penaltySides.rawValue, "slopePenaltyWeight": "\(slopePenaltyWeight)",
      "criticNorm": criticNorm.rawValue,
      "criticRate": "\(criticRate)", "generatorRate": "\(generatorRate)",
      "ratesFall": "\(ratesFall)", "beta1": "\(beta1)",
      "averageDecay": averageDecay.map { "\($0)" } ?? "none",
    ]
  }
}
