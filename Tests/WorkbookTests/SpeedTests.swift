import Foundation
import Tensors
import Testing

@testable import workbook

/// Broken on purpose and seen to fail here: taps counted off by one, the bytes of an update without what
/// it remembers, the slowest peer for the fastest.
@Suite("How fast, and why") struct SpeedTests {
  /// Counted layer by layer by a script of its own, for one image: without taps on padding.
  @Test(
    "the taps that meet a pixel are counted",
    arguments: [
      (Workload.w3, 1_787_336_448.0), (.w4, 1_928_466_944), (.w6, 1_971_519_744),
      (.w6b, 1_288_775_424),
    ])
  func pixels(workload: Workload, expected: Double) {
    let step = workload.step(batch: 2)
    step()
    let counted = operations(of: step).reduce(0) { $0 + ($1.multiplyAddsOnPixels ?? 0) }
    #expect(abs(counted / expected - 1) < 1e-3)
  }

  @Test("a roof is the higher of two, and counts what must be moved")
  func roof() {
    let a = Tensor.ones([4, 5]).tracked()
    let b = Tensor.ones([5, 6])
    var optimizer = Adam(learningRate: 1)
    var parameters = [a]
    let noted = operations {
      let gradient = gradients(of: a.matmul(b).sum(), withRespectTo: [a])
      optimizer.update(&parameters, along: gradient)
    }
    let roof = Roof(
      .gemm, batch: 4, operations: noted, peakGflops: 2, gigabytesPerSecond: 0.5, medianMs: 0.01)
    // Two products of 120 multiply-adds; 20, 30 and 24 numbers; an update reads four and writes three.
    #expect(abs(roof.gflopOnPixels - 480e-9) < 1e-15)
    let bytes = 4.0 * (2 * (20 + 30 + 24) + 7 * 20)
    #expect(abs(roof.megabytes - bytes * 1e-6) < 1e-12)
    #expect(abs(roof.arithmeticMs - 240e-6) < 1e-12)
    #expect(abs(roof.memoryMs - bytes * 2e-6) < 1e-12)
    #expect(abs(roof.share - roof.memoryMs / 0.01) < 1e-12)
  }

  @Test("memory is copied at a rate that a machine can have")
  func memory() {
    let rate = memoryRate(threads: 1)
    #expect(rate > 0.5 && rate < 2000, "\(rate) GB/s")
  }

  private func standing(_ library: String, ms: [Double], ours: [Double]?) -> Standing {
    func rounds(_ times: [Double]) -> [Player.Round] {
      times.map { Player.Round(samples: 1, medianMs: $0, bestMs: $0, peakMemoryBytes: 5_000_000) }
    }
    return Standing(
      .w2, batch: 128, threads: 2,
      opening: Player.Opening(library: library, form: "", firstMs: 9), startSeconds: 0.25,
      rounds: rounds(ms), peakGflops: 100, against: ours.map(rounds))
  }

  @Test("the table has a row for each workload, beside the fastest peer in its rounds")
  func table() throws {
    let ours = [10.0, 12, 11]
    let speed = Speed(
      standings: [
        standing("workbook", ms: ours, ours: nil),
        standing("PyTorch 9", ms: [30, 36, 22], ours: ours),
        standing("JAX 9", ms: [15, 30, 11], ours: ours),
      ],
      elsewhere: [
        standing("workbook", ms: ours, ours: nil), standing("JAX 9", ms: [5, 6, 5.5], ours: ours),
      ], roofs: [], scalings: [],
      ideas: [
        Speed.Idea(
          idea: "fold", workload: "W3", batch: 64, withMs: 2, withoutMs: 5, ratios: [2.5, 2, 3])
      ])
    let row = try #require(speed.cited("standings")?.split(separator: "\n").last)
    #expect(row.contains("| W2, batch 128 | 11.0 | 30.0 | – | 15.0 | × 1.50 (1.00–2.50) |"))
    let slower = try #require(speed.cited("elsewhere")?.split(separator: "\n").last)
    #expect(slower.contains("| W2, batch 128 | 11.0 | – | – | 5.50 | × 0.50 (0.50–0.50) |"))
    #expect(speed.cited("W2.fastest") == "JAX")
    #expect(speed.cited("W2.fastestBest") == "11.0")
    #expect(speed.cited("rounds") == "3")
    #expect(speed.cited("fold.ratio") == "2.50")
    #expect(speed.cited("fold.nothing") == nil && speed.cited("nothing") == nil)
  }
}
