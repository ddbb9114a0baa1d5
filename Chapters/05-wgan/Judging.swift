import Datasets
import Metrics
import Runs
import Tensors

/// How good the samples are: what each problem has for a ruler.
enum Judge {
  /// The known distribution: Wasserstein-1, exactly.
  case line(Distribution)
  /// Clusters that can be counted, and real points to compare with.
  case plane(PlaneMixture, real: Tensor)
  /// The classifier of chapter 2.
  case digits(ImageJudge)
  /// 50 principal components of images of 16 × 16, as in chapter 3.
  case pictures(PrincipalComponents, GaussianFit)

  static func plane(_ mixture: PlaneMixture) -> Judge {
    // Always the same points, whatever the run's seed.
    var stream = RandomStream(seed: 1, for: "judge")
    return .plane(mixture, real: mixture.sample(sampleCount, using: &stream))
  }

  /// What is judged at the end: PacGAN's number of samples.
  static let sampleCount = 2_500

  /// The metric that says how far the samples are from real ones.
  var distance: String {
    switch self {
    case .line: "w1"
    case .plane: "slicedW1"
    case .digits: "frechetRatio"
    case .pictures: "pca50Frechet"
    }
  }

  var columns: [String] {
    switch self {
    case .line: ["w1", "ks", "mean", "std", "js"]
    case .plane: ["slicedW1", "modesCovered", "highQuality"]
    case .digits: ["frechetRatio", "digitsCovered", "classKL"]
    case .pictures: ["pca50Frechet"]
    }
  }

  /// How many samples it takes to tell.
  var glanceCount: Int {
    switch self {
    case .line, .plane: Judge.sampleCount
    case .digits: 1_000
    case .pictures: 500
    }
  }

  /// The quick metrics, for a moment of a run.
  func glance(at samples: Tensor) -> [String: Float?] {
    switch self {
    case .line(let real):
      let report = OneDimensionalReport(
        of: samples.scalars, cumulative: real.cumulative(at:), meanDistance: real.meanDistance(to:),
        over: real.plotRange)
      return report?.metrics.mapValues { Optional($0) } ?? [:]
    case .plane(let mixture, let real):
      let coverage = ModeCoverage(
        samples, centers: mixture.centers, standardDeviation: mixture.standardDeviation)
      return [
        "slicedW1": slicedWasserstein1(samples, real),
        "modesCovered": coverage.map { Float($0.modesCovered) },
        "highQuality": coverage?.highQuality,
      ]
    case .digits(let judge):
      let metrics = judge.glance(at: samples.flattened())?.metrics ?? [:]
      return Dictionary(metrics.map { ($0, $1) }) { $1 }
    case .pictures(let components, let fit):
      let own = components.fit(samples.resized(to: 16).flattened())
      return ["pca50Frechet": own.flatMap { frechetDistance($0, fit) }]
    }
  }

  /// All metrics, for the end.
  func report(on samples: Tensor) -> [String: Float?] {
    if case .digits(let judge) = self {
      return judge.report(on: samples.flattened())?.metrics ?? [:]
    }
    return glance(at: samples)
  }
}

extension Training {
  /// What the judge is shown: images with pixels in 0…1. They come from a stream of their own, so that
  /// looking never changes the run.
  func evaluationSamples(_ count: Int) -> Tensor {
    let samples = evaluated(count)
    return settings.problem.hasImages ? (samples + 1) / 2 : samples
  }

  private func evaluated(_ count: Int) -> Tensor {
    var stream = RandomStream(seed: noise.seed, for: "evaluation")
    let z = settings.latent(count, settings.latentSize, using: &stream)
    let parts = stride(from: 0, to: count, by: 250).map {
      generator(z.slice($0..<min($0 + 250, count))).detached()
    }
    return .concatenation(parts)
  }

  /// What the critic makes of samples that it was not trained on at this moment: its estimate, and the
  /// norms of its gradient half-way and everywhere else between real and generated ones.
  func criticMetrics() -> [String: Float?] {
    let count =
      settings.networks == .convolutional ? 128 : settings.problem.hasImages ? 500 : 2_500
    let (x, fake) = (real.shown(count), evaluated(count))
    var stream = RandomStream(seed: noise.seed, for: "looking between")
    let norms = gradientPenalty(
      critic: { critic($0) }, real: x, fake: fake,
      epsilon: interpolationShares(for: x, using: &stream)
    ).norms
    let mean = norms.mean().scalar
    return [
      "criticEstimate": (critic(x).mean() - critic(fake).mean()).scalar,
      "gradientNormMean": mean,
      "gradientNormStd": (norms - mean).squared().mean().squareRoot().scalar,
    ]
  }

  /// The noise of the samples that are shown, the same at every moment: `[64, latentSize]`.
  var fixedNoise: Tensor {
    var stream = RandomStream(seed: noise.seed, for: "fixed noise")
    return settings.latent(64, settings.latentSize, using: &stream)
  }
}

extension Judge {
  /// A classifier that has learnt the digits: trained once for each data set, and kept.
  static func digits(
    _ dataset: Dataset, data: String?, unseen: any ImageSource, say: (String) -> Void
  ) throws -> Judge {
    let labelled = try dataset.images(.train, data: data)
    var classifier = Classifier(seed: 1)
    // Other files under the same name are another data set.
    let some = Array(stride(from: 0, to: labelled.count, by: 50))
    let content = digest(of: [labelled.tensor(some), Tensor(labelled.labels.map { Float($0) })])
    classifier.parameters = ParameterCache().parameters(
      "classifier-\(dataset.rawValue)-seed1-\(content)", shapes: classifier.parameters.map(\.shape)
    ) {
      say("training a classifier to judge by on \(dataset.title): once, then it is kept")
      var pupil = classifier
      pupil.train(labels: labelled.labels.map { Int($0) }, seed: 1) {
        labelled.tensor($0, in: .unit)
      }
      return pupil.parameters
    }
    let reference = unseen.tensor(0..<unseen.count, in: .unit)
    guard let judge = ImageJudge(classifier, reference: reference) else {
      throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
    }
    return .digits(judge)
  }

  static func pictures(_ unseen: any ImageSource, _ dataset: Dataset) throws -> Judge {
    let reference = unseen.tensor(0..<min(2_000, unseen.count), in: .unit).resized(to: 16)
      .flattened()
    guard let components = PrincipalComponents(reference), let fit = components.fit(reference)
    else { throw RunFailure(.badData, "\(dataset.title): too few images to judge by") }
    return .pictures(components, fit)
  }
}

extension Tensor {
  /// Square images `[n, side, side, channels]` at a size that divides theirs: every pixel is the mean
  /// of those that it covers.
  func resized(to size: Int) -> Tensor {
    let (n, side, channels) = (shape[0], shape[1], shape[3])
    let factor = side / size
    return reshaped(to: [n, size, factor, size, factor * channels]).mean(along: [2])
      .reshaped(to: [n, size, size, factor, channels]).mean(along: [3])
      .reshaped(to: [n, size, size, channels])
  }
}
