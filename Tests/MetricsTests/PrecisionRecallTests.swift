import Tensors
import Testing

@testable import Metrics

@Suite("Improved precision and recall")
struct PrecisionRecallTests {
  @Test("it agrees with brute force, k = 3", arguments: setReferences)
  func reference(_ reference: SetReference) throws {
    let (real, fake) = (matrixRules[reference.a].tensor, matrixRules[reference.b].tensor)
    let got = try #require(PrecisionRecall(real: real, fake: fake))
    #expect(isClose(got.precision, reference.precision))
    #expect(isClose(got.recall, reference.recall))
    let swapped = try #require(PrecisionRecall(real: fake, fake: real))
    #expect(swapped.precision == got.recall && swapped.recall == got.precision)
  }

  @Test("a point on the sphere is in the ball, one beyond it is not")
  func boundary() throws {
    // Balls of the real points for k = 1: around 0 and 1 of radius 1, around 5 of radius 4.
    let real = Tensor(rows: [[0], [1], [5]])
    let fake = Tensor(rows: [[-1], [-1.0001], [9], [9.0001], [2]])
    let got = try #require(PrecisionRecall(real: real, fake: fake, neighbours: 1))
    #expect(isClose(got.precision, 3.0 / 5))
  }

  // At ±1,000 a distance in single precision errs by 0.5 or so, and the balls' radii are near 0.01.
  @Test("two heaps so far apart that single precision blurs them count like each by itself")
  func heaps() throws {
    func heap(_ center: Float, _ seed: UInt64) -> Tensor {
      normalPoints(150, 4, seed: seed) * 0.01 + center
    }
    let (left, right) = try (
      #require(PrecisionRecall(real: heap(-1000, 1), fake: heap(-1000, 2))),
      #require(PrecisionRecall(real: heap(1000, 3), fake: heap(1000, 4)))
    )
    let both = try #require(
      PrecisionRecall(
        real: Tensor.concatenation([heap(-1000, 1), heap(1000, 3)]),
        fake: Tensor.concatenation([heap(-1000, 2), heap(1000, 4)])))
    #expect(isClose(both.precision, Double(left.precision + right.precision) / 2))
    #expect(isClose(both.recall, Double(left.recall + right.recall) / 2))
    #expect(both.precision > 0.5 && both.precision < 0.99)
  }

  @Test("a set covers itself; sets far apart cover nothing")
  func extremes() throws {
    let real = normalPoints(300, 6, seed: 1)
    #expect(try #require(PrecisionRecall(real: real, fake: real)).precision == 1)
    let far = try #require(PrecisionRecall(real: real, fake: real + 100))
    #expect(far.precision == 0 && far.recall == 0)
  }

  @Test("one of two modes: good precision, half of the recall")
  func modes() throws {
    let side = Tensor([10, 0, 0])
    let left = normalPoints(400, 3, seed: 2)
    let real = Tensor.concatenation([left, normalPoints(400, 3, seed: 3) + side])
    let got = try #require(PrecisionRecall(real: real, fake: normalPoints(800, 3, seed: 4)))
    #expect(got.precision > 0.85)
    #expect(got.recall > 0.4 && got.recall <= 0.5)
    // Too wide instead of too narrow: what is missing changes sides.
    let wide = try #require(PrecisionRecall(real: normalPoints(800, 3, seed: 4), fake: real))
    #expect(wide.recall == got.precision && wide.precision == got.recall)
  }

  @Test("copies have balls of radius 0, which cover copies only")
  func copies() throws {
    let real = Tensor(rows: [[1, 2], [1, 2], [1, 2], [1, 2]])
    let fake = Tensor(rows: [[1, 2], [1, 2.0001], [0, 0], [1, 2]])
    let got = try #require(PrecisionRecall(real: real, fake: fake))
    #expect(got.precision == 0.5)
  }

  @Test("a set of at most k points, a NaN or an infinity leaves nothing")
  func absent() {
    let good = Tensor(rows: [[0, 1], [1, 0], [2, 2], [1, 1]])
    for points in unusablePoints() + [good.slice(0..<3)] {
      #expect(PrecisionRecall(real: points, fake: good) == nil)
      #expect(PrecisionRecall(real: good, fake: points) == nil)
    }
    #expect(PrecisionRecall(real: good, fake: good.slice(0..<3), neighbours: 2) != nil)
  }
}
