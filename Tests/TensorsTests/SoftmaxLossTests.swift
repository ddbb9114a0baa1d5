import Foundation
import Testing

@testable import Tensors

@Suite("Softmax cross-entropy") struct SoftmaxLossTests {
  static let rows: [[Float]] = [[1, -2, 0.5], [0, 0, 0], [-1, 3, 2], [100, -100, 0]]
  static let labels = [2, 0, 1, 0]

  /// −log p(label), in float64.
  private static func exact(_ row: [Float], _ label: Int) -> Double {
    let m = Double(row.max() ?? 0)
    return log(row.reduce(0) { $0 + exp(Double($1) - m) }) + m - Double(row[label])
  }

  @Test("is the mean of −log p over the rows")
  func closedForm() {
    let got = softmaxCrossEntropy(logits: Tensor(rows: Self.rows), labels: Self.labels)
    let expected = zip(Self.rows, Self.labels).reduce(0) { $0 + Self.exact($1.0, $1.1) } / 4
    #expect(abs(Double(got.scalar) - expected) < 2e-7)
  }

  @Test("equal logits score the logarithm of the number of classes")
  func uniform() {
    let got = softmaxCrossEntropy(logits: .zeros([5, 10]), labels: [0, 3, 9, 9, 1]).scalar
    #expect(abs(got - 2.302585) < 3e-7)
  }

  @Test("is finite at logits of ±1000, right and wrong")
  func extremes() {
    let logits = Tensor(rows: [[1000, -1000], [1000, -1000]]).tracked()
    let loss = softmaxCrossEntropy(logits: logits, labels: [0, 1])
    #expect(loss.scalar == 1000)
    #expect(gradients(of: loss, withRespectTo: [logits])[0].scalars == [0, 0, 0.5, -0.5])
  }

  @Test("its gradient agrees with central differences, and is (p − y) / n")
  func gradient() {
    let points = [Tensor(rows: Array(Self.rows.dropLast()))]
    let labels = Array(Self.labels.dropLast())
    let worst = GradientComparison.worst(of: "softmaxCrossEntropy", at: points) {
      softmaxCrossEntropy(logits: $0[0], labels: labels)
    }
    #expect(worst.error < 1e-3, "\(worst)")
    let x = points[0].tracked()
    let loss = softmaxCrossEntropy(logits: x, labels: labels)
    let got = gradients(of: loss, withRespectTo: [x])[0].scalars
    for (row, label) in labels.enumerated() {
      for column in 0..<3 {
        let p = exp(-Self.exact(Self.rows[row], column))
        let expected = (p - (column == label ? 1 : 0)) / 3
        #expect(abs(Double(got[3 * row + column]) - expected) < 1e-6)
      }
    }
  }
}
