import Foundation
import Tensors
import Testing

@testable import LabelSmoothing

/// What stands on paper: nothing here is trained.
@Suite("Chapter 4: labels, and what they ask of D")
struct LabelTests {
  @Test("a smoothing of 0.25 has two published meanings: 0.875 and 0.75 for a real sample")
  func meanings() {
    #expect(Smoothing.slim(1, by: 0.25) == 0.875 && Smoothing.slim(0, by: 0.25) == 0.125)
    #expect(Smoothing.oneSided(1, by: 0.25) == 0.75 && Smoothing.oneSided(0, by: 0.25) == 0)
    for style in Smoothing.allCases {
      #expect(style(1, by: 0) == 1 && style(0, by: 0) == 0, "no smoothing changes nothing")
    }
  }

  @Test(
    "where p = q the best D is half-way between the labels",
    arguments: [(1, 0.5), (0.9, 0.45), (0.875, 0.4375), (0.75, 0.375)] as [(Float, Double)])
  func middle(real: Float, answer: Double) {
    #expect(abs(Labels(real: real).optimum(p: 0.3, q: 0.3) - answer) < 1e-7)
    #expect(abs(Double(Labels(real: real).middle) - answer) < 1e-7)
    let twoSided = Labels(real: real, fake: 0.125)
    #expect(abs(twoSided.optimum(p: 2, q: 2) - (answer + 0.0625)) < 1e-7)
  }

  @Test(
    "at the equilibrium the losses have the values of the formulas",
    arguments: [
      (1, 0, 1.386_294, 0.693_147), (0.9, -0.200_671, 1.376_278, 0.798_508),
      (0.875, -0.251_314, 1.370_628, 0.826_679), (0.75, -0.510_826, 1.323_127, 0.980_829),
    ] as [(Float, Float, Float, Float)])
  func equilibrium(real: Float, logit: Float, lossD: Float, lossG: Float) {
    let labels = Labels(real: real)
    let answer = labels.optimum(p: 1, q: 1)
    #expect(abs(Float(log(answer / (1 - answer))) - logit) < 1e-5)
    let logits = Tensor(repeating: logit, shape: [7, 1])
    let loss = smoothedLoss(realLogits: logits, fakeLogits: logits, labels: labels)
    #expect(abs(loss.scalar - lossD) < 1e-5)
    #expect(abs(nonSaturatingLoss(fakeLogits: logits).scalar - lossG) < 1e-5)
    #expect(abs(lossG - (0.693_147_2 - log(real))) < 1e-5, "G's loss rises by −log t, no more")
  }

  /// Two points, a with p = ¾ and q = ¼, and b the other way round.
  @Test(
    "the smoothed loss has no slope at D*, whatever the labels, and is larger beside it",
    arguments: [
      Labels.hard, Labels(real: 0.9), Labels(real: 0.75), Labels(real: 0.875, fake: 0.125),
      Labels(real: 1, fake: 0.3),
    ])
  func stationary(labels: Labels) {
    func logit(_ p: Double, _ q: Double) -> Float {
      let best = labels.optimum(p: p, q: q)
      return Float(log(best / (1 - best)))
    }
    let best = Tensor([logit(3, 1), logit(1, 3)]).tracked()
    func loss(_ logits: Tensor) -> Tensor {
      let (a, b) = (logits.slice(0..<1), logits.slice(1..<2))
      return smoothedLoss(
        realLogits: .concatenation([a, a, a, b]), fakeLogits: .concatenation([a, b, b, b]),
        labels: labels)
    }
    let slope = gradients(of: loss(best), withRespectTo: [best])[0]
    #expect(slope.scalars.allSatisfy { abs($0) < 1e-6 }, "\(slope.scalars)")
    for shift: Float in [-0.3, 0.3] {
      #expect(loss(best + Tensor([shift, 0])).scalar > loss(best).scalar)
      #expect(loss(best + Tensor([0, shift])).scalar > loss(best).scalar)
    }
  }

  @Test(
    "the real term has a floor, reached where D says the label itself",
    arguments: [(1, 0), (0.9, 0.325_083), (0.875, 0.376_770), (0.75, 0.562_335)]
      as [(Float, Double)])
  func floor(real: Float, floor: Double) {
    let labels = Labels(real: real)
    #expect(abs(labels.realFloor - floor) < 1e-5)
    let losses = stride(from: Float(-20), through: 20, by: 0.01).map {
      sigmoidCrossEntropy(logits: Tensor([$0]), label: real).scalar
    }
    #expect(abs(Double(losses.min() ?? 0) - floor) < 1e-4)
    #expect(losses.allSatisfy { Double($0) > floor - 1e-6 })
  }

  @Test("a D that is too sure pays in proportion to its logit, and stays finite")
  func overconfident() {
    let (sure, surer) = (Tensor([50]), Tensor([100]))
    func loss(_ logits: Tensor, _ labels: Labels) -> Float {
      smoothedLoss(realLogits: logits, fakeLogits: -logits, labels: labels).scalar
    }
    #expect(loss(surer, .hard) == 0)
    #expect(abs(loss(surer, Labels(real: 0.9)) - 2 * loss(sure, Labels(real: 0.9))) < 1e-3)
    #expect(abs(loss(surer, Labels(real: 0.9)) - 10) < 1e-3)
    #expect(abs(loss(surer, Labels(real: 0.9, fake: 0.1)) - 20) < 1e-3)
  }

  /// −d log D*/dx for p = N(−1, 1) and q = N(1, 1), where p/q = exp(−2x).
  private func pull(_ labels: Labels, at x: Double) -> Double {
    func logD(_ x: Double) -> Double { log(labels.optimum(p: exp(-2 * x), q: 1)) }
    return (logD(x - 1e-5) - logD(x + 1e-5)) / 2e-5
  }

  @Test("one-sided smoothing leaves the gradient that reaches G as it was; two-sided does not")
  func gradientToG() {
    for x in [-3.0, -1, 0, 1, 2, 3] {
      let hard = pull(.hard, at: x)
      #expect(abs(hard - 2 / (1 + exp(-2 * x))) < 1e-6)
      for real: Float in [0.9, 0.875, 0.75] {
        #expect(abs(pull(Labels(real: real), at: x) - hard) < 1e-5)
      }
    }
    // s = p/(p + q) = 1/(1 + e⁴); D* = ⅛ + ¾ s, and its slope is −¾ · 2 s (1 − s).
    let s = 1 / (1 + exp(4.0))
    let twoSided = 1.5 * s * (1 - s) / (0.125 + 0.75 * s)
    #expect(abs(pull(Labels(real: 0.875, fake: 0.125), at: 2) - twoSided) < 1e-6)
    #expect(twoSided < 0.2 && pull(.hard, at: 2) > 1.9)
  }

  @Test("an answer is read back as the share of real samples")
  func reading() {
    for labels in [Labels.hard, Labels(real: 0.9), Labels(real: 0.875, fake: 0.125)] {
      for share in [0.0, 0.2, 0.5, 1] {
        let answer = Float(labels.optimum(p: share, q: 1 - share))
        #expect(abs(labels.share(of: answer) - Float(share)) < 1e-6)
      }
    }
  }
}
