import Foundation
import Testing

@testable import Tensors

@Suite("Sigmoid cross-entropy") struct LossTests {
  static let logits: [Float] = [-1000, -100, -20, -3, -0.5, 0, 0.5, 3, 20, 100, 1000]
  static let labels: [Float] = [0, 0.1, 0.5, 0.9, 1]

  /// −y log σ(x) − (1 − y) log(1 − σ(x)) as y softplus(−x) + (1 − y) softplus(x), in float64.
  private static func exact(_ x: Float, _ y: Float) -> Double {
    let tail = log1p(exp(-abs(Double(x))))
    return Double(y) * (max(-Double(x), 0) + tail) + (1 - Double(y)) * (max(Double(x), 0) + tail)
  }

  @Test("is finite and equals the closed form, at logits ±100 and ±1000 too", arguments: labels)
  func closedForm(label: Float) {
    for x in Self.logits {
      let got = sigmoidCrossEntropy(logits: Tensor([x]), label: label)
      #expect(got.shape == [])
      #expect(got.isFinite)
      // Between 0 and 1 the loss is a difference of numbers as great as x: two units in the last
      // place of x.
      let expected = Self.exact(x, label)
      // Below 2⁻¹²⁶ a loss may be 0.
      let tolerance =
        label == 0 || label == 1 ? 2e-7 * expected + 0x1p-126 : 2.4e-7 * Double(max(1, abs(x)))
      #expect(abs(Double(got.scalar) - expected) <= tolerance, "logit \(x): \(got), \(expected)")
    }
  }

  @Test("one label for all and a tensor of labels agree", arguments: labels)
  func labelsAgree(label: Float) {
    for x in Self.logits {
      let logits = Tensor(rows: [[x], [-x]])
      let one = sigmoidCrossEntropy(logits: logits, label: label).scalar
      let each = sigmoidCrossEntropy(
        logits: logits, labels: Tensor(repeating: label, shape: [2, 1])
      ).scalar
      #expect(abs(one - each) <= 2.4e-7 * max(1, abs(x)), "logit \(x)")
    }
  }

  @Test("a confident right answer still costs something: 3e−7 at logit 15 and label 1")
  func confident() {
    for (x, y) in [(15, 1), (-15, 0), (80, 1), (-80, 0), (0.5, 1), (-3, 0)] as [(Float, Float)] {
      let expected = Self.exact(x, y)
      let got = sigmoidCrossEntropy(logits: Tensor([x]), labels: Tensor([y])).scalar
      #expect(abs(Double(got) - expected) <= 3e-7 * expected, "logit \(x): \(got)")
      let one = sigmoidCrossEntropy(logits: Tensor([x]), label: y).scalar
      #expect(abs(got - one) <= 3e-7 * one, "logit \(x)")
    }
    let edges = Tensor([.nan, 1])
    #expect(sigmoidCrossEntropy(logits: edges, labels: Tensor([0, 0])).scalar.isNaN)
  }

  @Test("logits and labels have their slopes, and slopes of slopes")
  func labelSlopes() {
    var stream = RandomStream(seed: 6, for: "points")
    let points = [
      Tensor.normal([3, 4], using: &stream), .uniform([3, 4], using: &stream),
    ]
    expectGradient(of: "sigmoidCrossEntropy", at: points) {
      sigmoidCrossEntropy(logits: $0[0], labels: $0[1])
    }
    expectGradient(of: "its slope", at: points) { points in
      gradients(
        of: sigmoidCrossEntropy(logits: points[0], labels: points[1]),
        withRespectTo: points, differentiable: true)[0]
    }
  }

  @Test("labels belong to their own logits, and the loss is the mean of all")
  func mean() {
    let (x, y): ([Float], [Float]) = ([2, -1, 0.5, -3], [1, 0, 0.25, 0.75])
    let got = sigmoidCrossEntropy(
      logits: Tensor(shape: [2, 2], scalars: x), labels: Tensor(shape: [2, 2], scalars: y))
    let expected = zip(x, y).reduce(0) { $0 + Self.exact($1.0, $1.1) } / 4
    #expect(abs(Double(got.scalar) - expected) < 3e-7)
  }

  @Test("its gradient is (σ(x) − y) / n, and so is never lost or infinite", arguments: labels)
  func gradient(label: Float) {
    let x = Tensor(Self.logits).tracked()
    let n = Double(Self.logits.count)
    let losses = [
      sigmoidCrossEntropy(logits: x, label: label),
      sigmoidCrossEntropy(
        logits: x, labels: Tensor(repeating: label, shape: [Self.logits.count])),
    ]
    for loss in losses {
      let got = gradients(of: loss, withRespectTo: [x])[0]
      for (index, logit) in Self.logits.enumerated() {
        let expected = (1 / (1 + exp(-Double(logit))) - Double(label)) / n
        #expect(abs(Double(got[index]) - expected) < 3e-8, "logit \(logit)")
      }
    }
  }

  @Test("a wrong certainty keeps its slope: −1 at logit −100 and label 1")
  func certainty() {
    let x = Tensor([-100]).tracked()
    let loss = sigmoidCrossEntropy(logits: x, label: 1)
    #expect(loss.scalar == 100)
    #expect(gradients(of: loss, withRespectTo: [x])[0].scalars == [-1])
  }

  @Test("an undecided discriminator pays log 2")
  func undecided() {
    let loss = sigmoidCrossEntropy(logits: .zeros([128, 1]), label: 1)
    #expect(abs(loss.scalar - 0.6931472) < 2e-7)
  }

  @Test("labels of another shape stop with a sentence that quotes both")
  func wrongShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = sigmoidCrossEntropy(logits: .zeros([4, 1]), labels: .zeros([4]))
    }
    expectSaid("sigmoidCrossEntropy", "[4, 1]", "[4]", by: result)
  }
}
