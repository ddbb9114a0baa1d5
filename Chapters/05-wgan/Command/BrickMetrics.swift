import Metrics

/// What is measured of two bricks and of a plan.
extension Metric {
  static let jsLeast = Metric(
    "jsLeast", .answers, "Least JS from θ = 1.5 on",
    "The least of the trained discriminators' estimates of JS where the bricks are apart.",
    unit: "nats", reference: "log 2 = 0.693147.")
  static let jsGreatest = Metric(
    "jsGreatest", .answers, "Greatest JS from θ = 1.5 on", "The greatest of them.", unit: "nats",
    reference: "log 2 = 0.693147, and never more.")
  static let minimaxNear = Metric(
    "minimaxNear", .answers, "Minimax slope at θ = 0.25",
    "What the minimax loss tells a generator whose brick overlaps the real one.",
    reference: "2 log 2 = 1.386, the slope of 2 JS.")
  static let minimaxFar = Metric(
    "minimaxFar", .answers, "Minimax slope at θ = 8", "What it tells a generator far away.",
    reference: "0, the slope of 2 JS; W gives 1.")
  static let nonSaturatingNear = Metric(
    "nonSaturatingNear", .answers, "Non-saturating slope at θ = 0.25",
    "What the non-saturating loss tells a generator whose brick overlaps the real one.")
  static let nonSaturatingMost = Metric(
    "nonSaturatingMost", .answers, "Greatest non-saturating slope",
    "The greatest over all distances.")
  static let nonSaturatingFar = Metric(
    "nonSaturatingFar", .answers, "Non-saturating slope at θ = 8",
    "What it tells a generator far away.",
    reference: "Nothing fixed: the longer D is trained, the greater; W gives 1.")
  static let planWork = Metric(
    "planWork", .samples, "Work of the plan", "Bricks times places in the picture of a plan.")
  static let planDistance = Metric(
    "planDistance", .samples, "Work for one brick", "The Wasserstein-1 distance of its two heaps.",
    unit: "places")
}
