import Metrics
import Tensors
import Testing

@Suite("What a discriminator's logits amount to")
struct DiscriminatorAnswersTests {
  private func metrics(_ real: [Float], _ fake: [Float], _ toGenerator: [Float]) -> Measurements {
    discriminatorMetrics(
      real: Tensor(real), fake: Tensor(fake),
      lossD: sigmoidCrossEntropy(logits: Tensor(real), label: 1)
        + sigmoidCrossEntropy(logits: Tensor(fake), label: 0),
      lossG: sigmoidCrossEntropy(logits: Tensor(toGenerator), label: 1))
  }

  @Test("answers of one half give log 4, log 2 and no right answer")
  func half() {
    let got = metrics([0, 0], [0, 0, 0], [0])
    #expect(abs((got[.lossD] ?? 0) - 1.386294) < 1e-6)
    #expect(abs((got[.lossG] ?? 0) - 0.693147) < 1e-6)
    #expect(got[.dReal] == 0.5 && got[.dFake] == 0.5 && got[.accuracy] == 0)
  }

  @Test("real, generated and the generator's own logits are told apart")
  func sides() {
    let got = metrics([3, 3, -1], [-2, 2], [-4])
    // Two of three real ones and one of two generated ones.
    #expect(abs((got[.accuracy] ?? 0) - 0.6) < 1e-6)
    #expect((got[.dReal] ?? 0) > 0.7 && abs((got[.dFake] ?? 0) - 0.5) < 1e-6)
    // softplus(4)
    #expect(abs((got[.lossG] ?? 0) - 4.01815) < 1e-4)
    #expect(got[.lossD] == (got[.lossDReal] ?? 0) + (got[.lossDFake] ?? 0))
  }
}
