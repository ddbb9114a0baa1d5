import Metrics
import Runs
import WGAN

extension RulerBoard {
  /// How well the critics of one kind measure.
  var measurements: Measurements {
    var measured: Measurements = [:]
    func measure(
      _ end: String, _ title: String, _ value: Float?, _ sentence: String, reference: String = ""
    ) {
      let metric = Metric(
        kind.name + end, .answers, "\(kind.title): \(title)", sentence, reference: reference)
      measured[metric] = value
    }
    measure(
      "Pearson", "correlation", pearson,
      "How nearly the estimates of critics with the constraint “\(kind.title)” are a straight line of "
        + "the exact W1 (Pearson).", reference: "1 for a perfect ruler; 0 for none.")
    switch kind {
    case .oneSided:
      measure("Least", "least ratio", ratios.first, "The least estimate ÷ W1.", reference: "1.")
      measure(
        "Greatest", "greatest ratio", ratios.last, "The greatest estimate ÷ W1.",
        reference: "1 + W1 ÷ 2λ.")
      measure(
        "Error", "greatest error",
        readings.map { abs($0.estimate / ($0.w1 * (1 + $0.w1 / 20)) - 1) }.max(),
        "How far an estimate is from W1 (1 + W1 ÷ 2λ), as a share of it.", reference: "0.")
    case .twoSided:
      measure(
        "Wrong", "wrong sign", Float(ratios.count { $0 < 0 }) / Float(ratios.count),
        "The share of critics that score the real heap below the generated one.", reference: "0.")
    default:
      measure(
        "Scale", "unit", ratios[ratios.count / 2], "The median estimate ÷ W1.",
        reference: "At most \(readable(kind.bound ?? 0)), the greatest slope.")
      measure(
        "Worst", "worst reading", ratios[0] / ratios[ratios.count / 2],
        "The least estimate ÷ W1, as a share of the median one.",
        reference: "1, if there were one unit for all.")
      measure("AtLimit", "weights at the stops", atLimit, "The share of weights at −c or c.")
    }
    return measured
  }
}
