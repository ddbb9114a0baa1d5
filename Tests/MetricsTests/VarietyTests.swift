import Tensors
import Testing

@testable import Metrics

@Suite("Variety: how alike samples are")
struct VarietyTests {
  private let real: Tensor

  init() {
    var stream = RandomStream(seed: 1, for: "real")
    real = .normal([640, 20], using: &stream)
  }

  private func normal(_ count: Int, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed, for: "fake")
    return .normal([count, 20], using: &stream)
  }

  // The share of twins among 640 has a standard deviation of 0.009; seed 2 is one draw, and exact.
  @Test("another sample of the same distribution is as varied as the first")
  func same() throws {
    let variety = try #require(Variety(real: real, fake: normal(640, seed: 2)))
    #expect(abs(variety.spread - 1) < 0.05)
    #expect(abs(variety.twins - 0.05) < 0.03)
  }

  @Test("halved, points have a quarter of the spread, and nearly all are twins")
  func halved() throws {
    let variety = try #require(Variety(real: real, fake: real * 0.5))
    #expect(abs(variety.spread - 0.25) < 1e-4)
    #expect(variety.twins > 0.9)
  }

  @Test("ten points repeated are all twins, although they spread as the real ones do")
  func repeated() throws {
    let ten = normal(10, seed: 3)
    let variety = try #require(
      Variety(real: real, fake: .concatenation((0..<64).map { _ in ten })))
    #expect(variety.twins == 1)
    #expect(variety.spread > 0.8)
  }

  @Test("one point for every noise: no spread at all")
  func collapsed() throws {
    let variety = try #require(Variety(real: real, fake: .ones([64, 20])))
    #expect(variety.spread == 0 && variety.twins == 1)
  }

  @Test("far more spread than the real points: no twins")
  func wide() throws {
    let variety = try #require(Variety(real: real, fake: normal(640, seed: 4) * 3))
    #expect(abs(variety.spread - 9) < 0.5 && variety.twins == 0)
  }

  @Test("the spread does not depend on where the points are")
  func farAway() throws {
    // Whole numbers up to 50, which a float beside a million still tells apart.
    let (a, b) = (real, normal(640, seed: 6) * 0.8)
    func whole(_ points: Tensor, beside center: Float) -> Tensor {
      Tensor(shape: points.shape, scalars: points.scalars.map { ($0 * 10).rounded() + center })
    }
    let near = try #require(Variety(real: whole(a, beside: 0), fake: whole(b, beside: 0)))
    let far = try #require(Variety(real: whole(a, beside: 1e6), fake: whole(b, beside: 1e6)))
    #expect(abs(far.spread - near.spread) < 1e-6)
  }

  @Test("what cannot be compared is no number")
  func absent() {
    #expect(Variety(real: real, fake: normal(63, seed: 5)) == nil)
    #expect(Variety(real: .ones([64, 20]), fake: normal(64, seed: 5)) == nil)
    #expect(Variety(real: real, fake: Tensor(repeating: .nan, shape: [64, 20])) == nil)
  }
}
