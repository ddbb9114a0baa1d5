import ArgumentParser
import Datasets
import Runs
import Tensors

/// A way of training on a problem, complete: an option changes one part.
struct Settings {
  let recipe: Recipe
  let problem: Problem
  var steps: Int
  var batchSize: Int
  var networks: Networks
  /// Units of a hidden layer, or channels of the narrowest convolution.
  var width: Int
  var latent: Latent
  var latentSize: Int
  /// Updates of the critic for one of the generator.
  var criticSteps: Int
  /// At the first `startSteps` steps of the generator the critic makes this many.
  var startCriticSteps: Int
  var startSteps: Int
  /// c of weight clipping; `nil` for none.
  var clipValue: Float?
  /// λ of the gradient penalty; 0 for none.
  var gradientPenaltyWeight: Float
  var penaltySides: PenaltySides
  var criticNorm = CriticNorm.none
  var criticRate: Float
  var generatorRate: Float
  /// Whether both rates fall to 0 over the second half: two players who circle come to rest.
  var ratesFall: Bool
  /// Adam's; RMSprop has none.
  var beta1: Float = 0.5
  /// Multiplies the learning rate of a player: 0 freezes it, −1 sends it the wrong way.
  var criticPace: Float = 1
  var generatorPace: Float = 1

  init(_ recipe: Recipe, on problem: Problem, preset: Preset, steps: Int? = nil) {
    self.recipe = recipe
    self.problem = problem
    let isPaper = preset == .paper
    let isWasserstein = recipe == .gp || recipe == .clip
    let size = problem.size(preset)
    self.steps = steps ?? size.steps
    (batchSize, width) = (size.batch, size.width)
    networks = problem == .faces || (problem == .digits && isPaper) ? .convolutional : .dense
    (latent, latentSize) = problem.noise
    criticSteps = isWasserstein ? 5 : 1
    // The authors' code makes 100 at the first 25 steps, so that the critic is good before it teaches.
    (startSteps, startCriticSteps) = recipe == .clip ? (min(25, self.steps / 10), 100) : (0, 0)
    if preset == .quick || problem == .faces { startCriticSteps = min(startCriticSteps, 20) }
    clipValue = recipe == .clip ? (isPaper ? 0.01 : problem.clipValue) : nil
    gradientPenaltyWeight = recipe == .gp ? (problem.isPlane ? 1 : 10) : 0
    ratesFall = !problem.hasImages && !isPaper
    penaltySides = problem == .line ? .one : .two
    switch (recipe, isPaper) {
    case (.gp, true):
      (criticRate, generatorRate, beta1) = (1e-4, 1e-4, 0)
    case (.clip, true):
      (criticRate, generatorRate) = (5e-5, 5e-5)
    default:
      (criticRate, generatorRate) = problem.rates(recipe)
    }
  }

  /// How much of the learning rates is left at a step: all of it in the first half; then it falls to 0
  /// along a straight line, if the rates fall.
  func rateShare(at step: Int) -> Float {
    guard ratesFall else { return 1 }
    return min(1, Float(2 * (steps - step + 1)) / Float(steps))
  }

  /// Updates of the critic at the generator's step 1, 2, ….
  func criticSteps(at step: Int) -> Int {
    step <= startSteps ? max(startCriticSteps, criticSteps) : criticSteps
  }

  /// Clipped critics are trained by RMSprop: their paper found momentum unstable. The others by Adam.
  func makeOptimizer(rate: Float) -> any Optimizer {
    if recipe == .clip { return RMSProp(learningRate: rate) }
    return Adam(learningRate: rate, beta1: beta1, beta2: recipe == .gp ? 0.9 : 0.999)
  }

  /// The settings by name, for checkpoints and reports.
  var facts: KeyValuePairs<String, String> {
    [
      "problem": problem.rawValue, "networks": "\(networks.rawValue), width \(width)",
      "latent": "\(latent.rawValue), \(latentSize) numbers",
      "criticSteps": "\(criticSteps)",
      "start": startSteps == 0 ? "none" : "\(startCriticSteps) critic steps at \(startSteps) steps",
      "clipValue": clipValue.map { "\($0)" } ?? "none",
      "gradientPenaltyWeight": "\(gradientPenaltyWeight)",
      "penaltySides": penaltySides.rawValue, "criticNorm": criticNorm.rawValue,
      "criticRate": "\(criticRate)", "generatorRate": "\(generatorRate)",
      "ratesFall": "\(ratesFall)", "beta1": "\(beta1)",
    ]
  }
}

