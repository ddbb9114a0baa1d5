/// What a metric tells, in words for a reader who meets it for the first time.
public struct MetricMeaning: Equatable, Sendable {
  /// What a metric speaks of. The order is that of importance: samples first, losses last, because a
  /// GAN's loss is not its quality.
  public enum Topic: Int, CaseIterable, Sendable {
    case samples, answers, losses
  }

  public var topic: Topic
  /// The name in words: "Wasserstein-1 distance".
  public var title: String
  /// One plain sentence.
  public var sentence: String
  /// Empty for a number without a unit.
  public var unit: String
  /// What the value is to be compared with; empty where nothing fixed can be said.
  public var reference: String
  /// Metrics that settle what this one leaves open, the best first.
  public var settledBy: [String]

  public init(
    _ topic: Topic, _ title: String, _ sentence: String, unit: String = "", reference: String = "",
    settledBy: [String] = []
  ) {
    self.topic = topic
    self.title = title
    self.sentence = sentence
    self.unit = unit
    self.reference = reference
    self.settledBy = settledBy
  }
}

/// The meanings of metrics by name, in the order in which a reader should meet them.
///
/// A chapter whose numbers have another reference starts from the standard ones:
///
///     var meanings = MetricMeanings.standard
///     meanings["std"]?.reference = "1, that of the real numbers"
public struct MetricMeanings: Equatable, Sendable {
  public private(set) var names: [String] = []
  private var meanings: [String: MetricMeaning] = [:]

  public init(_ list: KeyValuePairs<String, MetricMeaning> = [:]) {
    for (name, meaning) in list { self[name] = meaning }
  }

  /// A name that is new comes last; `nil` takes a meaning away.
  public subscript(name: String) -> MetricMeaning? {
    get { meanings[name] }
    set {
      if meanings[name] == nil && newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      meanings[name] = newValue
    }
  }
}

