import Tensors

/// How good generated 28 × 28 images are, by comparison with real ones that nobody was trained on.
///
/// Each number below is blind to something, so they come together: noise has a class for the
/// classifier, a generator that repeats twenty good images has a fair histogram, and one that makes
/// only fives may draw them well.
///
///     let judge = ImageJudge(classifier, reference: testPixels)
///     judge.report(on: samples)?.frechetRatio
public struct ImageJudge {
  public let classifier: Classifier
  /// The real images, `[m, 784]`, and what is known of them.
  private let pixels: Tensor
  private let fit: GaussianFit
  private let histogram: ClassHistogram
  private let components: PrincipalComponents
  private let projected: GaussianFit

  /// - Parameter reference: real images with pixels in 0…1, `[m, 784]` or `[m, 28, 28, 1]`.
  /// - Returns: nil if there are fewer than two, or one has a pixel that is no number.
  public init?(_ classifier: Classifier, reference: Tensor) {
    let pixels = reference.flattened()
    let features = classifier.features(of: pixels)
    guard pixels.shape[0] > 1, let fit = GaussianFit(features),
      let classes = predictedClasses(classifier.scores(ofFeatures: features)),
      let histogram = ClassHistogram(classes), let components = PrincipalComponents(pixels),
      let projected = components.fit(pixels)
    else { return nil }
    self.classifier = classifier
    self.pixels = pixels
    self.fit = fit
    self.histogram = histogram
    self.components = components
    self.projected = projected
  }

  /// The three numbers that the classifier gives quickly: some 50 ms for 2,000 images.
  ///
  /// - Returns: nil if there are fewer than two images, or one has a pixel that is no number.
  public func glance(at samples: Tensor) -> Glance? {
    guard samples.isFinite else { return nil }
    let seen = classifier.features(of: samples)
    guard let own = GaussianFit(seen), let ratio = frechetRatio(own, reference: fit),
      let classes = predictedClasses(classifier.scores(ofFeatures: seen)),
      let shares = ClassHistogram(classes)
    else { return nil }
    return Glance(
      frechetRatio: ratio, digitsCovered: shares.covered(),
      classKL: shares.divergence(from: histogram), histogram: shares)
  }

  /// All of them: about a second for 2,000 images.
  ///
  /// Neighbours, precision and recall are taken on the pixels. (Among the classifier's features, and
  /// on principal components, noise lies in the midst of real images.) As many real images are drawn
  /// as there are samples, or all if there are fewer; always the same.
  public func report(on samples: Tensor) -> ImageReport? {
    let samples = samples.flattened()
    guard let glance = glance(at: samples) else { return nil }
    let count = min(samples.shape[0], pixels.shape[0])
    var stream = RandomStream(seed: 1, for: "judge")
    let real = pixels.rows(at: Array(stream.permutation(of: pixels.shape[0]).prefix(count)))
    let fake = samples.slice(0..<count)
    guard let own = components.fit(samples), let pca50 = frechetDistance(own, projected),
      let neighbours = NearestNeighbourAccuracy(real: real, fake: fake),
      let coverage = PrecisionRecall(real: real, fake: fake)
    else { return nil }
    return ImageReport(
      glance: glance, pca50Frechet: pca50, neighbours: neighbours, coverage: coverage)
  }
}

/// What the classifier says of samples.
public struct Glance {
  /// The Fréchet distance of the features from those of real images, divided by the trace of the
  /// real covariance. Below about 0.13, digits can be recognised by eye.
  public let frechetRatio: Float
  /// Classes that have at least 2 % of the samples.
  public let digitsCovered: Int
  /// The divergence of the classes' shares from those of the real images, in nats; nil if infinite.
  public let classKL: Float?
  public let histogram: ClassHistogram

  public var measurements: Measurements {
    [.frechetRatio: frechetRatio, .digitsCovered: Float(digitsCovered), .classKL: classKL]
  }
}

/// Everything that is known of samples.
public struct ImageReport {
  public let glance: Glance
  /// The Fréchet distance on 50 principal components of the real images: needs no classifier.
  public let pca50Frechet: Float
  /// How well the nearest neighbour tells real from generated: ½ is perfect.
  public let neighbours: NearestNeighbourAccuracy
  public let coverage: PrecisionRecall

  public var measurements: Measurements {
    glance.measurements.merging([
      .pca50Frechet: pca50Frechet, .nn1Real: neighbours.real, .nn1Fake: neighbours.fake,
      .precision: coverage.precision, .recall: coverage.recall,
    ])
  }
}
