import Foundation
import Metrics
import Runs
import Tensors
import TestSupport
import Testing
import WGAN

@testable import WGANCommand

@Suite("Chapter 5, part 1: distances between two bricks")
struct DistancesTests {
  private static let log2 = 0.6931471805599453

  @Test("KL is infinite once the bricks move, JS is θ log 2 up to log 2, W is θ", arguments: 0...40)
  func closedForms(shift: Int) throws {
    let bricks = Bricks(shift: shift)
    let theta = Double(shift) / 16
    #expect(bricks.distance == theta)
    #expect(kullbackLeibler(bricks.real, bricks.fake) == (shift == 0 ? 0 : .infinity))
    #expect(abs(jensenShannon(bricks.real, bricks.fake) - min(theta, 1) * Self.log2) < 1e-12)
    #expect(abs(wasserstein(bricks.real, bricks.fake, cellWidth: 1 / 16) - theta) < 1e-12)
  }

  @Test("KL of distributions that share their cells is the textbook's number")
  func divergence() {
    // ½ log(½ / ¼) + ½ log(½ / ¾) = ½ log(4/3)
    #expect(abs(kullbackLeibler([0.5, 0.5], [0.25, 0.75]) - 0.14384103622589045) < 1e-15)
    #expect(abs(kullbackLeibler([0.25, 0.75], [0.5, 0.5]) - 0.13081203594113694) < 1e-15)
    #expect(kullbackLeibler([1, 0], [0.5, 0.5]) == log(2.0))
  }

  // The bricks are alike, so half of JS would do for them; these two are not.
  @Test("JS counts both sides, and is the same from either")
  func bothSides() {
    // m = (¾, ¼): ½ log(4/3) + ½ (½ log(2/3) + ½ log 2)
    for js in [jensenShannon([1, 0], [0.5, 0.5]), jensenShannon([0.5, 0.5], [1, 0])] {
      #expect(abs(js - 0.21576155433883565) < 1e-15)
    }
  }

  @Test("mass that moves left costs as much as mass that moves right")
  func bothWays() {
    #expect(wasserstein([0.5, 0, 0.5], [0, 1, 0], cellWidth: 2) == 2)
    #expect(wasserstein([0, 0, 1], [1, 0, 0], cellWidth: 0.5) == 1)
    #expect(cheapestPlan(from: [1, 0, 1], to: [0, 2, 0]).cost == 2)
  }

  @Test("the cheapest plan for ten bricks costs what crosses the borders between the places")
  func plan() {
    let (from, to) = DistancesCommand.heaps
    let plan = cheapestPlan(from: from, to: to)
    #expect(plan.cost == 32)
    let crossing = wasserstein(from.map { Double($0) }, to.map { Double($0) }, cellWidth: 1)
    #expect(plan.cost == crossing)
    // The bricks of the essay, cell by cell.
    let bricks = Bricks(shift: 24)
    let cells = cheapestPlan(
      from: bricks.real.map { $0 > 0 ? 1 : 0 }, to: bricks.fake.map { $0 > 0 ? 1 : 0 })
    #expect(cells.cost / 16 / 16 == 1.5)
  }

  private func measured(_ shift: Int, updates: Int = 2000) -> BrickMeasurement {
    BrickMeasurement(
      Bricks(shift: shift), z: BrickMeasurement.midpoints(128), updates: updates, seed: 1)
  }

  @Test("a discriminator trained to the end finds JS, and its minimax slope dies away")
  func trained() {
    let near = measured(4)
    #expect(abs(near.js - 0.25 * Float(Self.log2)) < 0.04)
    #expect((1.1...1.7).contains(near.minimax), "2 log 2 is right, not \(near.minimax)")
    for shift in [24, 64, 128] {
      let apart = measured(shift)
      #expect((0.6925...0.693148).contains(apart.js), "\(apart.theta): \(apart.js)")
      #expect(apart.nonSaturating > 0.3)
      #expect((1e-7...3e-3).contains(apart.minimax), "\(apart.theta): \(apart.minimax)")
      if shift == 128 { #expect(apart.minimax < 1e-4) }
    }
  }

  @Test("an unmoved brick pulls nowhere, and a D stopped early still has a slope")
  func extremes() {
    #expect(abs(measured(0).minimax) < 0.02)
    #expect(measured(128, updates: 20).minimax > 20 * measured(128).minimax)
  }

  @Test("wgan distances: the folder, the same bits for any number of threads, nothing to resume")
  func command() throws {
    let scratch = try TemporaryFolder()
    var digests: Set<String> = []
    for threads in ["1", "2"] {
      let out = scratch.url.appendingPathComponent(threads)
      let run = try Command(
        "wgan", "distances", "--steps", "30", "--threads", threads, "--json", "--out", out.path)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      let summary = try JSONDecoder().decode(Summary.self, from: Data(run.output.utf8))
      #expect(summary.recipe == "distances" && summary.metrics["planDistance"] == 3.2)
      digests.insert(summary.digest)
      let files = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
      #expect(
        files == [
          ".lock", "bricks.svg", "distances.svg", "gradients.svg", "metrics.csv", "plan.svg",
          "report.html", "summary.json",
        ])
    }
    #expect(digests == ["9df4d9456d8c498f"])
    for option in [["--resume"], ["--checkpoint-every", "5"]] {
      let run = try Command(
        "wgan", "distances", option[0], option.count > 1 ? option[1] : "--quiet", "--out",
        scratch.path)
      #expect(run.status == 64 && run.errors.contains(option[0]), "\(run)")
    }
  }
}
