import Tensors

/// How good generated 28 × 28 images are, by comparison with real ones that nobody was trained on.
///
/// Each number below is blind to something, so they come together: noise has a class for the
/// classifier, a generator that repeats twenty good images has a fair histogram, and one that makes
/// only fives may draw them well. ``Control`` has the images that show which is blind to what.
///
///     let judge = ImageJudge(classifier, readers: readers, reference: testPixels)
///     judge.report(on: samples)?.glance.legible
public struct ImageJudge {
  public let classifier: Classifier
  public let readers: Readers?
  /// The real images, `[m, 784]`, and what is known of them.
  private let pixels: Tensor
  private let features: Tensor
  private let fit: GaussianFit
  private let histogram: ClassHistogram
  private let components: PrincipalComponents
  private let projected: GaussianFit

  /// - Parameters:
  ///   - readers: who say what is legible; nil where the images are no digits, or nobody asks.
  ///   - reference: real images with pixels in 0…1, `[m, 784]` or `[m, 28, 28, 1]`.
  /// - Returns: nil if there are fewer than two, or one has a pixel that is no number.
  public init?(_ classifier: Classifier, readers: Readers? = nil, reference: Tensor) {
    let pixels = reference.flattened()
    let features = classifier.features(of: pixels)
    guard pixels.shape[0] > 1, let fit = GaussianFit(features),
      let classes = predictedClasses(classifier.scores(ofFeatures: features)),
      let histogram = ClassHistogram(classes), let components = PrincipalComponents(pixels),
      let projected = components.fit(pixels)
    else { return nil }
    self.classifier = classifier
    self.readers = readers
    self.pixels = pixels
    self.features = features
    self.fit = fit
    self.histogram = histogram
    self.components = components
    self.projected = projected
  }

  /// What networks say quickly: some 50 ms for 2,000 images, and as much again for the readers, who look
  /// at the first 500.
  ///
  /// - Parameter labels: what a conditional generator was asked to draw, sample by sample.
  /// - Returns: nil if there are fewer than two images, or one has a pixel that is no number.
  public func glance(at samples: Tensor, asked labels: [Int]? = nil) -> Glance? {
    guard samples.isFinite else { return nil }
    let first = samples.slice(0..<min(500, samples.shape[0]))
    return glance(classifier.features(of: samples), reading: first, labels)
  }

  private func glance(_ seen: Tensor, reading: Tensor, _ labels: [Int]?) -> Glance? {
    guard let own = GaussianFit(seen), let ratio = frechetRatio(own, reference: fit),
      let classes = predictedClasses(classifier.scores(ofFeatures: seen)),
      let shares = ClassHistogram(classes)
    else { return nil }
    return Glance(
      legible: readers.flatMap { legibility(of: reading, by: $0) },
      asked: labels.map { shareRead(classes, asAsked: $0) },
      frechetRatio: ratio, digitsCovered: shares.covered(),
      classKL: shares.divergence(from: histogram), histogram: shares)
  }

  /// All of them: about a second for 2,000 images.
  ///
  /// Neighbours, precision and recall are taken on the pixels. (Among the classifier's features, and
  /// on principal components, noise lies in the midst of real images.) Density and coverage are taken
  /// among the features, where a stray dot is no other picture. As many real images are drawn as there
  /// are samples, or all if there are fewer; always the same.
  ///
  /// - Parameter labels: what a conditional generator was asked to draw, sample by sample.
  public func report(on samples: Tensor, asked labels: [Int]? = nil) -> ImageReport? {
    let samples = samples.flattened()
    guard samples.isFinite else { return nil }
    let seen = classifier.features(of: samples)
    let count = min(samples.shape[0], pixels.shape[0])
    var stream = RandomStream(seed: 1, for: "judge")
    let places = Array(stream.permutation(of: pixels.shape[0]).prefix(count))
    let real = pixels.rows(at: places)
    let fake = samples.slice(0..<count)
    guard let glance = glance(seen, reading: samples, labels),
      let own = components.fit(samples), let pca50 = frechetDistance(own, projected),
      let density = DensityCoverage(real: features.rows(at: places), fake: seen.slice(0..<count)),
      let neighbours = NearestNeighbourAccuracy(real: real, fake: fake),
      let coverage = PrecisionRecall(real: real, fake: fake)
    else { return nil }
    return ImageReport(
      glance: glance, density: density, pca50Frechet: pca50, neighbours: neighbours,
      coverage: coverage)
  }
}

/// What networks say of samples.
public struct Glance {
  /// The share that three readers read alike; nil without readers. Of 500 samples it errs by up to 0.04.
  public let legible: Float?
  /// The share that is read as what was asked for; nil where nothing was.
  public let asked: Float?
  /// The Fréchet distance of the features from those of real images, divided by the trace of the
  /// real covariance. It is blind to single samples that cannot be read: see ``legible``.
  public let frechetRatio: Float
  /// Classes that have at least 2 % of the samples.
  public let digitsCovered: Int
  /// The divergence of the classes' shares from those of the real images, in nats; nil if infinite.
  public let classKL: Float?
  public let histogram: ClassHistogram

  public var measurements: Measurements {
    var measured: Measurements = [:]
    if let legible { measured[.legible] = legible }
    if let asked { measured[.asked] = asked }
    return measured.merging([
      .frechetRatio: frechetRatio, .digitsCovered: Float(digitsCovered), .classKL: classKL,
    ])
  }
}

/// Everything that is known of samples.
public struct ImageReport {
  public let glance: Glance
  /// Among the classifier's features.
  public let density: DensityCoverage
  /// The Fréchet distance on 50 principal components of the real images: needs no classifier.
  public let pca50Frechet: Float
  /// How well the nearest neighbour tells real from generated: ½ is perfect.
  public let neighbours: NearestNeighbourAccuracy
  public let coverage: PrecisionRecall

  public var measurements: Measurements {
    glance.measurements.merging(density.measurements).merging([
      .pca50Frechet: pca50Frechet, .nn1Real: neighbours.real, .nn1Fake: neighbours.fake,
      .precision: coverage.precision, .recall: coverage.recall,
    ])
  }
}
