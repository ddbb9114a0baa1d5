import Runs

/// What the chapter's numbers mean, for the report.
func meanings(_ recipe: Recipe) -> MetricMeanings {
  var meanings = MetricMeanings.standard
  switch recipe {
  case .gp, .clip:
    meanings["lossD"] = MetricMeaning(
      .losses, "Loss of the critic",
      "Its mean score on generated samples less that on real ones, and the penalty if there is one.",
      reference: "No sigmoid and no logarithm: below 0 when the critic tells them apart.")
    meanings["lossG"] = MetricMeaning(
      .losses, "Loss of the generator",
      "The mean score of generated samples, with the sign turned.",
      reference: "A score has no meaning of its own, so there is no value to hope for.")
  case .lsgan:
    meanings["lossD"] = MetricMeaning(
      .losses, "Loss of the discriminator",
      "How far its scores are from 1 on real samples and from 0 on generated ones, squared.",
      reference: "0 when it knows them all.")
    meanings["lossG"] = MetricMeaning(
      .losses, "Loss of the generator",
      "How far the scores of generated samples are from 1, squared.",
      reference: "0 when the discriminator takes them to be real.")
  case .gan: break
  }
  if recipe == .gan || recipe == .lsgan {
    meanings["criticEstimate"] = MetricMeaning(
      .answers, "How far apart the scores are",
      "Its mean score on real samples less that on generated ones, before any sigmoid.",
      reference: "No distance: nothing holds the slope.")
  }
  meanings["slicedW1"] = MetricMeaning(
    .samples, "Sliced Wasserstein-1 distance",
    "How far, on average over 16 directions, the shadows of the generated points would have to be "
      + "moved to become those of the real ones.",
    unit: "unit of the data", reference: "0 is perfect.")
  meanings["criticQuality"] = MetricMeaning(
    .answers, "Does the critic's value tell quality?",
    "How the critic's estimate and the samples' distance from real ones rise and fall together over "
      + "the run (Spearman's rank correlation).",
    reference: "1: it tells quality. 0: it tells nothing.")
  meanings["criticQualityLate"] = MetricMeaning(
    .answers, "The same after the first quarter",
    "As above, without the first quarter of the steps, in which everything falls.",
    reference: "1: it tells quality. By chance up to 0.36 either way.")
  return meanings
}
