import Foundation
import Tensors
import Testing

@testable import Metrics

@Suite("Modes that are covered")
struct ModeCoverageTests {
  private let centers: [(x: Float, y: Float)] = [(0, 0), (4, 0), (0, 4)]

  private func coverage(_ rows: [[Float]]) -> ModeCoverage? {
    ModeCoverage(Tensor(rows: rows), centers: centers, standardDeviation: 0.5)
  }

  @Test("a sample within 3σ is good, one beyond is not, and a cluster with a good one counts")
  func counted() throws {
    // 3σ = 1.5: the first two lie at 1.5 and 1.49, the third at 1.56, the fourth between all.
    let found = try #require(coverage([[1.5, 0], [4, 1.49], [1.1, 1.1], [2, 2]]))
    #expect(found.counts == [1, 1, 0])
    #expect(found.modesCovered == 2 && found.highQuality == 0.5)
  }

  @Test("a heap in one cluster covers one, however many samples it has")
  func collapsed() throws {
    let found = try #require(coverage([[Float]](repeating: [0, 4.1], count: 100)))
    #expect(found.counts == [0, 0, 100])
    #expect(found.modesCovered == 1 && found.highQuality == 1)
  }

  @Test("what is no number is not good; without samples there is nothing to say")
  func awkward() throws {
    let found = try #require(coverage([[.nan, 0], [.infinity, 0], [0, 0]]))
    #expect(found.modesCovered == 1 && abs(found.highQuality - 1 / 3) < 1e-6)
    #expect(ModeCoverage(Tensor.ones([2, 2]), centers: [], standardDeviation: 1) == nil)
  }

  // 1 − exp(−9/2) = 0.98889; of 20,000 samples the share strays by 0.0007.
  @Test("of real samples 98.9 % are good")
  func real() throws {
    var stream = RandomStream(seed: 1, for: "test")
    let points = Tensor.normal([20_000, 2], standardDeviation: 0.5, using: &stream)
    let found = try #require(
      ModeCoverage(points, centers: [(0, 0)], standardDeviation: 0.5))
    #expect(abs(found.highQuality - 0.98889) < 0.004)
  }

  @Test("sliced distance: 0 from itself, 2s/π for a shift by s in any direction, nil for NaN")
  func sliced() throws {
    var stream = RandomStream(seed: 1, for: "test")
    let points = Tensor.normal([500, 2], using: &stream)
    #expect(slicedWasserstein1(points, points) == 0)
    for shift in [[3, 0], [0, 3], [1.8, 2.4]] as [[Float]] {
      let moved = points + Tensor(rows: [shift]).broadcast(to: points.shape)
      let distance = try #require(slicedWasserstein1(points, moved))
      #expect(abs(distance - 6 / Float.pi) < 0.02)
    }
    // Along a direction, and half-way between two, the mean of |cos| over the sixteen has a closed form.
    for (turns, mean) in [(1.0, 0.6346), (1.5, 0.6376)] {
      let angle = turns * Double.pi / 16
      let shift = Tensor(rows: [[Float(cos(angle)), Float(sin(angle))]])
      let distance = try #require(
        slicedWasserstein1(points, points + shift.broadcast(to: points.shape)))
      #expect(abs(Double(distance) - mean) < 5e-5)
    }
    #expect(slicedWasserstein1(points, Tensor(rows: [[.nan, 0]])) == nil)
  }
}
