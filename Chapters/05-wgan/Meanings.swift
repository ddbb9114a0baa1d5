import Runs

/// What the chapter's numbers mean, for the report.
func meanings(_ judge: Judge) -> MetricMeanings {
  var meanings = MetricMeanings.standard
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
