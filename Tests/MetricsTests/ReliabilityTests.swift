import Metrics
import Testing

@Suite("Whether answers mean what they say")
struct ReliabilityTests {
  private func repeated(_ answer: Float, _ count: Int) -> [Float] {
    Array(repeating: answer, count: count)
  }

  @Test("of 80 samples with the answer 0.75, 60 are real: the answer is right")
  func right() {
    let reliability = Reliability(real: repeated(0.75, 60), generated: repeated(0.75, 20))
    #expect(reliability.bins.count == 1)
    #expect(reliability.bins[0].answer == 0.75 && reliability.bins[0].share == 0.75)
    #expect(reliability.bins[0].count == 80)
    #expect(reliability.error() == 0)
    #expect(reliability.error { $0 / 2 } == 0.375, "read as half of it, it is wrong")
  }

  @Test("an error counts as often as its samples; a bin of fewer than 20 says nothing")
  func weighted() {
    // 0.5 is right, ten samples say 0.25 in vain, and of 0.75 no sample is real.
    let reliability = Reliability(
      real: repeated(0.5, 30),
      generated: repeated(0.5, 30) + repeated(0.25, 10) + repeated(0.75, 20))
    #expect(reliability.bins.map(\.answer) == [0.5, 0.75])
    #expect(abs(reliability.error() - 0.75 * 20 / 80) < 1e-6)
    #expect(Reliability(real: repeated(1, 20), generated: []).bins.map(\.share) == [1])
    #expect(Reliability(real: [0.5], generated: []).error() == 0)
  }
}
