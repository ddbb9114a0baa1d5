import LabelSmoothing
import Metrics
import Runs

extension Recipe {
  /// The twin that a run is about: the one that is smoothed, if there is one.
  var subject: Int { min(1, labels.count - 1) }

  /// A metric as it is measured of one of the twins. The subject's has the plain name; behind those of
  /// the others stands `Hard` for hard labels, or the labels in thousandths: `w1Real875Fake125`.
  func metric(_ metric: Metric, of twin: Int) -> Metric {
    if labels.count == 1 { return metric }
    let labels = labels[twin]
    if twin == subject { return metric.of(labels.title, suffix: "") }
    func thousandths(_ label: Float) -> Int { Int((label * 1000).rounded()) }
    let suffix =
      labels == .hard
      ? "Hard" : "Real\(thousandths(labels.real))Fake\(thousandths(labels.fake))"
    return metric.of(labels.title, suffix: suffix)
  }
}

extension Training {
  var subject: Twin { twins[recipe.subject] }
}

/// What these labels make of the standard metrics: other values to compare with.
extension Labels {
  var title: String { "labels \(self)" }

  var dReal: Metric { .dReal.comparedWith(atEquilibrium) }
  var dFake: Metric { .dFake.comparedWith(atEquilibrium) }
  private var atEquilibrium: String {
    "\(readable(middle)) at equilibrium: half-way between the labels."
  }

  var lossDReal: Metric {
    .lossDReal.comparedWith("No less than \(readable(Float(realFloor))), the floor of this label.")
  }
}

extension Metric {
  static let calibration = Metric(
    "calibration", .answers, "What the answer means",
    "D's mean answer on generated samples, read as the share of real ones between the labels.",
    reference: "½ at equilibrium, whatever the labels.")
}