extension MetricMeanings {
  /// The metrics of the workbook.
  ///
  /// References that name a data set were measured on it. The others follow from the definition: a
  /// sample of a plane's normal distribution, for one, lies within 3σ with probability
  /// 1 − exp(−9/2) = 0.989.
  public static let standard = MetricMeanings([
    "w1": MetricMeaning(
      .samples, "Wasserstein-1 distance",
      "How far, on average, the generated numbers would have to be moved to become the real ones.",
      unit: "unit of the data",
      reference: "0 is perfect; 10,000 real numbers from N(−1, 1) themselves reach 0.012."),
    "ks": MetricMeaning(
      .samples, "Kolmogorov–Smirnov statistic",
      "The largest gap between the shares of generated and of real numbers below the same point.",
      reference: "0 is perfect; at 1 the two do not overlap. "
        + "10,000 real numbers themselves reach about 0.008."),
    "mean": MetricMeaning(
      .samples, "Mean", "The average of the generated numbers.", unit: "unit of the data",
      reference: "The mean of the real ones."),
    "std": MetricMeaning(
      .samples, "Standard deviation",
      "How far the generated numbers spread; near 0 the generator has collapsed and makes a single "
        + "number.",
      unit: "unit of the data", reference: "The standard deviation of the real ones."),
    "js": MetricMeaning(
      .samples, "Jensen–Shannon divergence",
      "How well the best discriminator there is could tell generated from real.", unit: "nats",
      reference: "0: not at all; ln 2 = 0.693: every time."),
    "frechetRatio": MetricMeaning(
      .samples, "Fréchet distance ÷ trace",
      "How far the generated images lie from the real ones in the features of a classifier, as a "
        + "share of the real images' own variance.",
      reference: "0 is perfect. On MNIST, 2,000 real images reach 0.003 to 0.004 and noise 1.16; "
        + "below about 0.13 digits can be recognised by eye."),
    "pca50Frechet": MetricMeaning(
      .samples, "Fréchet distance on 50 components",
      "How far the generated images lie from the real ones in their 50 directions of greatest "
        + "variance, without any classifier.",
      reference: "0 is perfect. On MNIST, 2,000 real images reach 0.34 to 0.41 and noise 52."),
    "digitsCovered": MetricMeaning(
      .samples, "Digits covered",
      "How many of the ten digits make up at least 2 % of the samples each.", unit: "digits",
      reference: "10; fewer means that some are missing."),
    "classKL": MetricMeaning(
      .samples, "Divergence of the class shares",
      "How far the digits' shares among the samples are from those among the real images "
        + "(Kullback–Leibler).",
      unit: "nats",
      reference: "0 is perfect. On MNIST, real images have at most 0.008; "
        + "five digits alone have 0.65."),
    "nn1Real": MetricMeaning(
      .samples, "Nearest neighbours of real samples",
      "The share of real samples whose nearest neighbour is real too.",
      reference: "½ is perfect; near 1, generated and real lie apart."),
    "nn1Fake": MetricMeaning(
      .samples, "Nearest neighbours of generated samples",
      "The share of generated samples whose nearest neighbour is generated too.",
      reference: "½ is perfect; near 1, they lie apart or in clumps; near 0, they copy real ones."),
    "neighbourDistance": MetricMeaning(
      .samples, "Distance to the nearest training image",
      "How far, in the median, a sample lies from the training image nearest to it: the root of the "
        + "summed squares of the pixels' differences.",
      reference: "Compare the next line: much less would mean that samples are copies.",
      settledBy: ["neighbourDistanceUnseen"]),
    "neighbourDistanceUnseen": MetricMeaning(
      .samples, "The same for unseen real images",
      "How far, in the median, a real image that nobody was trained on lies from the training image "
        + "nearest to it."),
    "precision": MetricMeaning(
      .samples, "Precision",
      "The share of generated samples that lie among real ones, by their pixels.",
      reference: "1: every sample could be real. Stray dots alone bring it down.",
      settledBy: ["frechetRatio"]),
    "recall": MetricMeaning(
      .samples, "Recall",
      "The share of real samples that lie among generated ones, by their pixels.",
      reference: "1: nothing is missing. Near 0 it may mean no more than ragged samples.",
      settledBy: ["digitsCovered"]),
    "spread": MetricMeaning(
      .samples, "Spread",
      "How different two samples are, on average, beside two real images: the ratio of the mean "
        + "squared distances.",
      reference: "1: as varied as the real ones. 0: all the same."),
    "twins": MetricMeaning(
      .samples, "Twins",
      "The share of samples that have a near twin among the 64 of their batch: nearer than all but one "
        + "in twenty real images have one.",
      reference: "0.05 is that of real images. 1: each sample looks like another.",
      settledBy: ["spread"]),
    "checkerboard": MetricMeaning(
      .samples, "Checkerboard",
      "The share of the samples' fine detail that is one pattern of period 2, as transposed "
        + "convolutions leave it.",
      reference: "0 is none and 1 nothing else. Drawn digits and faces have at most 0.003."),
    "modesCovered": MetricMeaning(
      .samples, "Modes covered",
      "How many of the data's clusters have at least one good sample, within 3σ of the middle.",
      unit: "clusters", reference: "All: 8 on the ring, 25 on the grid."),
    "highQuality": MetricMeaning(
      .samples, "Samples of high quality",
      "The share of samples within 3σ of the middle of a cluster.",
      reference: "Real samples reach 0.989."),

    "dReal": MetricMeaning(
      .answers, "D on real samples",
      "The discriminator's mean answer on real samples: how likely it takes them to be real.",
      reference: "½ at equilibrium, but also when the generator has collapsed.",
      settledBy: judgesOfSamples),
    "dFake": MetricMeaning(
      .answers, "D on generated samples",
      "The discriminator's mean answer on generated samples: how likely it takes them to be real.",
      reference: "½ at equilibrium, but also when the generator has collapsed.",
      settledBy: judgesOfSamples),
    "accuracy": MetricMeaning(
      .answers, "Accuracy of D",
      "The share of samples, real and generated, that the discriminator tells right.",
      reference: "½ is guessing; at 1 it is never fooled.", settledBy: judgesOfSamples),
    "criticEstimate": MetricMeaning(
      .answers, "The critic's estimate",
      "The critic's mean score on real samples less that on generated ones: its estimate of the "
        + "Wasserstein-1 distance.",
      unit: "unit of the data",
      reference: "0 at equilibrium. Near the distance itself under a gradient penalty; "
        + "with clipped weights the scale is arbitrary.",
      settledBy: ["w1", "frechetRatio"]),
    "gradientNormMean": MetricMeaning(
      .answers, "Slope of the critic",
      "The mean length of the critic's gradient between real and generated samples.",
      reference: "Near 1 under a gradient penalty."),
    "gradientNormStd": MetricMeaning(
      .answers, "Spread of that slope",
      "How much the length of the critic's gradient differs from point to point.",
      reference: "Small under a gradient penalty; 0 would be one slope everywhere."),

    "lossQuality": MetricMeaning(
      .losses, "Does the loss tell quality?",
      "How the generator's loss and the samples' Fréchet distance rise and fall together in the "
        + "second half of the run (Spearman's rank correlation).",
      reference: "1: the loss tells quality. 0: it tells nothing. By chance up to 0.44 either way."),
    "lossD": MetricMeaning(
      .losses, "Loss of the discriminator",
      "Its cross-entropy on a batch of real samples plus that on a batch of generated ones.",
      unit: "nats", reference: "ln 4 = 1.386 when D answers ½ everywhere.",
      settledBy: judgesOfSamples),
    "lossDReal": MetricMeaning(
      .losses, "Its part on real samples",
      "Small when the discriminator takes real samples to be real.", unit: "nats",
      reference: "ln 2 = 0.693 when D answers ½."),
    "lossDFake": MetricMeaning(
      .losses, "Its part on generated samples",
      "Small when the discriminator sees through the generated samples.", unit: "nats",
      reference: "ln 2 = 0.693 when D answers ½."),
    "lossG": MetricMeaning(
      .losses, "Loss of the generator",
      "Small when the discriminator takes the generated samples to be real.", unit: "nats",
      reference: "ln 2 = 0.693 when D answers ½.", settledBy: judgesOfSamples),
  ])

  /// What tells a good generator from a collapsed one, where D and the losses cannot.
  private static let judgesOfSamples = [
    "std", "digitsCovered", "modesCovered", "frechetRatio", "w1",
  ]
}