enum Recipe: String, CaseIterable, ExpressibleByArgument {
  /// WGAN with a gradient penalty (Gulrajani et al., 2017).
  case gp
  /// WGAN with clipped weights (Arjovsky, Chintala, Bottou, 2017).
  case clip
  /// The game of the chapters before, for comparison.
  case gan
  /// Least squares in place of cross-entropy (Mao et al., 2017).
  case lsgan
}

enum Problem: String, CaseIterable, ExpressibleByArgument {
  /// The bell curve of chapter 1.
  case line
  /// Eight clusters on a circle.
  case ring
  /// Twenty-five clusters.
  case grid
  /// Digits of 28 × 28.
  case digits
  /// Faces of 64 × 64 in colour.
  case faces

  var isPlane: Bool { self == .ring || self == .grid }
  var hasImages: Bool { self == .digits || self == .faces }

  fileprivate func size(_ preset: Preset) -> (steps: Int, batch: Int, width: Int) {
    switch (self, preset) {
    case (.line, .quick): (300, 200, 32)
    case (.line, .lesson): (1_500, 200, 32)
    case (.line, .paper): (5_000, 256, 64)
    case (.ring, .quick), (.grid, .quick): (150, 256, 128)
    case (.ring, .lesson): (1_000, 256, 128)
    case (.grid, .lesson): (2_500, 256, 128)
    case (.ring, .paper), (.grid, .paper): (100_000, 256, 512)
    case (.digits, .quick): (120, 128, 128)
    case (.digits, .lesson): (600, 128, 128)
    case (.digits, .paper): (200_000, 64, 64)
    case (.faces, .quick): (10, 16, 8)
    case (.faces, .lesson): (600, 32, 16)
    case (.faces, .paper): (200_000, 64, 64)
    }
  }

  fileprivate var noise: (Latent, Int) {
    switch self {
    case .line: (.uniform, 1)
    case .ring, .grid: (.normal, 2)
    case .digits: (.normal, 32)
    case .faces: (.normal, 64)
    }
  }

  fileprivate var clipValue: Float { self == .digits || self == .faces ? 0.03 : 0.1 }

  fileprivate func rates(_ recipe: Recipe) -> (critic: Float, generator: Float) {
    switch (recipe, self) {
    case (.clip, _): (5e-4, 5e-4)
    case (.gp, .line): (3e-3, 3e-4)
    case (_, .line): (1e-3, 1e-3)
    case (.gp, .ring), (.gp, .grid): (2e-3, 1e-3)
    case (_, .ring), (_, .grid): (1e-3, 1e-3)
    case (.gp, .faces): (1e-3, 1e-3)
    case (.gp, _): (5e-4, 5e-4)
    case (_, .digits): (5e-4, 1e-3)
    case (_, .faces): (2e-4, 2e-4)
    }
  }
}

enum Networks: String, CaseIterable, ExpressibleByArgument { case dense, convolutional }

/// On which side of 1 the penalty punishes the gradient's norm.
enum PenaltySides: String, CaseIterable, ExpressibleByArgument {
  /// Only above: the critic may be flatter than 1, as a 1-Lipschitz function may.
  case one
  /// Above and below, as in the paper.
  case two
}

enum CriticNorm: String, CaseIterable, ExpressibleByArgument { case none, batch }

/// What noise the generator starts from.
enum Latent: String, CaseIterable, ExpressibleByArgument {
  /// N(0, 1).
  case normal
  /// Uniform on (−1, 1).
  case uniform

  /// Noise for `count` samples, `[count, size]`.
  func callAsFunction(_ count: Int, _ size: Int, using stream: inout RandomStream) -> Tensor {
    switch self {
    case .normal: .normal([count, size], using: &stream)
    case .uniform: .uniform([count, size], from: -1, to: 1, using: &stream)
    }
  }
}

extension Settings {
  /// What a step took when the chapter's figures were recorded, for the estimate before a run.
  var secondsPerStep: Double {
    // A critic's update with the penalty costs about three without.
    let updates = Double(criticSteps) * (recipe == .gp ? 3 : 1) + 1
    let share = Double(width * width) / (128 * 128) * Double(batchSize) / 256
    return switch (problem, networks) {
    case (.line, _): 0.1e-3 * updates
    case (.ring, _), (.grid, _): 0.2e-3 + 1e-3 * share * updates
    case (.digits, .dense): 0.3e-3 + 4e-3 * share * updates
    // Half the processor time of a step on two cores (AMD EPYC), at widths of 16, 32 and 64.
    case (.digits, .convolutional): (1e-3 + share) * updates
    case (.faces, _): (1e-3 + 5 * share) * updates
    }
  }
}
