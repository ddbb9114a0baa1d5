import Datasets
import Metrics
import Runs
import Tensors

/// What a recipe's samples, or its discriminators, are held against.
enum Judge {
  /// The formula of the best discriminator: p, and the mean of q.
  case formula(Distribution, Distribution)
  /// The known distribution of the real numbers.
  case distribution(Distribution)
  /// Chapter 2's judge of images.
  case images(ImageJudge)

  /// How good one twin is, by name.
  func metrics(of twin: Twin, in training: Training) -> KeyValuePairs<String, Float?> {
    switch self {
    case .formula(let p, let q):
      let comparison = Comparison(of: twin, p, q)
      return [
        "optimumError": comparison.error, "dMiddle": comparison.middle,
        "pullFar": comparison.farPull,
      ]
    case .distribution(let real):
      let report = OneDimensionalReport(
        of: twin.numbers(in: training), cumulative: real.cumulative(at:),
        meanDistance: real.meanDistance(to:), over: real.plotRange)
      return [
        "w1": report?.w1, "ks": report?.ks, "mean": report?.mean, "std": report?.std,
        "js": report?.js,
      ]
    case .images(let judge):
      return judge.glance(at: twin.samples(2_000, in: training))?.metrics ?? [:]
    }
  }
}

extension Recipe {
  /// The names of what ``Judge`` finds.
  var judged: [String] {
    switch self {
    case .optimum: ["optimumError", "dMiddle", "pullFar"]
    case .line: ["w1", "ks", "mean", "std", "js"]
    case .digits: ["frechetRatio", "digitsCovered", "classKL"]
    }
  }
}

/// A discriminator beside the best one, from three standard deviations left of the middle between p
/// and q to three right of it: there fall nearly all samples.
struct Comparison {
  let x: [Float]
  /// D, and D* of the formula.
  let measured: [Float]
  let best: [Float]
  /// d log D / dx to the left: how strongly a generated number is pulled towards the real ones.
  let pull: [Float]
  let bestPull: [Float]

  init(of twin: Twin, _ p: Distribution, _ q: Distribution) {
    let center = (p.mean + q.mean) / 2
    let labels = twin.labels
    x = (0...120).map { Float(center + 3 * (Double($0) / 60 - 1)) }
    func optimum(_ x: Double) -> Double {
      labels.optimum(p: p.density(at: x), q: q.density(at: x))
    }
    best = x.map { Float(optimum(Double($0))) }
    bestPull = x.map { x in
      let (x, h) = (Double(x), 1e-4)
      return Float((optimum(x - h) - optimum(x + h)) / (2 * h) / optimum(x))
    }
    let points = Tensor(shape: [x.count, 1], scalars: x).tracked()
    let logits = twin.discriminator(points)
    measured = logits.detached().sigmoid().scalars
    pull = gradients(of: (-logits).softplus().sum(), withRespectTo: [points])[0].scalars
  }

  /// The largest difference between D and D*.
  var error: Float { zip(measured, best).map { abs($0 - $1) }.max() ?? 0 }
  /// D in the middle, where p = q.
  var middle: Float { measured[measured.count / 2] }
  /// The pull two units right of the middle: nearly all numbers there are generated.
  var farPull: Float { pull[100] }
  var bestFarPull: Float { bestPull[100] }
}

extension Twin {
  /// What the samples are judged by, from a stream of their own: `[count, 1]`, or `[count, 784]` with
  /// pixels in 0…1.
  func samples(_ count: Int, in training: Training) -> Tensor {
    var stream = RandomStream(seed: training.noise.seed, for: "evaluation")
    let x = finalGenerator(training.settings.latent(count, using: &stream)).detached()
    return training.settings.recipe == .digits ? (x + 1) / 2 : x
  }

  func numbers(in training: Training) -> [Float] { samples(10_000, in: training).scalars }
}

extension Training {
  /// The noise of the samples that are shown, the same at every moment and for every twin.
  var fixedNoise: Tensor {
    var stream = RandomStream(seed: noise.seed, for: "fixed noise")
    return settings.latent(64, using: &stream)
  }
}

/// The images to learn from, and those that only the judge sees.
///
/// - Throws: ``RunFailure`` when the files are missing (66) or wrong (65), or too few for a batch.
func images(
  _ dataset: Dataset, data: String?, batchSize: Int
) throws -> (training: ImageSet, unseen: ImageSet) {
  do {
    let training = try dataset.images(.train, data: data)
    guard batchSize <= training.count else {
      throw RunFailure(
        .usage, "--batch-size \(batchSize): \(dataset.title) has only \(training.count) images")
    }
    return (training, try dataset.images(.test, data: data))
  } catch let error as DatasetError {
    throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
  }
}

/// A judge whose eye is trained on the same images as the generator: once for each data set, and kept.
func judge(
  _ dataset: Dataset, training: ImageSet, unseen: ImageSet, say: (String) -> Void
) throws -> ImageJudge {
  var classifier = Classifier(seed: 1)
  // Other files under the same name are another data set.
  let some = Array(stride(from: 0, to: training.count, by: 50))
  let content = digest(of: [training.tensor(some), Tensor(training.labels.map { Float($0) })])
  classifier.parameters = ParameterCache().parameters(
    "classifier-\(dataset.rawValue)-seed1-\(content)", shapes: classifier.parameters.map(\.shape)
  ) {
    say("training a classifier to judge by on \(dataset.title): once, then it is kept")
    var pupil = classifier
    pupil.train(labels: training.labels.map { Int($0) }, seed: 1) {
      training.tensor($0, in: .unit)
    }
    return pupil.parameters
  }
  let reference = unseen.tensor(Array(0..<unseen.count), in: .unit)
  guard let judge = ImageJudge(classifier, reference: reference) else {
    throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
  }
  return judge
}
