import Datasets
import Runs

/// What is to be learnt: what is real, how large the game about it is, and at what pace it is played.
package struct Problem {
  package let name: String
  package let real: Real
  package var latent: Latent
  let quick: Size
  let lesson: Size
  let paper: Size
  /// Of the critic and the generator in a lesson, with the penalty, and in games without.
  let penaltyRates: (critic: Float, generator: Float)
  let gameRates: (critic: Float, generator: Float)
  /// λ of the gradient penalty, and whom it punishes.
  var penaltyWeight: Float = 10
  var penaltySides = PenaltySides.two
  /// c of weight clipping.
  var clipValue: Float
  /// Updates of a clipped critic at each of the first steps. The authors' code makes 100, so that the
  /// critic is good before it teaches.
  var startCriticSteps = 100
  /// Whether a lesson's rates fall to 0 over the second half: two players who circle come to rest.
  var ratesFall = false
  /// The steps of gp's lesson, where it takes more than the others to draw well.
  var penaltySteps: Int?
  /// Of the average of the generator's parameters with gp's penalty; nil where none was found to help.
  var averageDecay: Float?
  /// A lesson of the recipe `modern`: its steps, batch, rates and γ.
  let modern: Modern

  /// What the critic takes for real.
  package enum Real {
    case numbers(Distribution)
    case points(PlaneMixture)
    /// Images in this format; drawn ones show this.
    case images(ImageFormat, Drawing)
  }

  struct Modern {
    let steps: Int
    let batch: Int
    let rates: (critic: Float, generator: Float)
    var penaltyWeight: Float = 1
  }

  struct Size {
    let steps: Int
    let batch: Int
    let networks: Networks
  }

  package var hasImages: Bool {
    if case .images = real { true } else { false }
  }

  func size(_ preset: Preset) -> Size {
    switch preset {
    case .quick: quick
    case .lesson: lesson
    case .paper: paper
    }
  }

  /// The networks of this name, where a problem has a choice.
  package func networks(named name: String) -> Networks? {
    [quick, lesson, paper].map(\.networks).first { $0.name == name }
  }
}

// MARK: - Numbers and points

extension Problem {
  /// The bell curve of chapter 1.
  package static var line: Problem {
    Problem(
      name: "line", real: .numbers(.normal(mean: -1, standardDeviation: 1)),
      latent: Latent(.uniform, size: 1),
      quick: Size(steps: 300, batch: 200, networks: .line(width: 32)),
      lesson: Size(steps: 1_500, batch: 200, networks: .line(width: 32)),
      paper: Size(steps: 5_000, batch: 256, networks: .line(width: 64)),
      penaltyRates: (3e-3, 3e-4), gameRates: (1e-3, 1e-3), penaltySides: .one, clipValue: 0.1,
      ratesFall: true, modern: Modern(steps: 3_000, batch: 200, rates: (1e-3, 1e-3)))
  }

  /// Eight clusters on a circle.
  package static var ring: Problem { plane("ring", .ring, steps: 1_000) }

  /// Twenty-five clusters.
  package static var grid: Problem { plane("grid", .grid, steps: 2_500) }

  private static func plane(_ name: String, _ mixture: PlaneMixture, steps: Int) -> Problem {
    Problem(
      name: name, real: .points(mixture), latent: Latent(.normal, size: 2),
      quick: Size(steps: 150, batch: 256, networks: .plane(width: 128)),
      lesson: Size(steps: steps, batch: 256, networks: .plane(width: 128)),
      paper: Size(steps: 100_000, batch: 256, networks: .plane(width: 512)),
      penaltyRates: (2e-3, 1e-3), gameRates: (1e-3, 1e-3), penaltyWeight: 1, clipValue: 0.1,
      ratesFall: true,
      modern: Modern(steps: 2 * steps, batch: 256, rates: (1e-3, 2e-3), penaltyWeight: 0.1))
  }
}

// MARK: - Images

extension Problem {
  /// Digits of 28 × 28.
  package static var digits: Problem {
    Problem(
      name: "digits", real: .images(.digits, .digits), latent: Latent(.normal, size: 32),
      quick: Size(steps: 120, batch: 128, networks: .dense(width: 128)),
      lesson: Size(steps: 600, batch: 128, networks: .dense(width: 128)),
      paper: Size(steps: 200_000, batch: 64, networks: .convolutional(width: 64)),
      penaltyRates: (1e-3, 1e-3), gameRates: (5e-4, 1e-3), clipValue: 0.03,
      penaltySteps: 4_000, averageDecay: 0.999,
      modern: Modern(steps: 10_000, batch: 128, rates: (5e-4, 1e-3)))
  }

  /// Faces of 64 × 64 in colour.
  package static var faces: Problem {
    Problem(
      name: "faces", real: .images(ImageFormat(side: 64, channels: .rgb), .faces),
      latent: Latent(.normal, size: 64),
      quick: Size(steps: 10, batch: 16, networks: .faces(width: 8)),
      lesson: Size(steps: 1_200, batch: 16, networks: .faces(width: 16)),
      paper: Size(steps: 200_000, batch: 64, networks: .faces(width: 64)),
      penaltyRates: (1e-3, 1e-3), gameRates: (2e-4, 2e-4), clipValue: 0.03, startCriticSteps: 20,
      averageDecay: 0.999, modern: Modern(steps: 10_000, batch: 16, rates: (1e-3, 1e-3)))
  }
}
