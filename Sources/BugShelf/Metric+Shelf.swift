import Metrics

// What only the shelf measures.

extension Metric {
  static let frechetInTraining = Metric(
    "frechetInTraining", .samples, "That distance, in training",
    "The Fréchet distance for samples that are made the way the training makes its batches.",
    reference: "The distance above: that of the samples that a user gets.")
  static let pixelMean = Metric(
    "pixelMean", .samples, "Mean pixel", "The average over all pixels of the samples.",
    reference: "−1 is black and 1 white; real digits are mostly black.")
  static let pixelMin = Metric(
    "pixelMin", .samples, "Smallest pixel", "The darkest pixel of all samples.",
    reference: "−1 is black; real digits have it.")
  static let dUnseen = Metric(
    "dUnseen", .answers, "D on unseen real samples",
    "The discriminator's mean answer on real samples that no step has used.",
    reference: "Its answer on the real samples of the training.")
  static let gradientNormReal = Metric(
    "gradientNormReal", .answers, "Slope at real samples",
    "The mean length of the critic's gradient at real samples.")
  static let penalty = Metric(
    "penalty", .answers, "Penalty", "The penalty on the critic's slope, before its weight.",
    reference: "0: the slope is 1 or below wherever it is penalised.")
  static let detour = Metric(
    "detour", .answers, "Detour of the penalised points",
    "How far the points at which the slope is penalised lie from the straight line between the two "
      + "samples that they are mixed of, as a share of its length.")
  static let weightMax = Metric(
    "weightMax", .answers, "Largest weight of the critic",
    "The largest absolute value that one of its parameters has had after an update, so far.")
  static let unitStd = Metric(
    "unitStd", .answers, "Spread of G's units",
    "The standard deviation of what G's first batch norm puts out in training, over a batch.")
  static let askedOnPixels = Metric(
    "asked", .samples, "Read as asked",
    "The share of samples whose nearest neighbour among real digits is the digit that was asked for.",
    reference: "1; a generator that ignores what it is asked has 0.1.")
  static let askedLeast = Metric(
    "askedLeast", .samples, "The same of the worst digit",
    "That share of the digit of which it is smallest.", reference: "The share of all of them.")
  static let grid = Metric(
    "checkerboard", .samples, "Grid",
    "The share of the samples' fine detail that is one pattern of period 2.",
    reference: "0 is none and 1 nothing else.")
  static let moveD = Metric(
    "moveD", .answers, "Move of D",
    "How far the discriminator's parameters move in a step, all together.")
  static let moveG = Metric(
    "moveG", .answers, "Move of G",
    "How far the generator's parameters move in a step, all together.")
  /// The Fréchet ratio without a classifier.
  static let frechetRatioOnComponents = Metric(
    "frechetRatio", .samples, Metric.frechetRatio.title,
    "How far the generated images lie from real ones in their 20 directions of greatest variance, "
      + "as a share of the real images' own variance.",
    reference: "0 is perfect; 1 is as far as a single mean image.")
  /// A critic's losses are no cross-entropies.
  static let criticLossD = Metric(
    "lossD", .losses, "Loss of the critic", "What the critic's optimiser makes small.")
  static let criticLossG = Metric(
    "lossG", .losses, "Loss of the generator",
    "The critic's mean score on generated samples, times −1.")
}
