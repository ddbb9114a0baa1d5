import Foundation
import Metrics
import Runs
import Tensors
import TestSupport
import Testing
import WGAN

@testable import WGANCommand

@Suite("Chapter 5, part 2: critics as rulers")
struct RulerTests {
  private func board(
    _ kind: RulerKind, pairs: Int = 8, updates: Int = 500, seed: UInt64 = 1
  ) -> RulerBoard {
    var board = RulerBoard(kind: kind)
    for index in 0..<pairs {
      board.measure(
        HeapPair(index: index, count: 128, seed: seed), index: index, updates: updates, seed: seed)
    }
    return board
  }

  @Test("the one-sided penalty reads W1 (1 + W1 / 2λ)")
  func oneSided() throws {
    let board = board(.oneSided)
    #expect(try #require(board.pearson) > 0.998)
    for reading in board.readings where reading.w1 > 0.3 {
      let expected = reading.w1 * (1 + reading.w1 / 20)
      #expect(
        abs(reading.estimate / expected - 1) < 0.05, "\(reading.estimate) for \(reading.w1)")
    }
  }

  @Test("the two-sided penalty locks critics into the wrong sign, on the same pairs")
  func twoSided() throws {
    let board = board(.twoSided, pairs: 16, seed: 2)
    #expect(board.readings.filter { $0.estimate < 0 }.count >= 3, "\(board.ratios)")
    #expect(try #require(board.pearson) < 0.95)
    let wrong = board.readings.filter { $0.estimate < 0 }.count
    #expect(board.measurements[Metric(board.kind.name + "Wrong")] == Float(wrong) / 16)
  }

  @Test("clipped weights lie at the stops and never beyond, and the unit is 1024 c³ at most")
  func clipped() throws {
    for kind in [RulerKind.clipSmall, .clipLarge] {
      let (board, c) = (board(kind, pairs: 4, updates: 300), try #require(kind.limit))
      let parameters = board.readings.flatMap(\.parameters).flatMap(\.scalars)
      #expect(parameters.allSatisfy { abs($0) <= c })
      #expect(try #require(board.atLimit) > 0.95)
      let weights = board.readings.flatMap(\.weights)
      let stopped = weights.filter { abs($0) >= 0.999 * c }.count
      #expect(
        board.measurements[Metric(board.kind.name + "AtLimit")] == Float(stopped)
          / Float(weights.count))
      let bound = try #require(kind.bound)
      #expect(board.ratios.allSatisfy { $0 > 0 && $0 < bound * 1.001 }, "\(board.ratios)")
      #expect(board.ratios[board.ratios.count - 1] > bound / 4)
    }
  }

  // With the weights as they are, not divided, readings run away.
  @Test("with spectral norm no reading is longer than W1")
  func spectral() {
    let board = board(.spectral, pairs: 4, updates: 300)
    #expect(board.ratios.allSatisfy { $0 > 0.2 && $0 < 1.01 }, "\(board.ratios)")
  }

  @Test("the penalties of a critic whose slope is known")
  func penalties() {
    var stream = RandomStream(seed: 1, for: "weights")
    // tanh is nearly straight for small arguments: f′ is the product of three sums of weights.
    func penalty(_ constraint: Ruler.Constraint, slope: Float) -> Float {
      var ruler = Ruler(constraint, using: &stream)
      func only(_ value: Float, _ shape: Shape) -> Tensor {
        Tensor(
          shape: shape, scalars: (0..<shape.scalarCount).map { $0 == 0 ? value : 0 })
      }
      ruler.layers.parameters = [
        only(1e-3, [1, 32]), .zeros([32]), only(1, [32, 32]), .zeros([32]),
        only(slope * 1e3, [32, 1]), .zeros([1]),
      ]
      return ruler.penalty(at: Tensor(shape: [4, 1], scalars: [-1, 0, 1, 2])).scalar
    }
    let cases: [(slope: Float, one: Float, two: Float)] = [
      (0, 0, 10), (0.5, 0, 2.5), (-0.5, 0, 2.5), (1.5, 2.5, 2.5), (-3, 40, 40),
    ]
    for (slope, one, two) in cases {
      #expect(abs(penalty(.oneSidedPenalty(weight: 10), slope: slope) - one) < 1e-3)
      #expect(abs(penalty(.twoSidedPenalty(weight: 10), slope: slope) - two) < 1e-3)
    }
    #expect(penalty(.clipping(1), slope: 3) == 0)
  }

  @Test("the simplest critic: two valleys at ±1 + Δ/2λ under the two-sided penalty, else one")
  func valleys() {
    func isValley(_ slope: Double, _ twoSided: Bool) -> Bool {
      func loss(_ a: Double) -> Double {
        Ruler.loss(slope: a, distance: 1, weight: 10, twoSided: twoSided)
      }
      return loss(slope) < loss(slope - 0.01) && loss(slope) < loss(slope + 0.01)
    }
    #expect(isValley(1.05, true) && isValley(-0.95, true))
    #expect(isValley(1.05, false) && !isValley(-0.95, false))
    #expect(Ruler.loss(slope: 0, distance: 1, weight: 10, twoSided: true) == 10)
  }

  @Test("the exact price list reaches W1")
  func prices() throws {
    let bend = try RulerBend(updates: 1, samples: 16, seed: 1)
    let slopes = zip(bend.exact, bend.exact.dropFirst()).map { ($1 - $0) * 40 }
    #expect(slopes.prefix(75).allSatisfy { abs($0 + 1) < 1e-3 })
    #expect(slopes.suffix(75).allSatisfy { abs($0 - 1) < 1e-3 })
  }

  @Test("wgan ruler: every metric, the same bits for any number of threads")
  func command() throws {
    let scratch = try TemporaryFolder()
    var digests: Set<String> = []
    for threads in ["1", "2"] {
      let run = try Command(
        "wgan", "ruler", "--pairs", "3", "--steps", "20", "--threads", threads, "--json",
        "--overwrite", "--out", scratch.path)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      let summary = try JSONDecoder().decode(Summary.self, from: Data(run.output.utf8))
      #expect(
        Set(summary.metrics.keys) == [
          "oneSidedPearson", "oneSidedLeast", "oneSidedGreatest", "oneSidedError",
          "twoSidedPearson", "twoSidedWrong", "clipSmallPearson", "clipSmallScale",
          "clipSmallWorst", "clipSmallAtLimit", "clipLargePearson", "clipLargeScale",
          "clipLargeWorst", "clipLargeAtLimit", "spectralPearson", "spectralScale",
          "spectralWorst",
        ])
      digests.insert(summary.digest)
    }
    #expect(digests == ["56741b00521c0473"])
    let wrong = try Command("wgan", "ruler", "--pairs", "1", "--out", scratch.path)
    #expect(wrong.status == 64 && wrong.errors.contains("--pairs 1"))
  }
}
