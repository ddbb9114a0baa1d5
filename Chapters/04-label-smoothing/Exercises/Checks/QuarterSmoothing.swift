import Tensors

/// 4.2: what "label smoothing 0.25" is, and what comes of it.
public protocol QuarterSmoothing: Exercise {
  /// The label that real samples get in place of 1.
  func realLabel(smoothing: Float, style: SmoothingStyle) throws -> Float

  /// What the best D answers where real and generated samples are equally frequent. Generated samples
  /// have the label 0.
  func answer(realLabel: Float) throws -> Float

  /// The least loss on real samples that any D can reach: the mean of −t log D − (1 − t) log(1 − D).
  func leastRealLoss(realLabel: Float) throws -> Float
}

/// Whose formula.
public enum SmoothingStyle: Sendable {
  /// The library's: the label y becomes y (1 − s) + s/2, for either label.
  case slim
  /// The paper's (Salimans et al., 2016): the label 1 becomes 1 − s.
  case oneSided
}

extension QuarterSmoothing {
  func check(_ variant: Variant) throws {
    let s = Float(variant.number("smoothing", book: 0.25, from: 0.1, to: 0.4))
    for style in [SmoothingStyle.slim, .oneSided] {
      let name = style == .slim ? "slim's" : "the paper's"
      let trained = Measured(label: style.label(smoothing: s))
      try expect(
        "the label after \(name) smoothing by \(shown(s))",
        try realLabel(smoothing: s, style: style), near: trained.surest, within: 2e-3,
        mistakes: [
          style.otherName: style == .slim ? 1 - s : 1 - s / 2,
          "this is what becomes of the other label, 0": s / 2,
        ])
      let t = trained.surest
      try expect(
        "D where p = q, with the label \(shown(t)),", try answer(realLabel: t),
        near: trained.undecided, within: 2e-3,
        mistakes: [
          "one half is the middle of 0 and 1: the labels are no longer 0 and 1": 0.5,
          "this is the label itself: D answers it only where all samples are real": t,
          "this is what is missing to the label: D's answer lies between its two labels": 1 - t,
        ])
      try expect(
        "the least loss on real samples, with the label \(shown(t)),",
        try leastRealLoss(realLabel: t), near: trained.least, within: 2e-3,
        mistakes: [
          "0 is the least loss with the label 1: no answer is right for a label between": 0,
          "(1 − t) log(1 − D) is missing: it costs something even where D = t":
            -Tensor(t).log().scalar,
          "this is the loss of an answer of one half: another answer costs less":
            Tensor(Float(2)).log().scalar,
        ])
    }
  }
}

extension SmoothingStyle {
  /// What is wrong with the label of the other style.
  fileprivate var otherName: String {
    self == .slim
      ? "this is the paper's label: slim gives half of the smoothing back"
      : "this is slim's label: the paper takes all of the smoothing from the 1"
  }

  fileprivate func label(smoothing s: Float) -> Float {
    switch self {
    case .slim: 1 * (1 - s) + s / 2
    case .oneSided: 1 - s
    }
  }
}

/// Discriminators that give one answer to everything, trained to the end: a single logit each.
private struct Measured {
  /// The answer of one that has seen real samples only, and its loss.
  let surest: Float
  let least: Float
  /// The answer of one that sees real and generated samples alike.
  let undecided: Float

  init(label: Float) {
    func trained(_ loss: (Tensor) -> Tensor) -> Tensor {
      var logit = [Tensor(Float(0)).tracked()]
      var optimizer = SGD(learningRate: 4)
      for _ in 0..<200 {
        optimizer.update(&logit, along: gradients(of: loss(logit[0]), withRespectTo: logit))
      }
      return logit[0].detached()
    }
    func realLoss(_ logit: Tensor) -> Tensor { sigmoidCrossEntropy(logits: logit, label: label) }
    let end = trained(realLoss)
    (surest, least) = (end.sigmoid().scalar, realLoss(end).scalar)
    undecided =
      trained { (realLoss($0) + sigmoidCrossEntropy(logits: $0, label: 0)) / 2 }.sigmoid().scalar
  }
}
