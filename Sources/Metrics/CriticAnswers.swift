// What a critic says of real and generated samples.

extension Metric {
  public static let criticEstimate = Metric(
    "criticEstimate", .answers, "The critic's estimate",
    "The critic's mean score on real samples less that on generated ones: its estimate of the "
      + "Wasserstein-1 distance.",
    unit: "unit of the data",
    reference: "0 at equilibrium. Near the distance itself under a gradient penalty; "
      + "with clipped weights the scale is arbitrary.",
    settledBy: ["w1", "frechetRatio"])
  public static let gradientNormMean = Metric(
    "gradientNormMean", .answers, "Slope of the critic",
    "The mean length of the critic's gradient between real and generated samples.",
    reference: "Near 1 under a gradient penalty.")
  public static let gradientNormStd = Metric(
    "gradientNormStd", .answers, "Spread of that slope",
    "How much the length of the critic's gradient differs from point to point.",
    reference: "Small under a gradient penalty; 0 would be one slope everywhere.")
}
