import Foundation
import Runs
import Tensors
import TestSupport
import Testing
import ToyGAN

@Suite("Chapter 1: the GAN of two numbers")
struct DiracTests {
  private func radius(_ game: DiracGAN.Game, _ remedy: DiracGAN.Remedy, steps: Int = 500) -> Float {
    var gan = DiracGAN(game, remedy)
    _ = gan.path(steps: steps, rate: 0.2)
    return gan.radius
  }

  @Test("500 steps of 0.2 from radius 1.414: plain out to 3.097, in turns on the circle, R₁ home")
  func radii() {
    #expect(abs(DiracGAN(.gan, .none).radius - 1.4142135) < 1e-6)
    // In double precision: 3.096949, 1.421019, 9.53e-22, 1.336e-19.
    #expect(abs(radius(.gan, .none) - 3.096949) < 1e-4)
    #expect(abs(radius(.gan, .alternating) - 1.421019) < 1e-4)
    #expect((0.9e-21...1.0e-21).contains(radius(.gan, .r1(weight: 1))))
    #expect((1.3e-19...1.4e-19).contains(radius(.wasserstein, .r1(weight: 1))))
  }

  @Test("every step is the closed form's", arguments: [Float(0), 1])
  func closedForm(weight: Float) {
    var gan = DiracGAN(.gan, weight == 0 ? .none : .r1(weight: weight))
    var (theta, psi) = (1.0, -1.0)
    for _ in 0..<50 {
      gan.step(0.2)
      let answer = 1 / (1 + exp(-theta * psi))
      (theta, psi) = (
        theta + 0.2 * answer * psi, psi - 0.2 * (answer * theta + Double(weight) * psi)
      )
      #expect(abs(Double(gan.theta.scalar) - theta) < 1e-5)
      #expect(abs(Double(gan.psi.scalar) - psi) < 1e-5)
    }
  }

  @Test(
    "a plain Wasserstein game grows by √1.04 a step; clipped it circles, never beyond the stops")
  func wasserstein() {
    let grown = radius(.wasserstein, .none, steps: 100)
    #expect(abs(Double(grown) / (2.0.squareRoot() * pow(1.04, 50)) - 1) < 1e-4)
    var clipped = DiracGAN(.wasserstein, .clipping(1))
    let path = clipped.path(steps: 500, rate: 0.2)
    #expect(path.allSatisfy { abs($0.psi) <= 1 })
    #expect(path.suffix(250).allSatisfy { hypot($0.theta, $0.psi) > 0.99 })
    #expect(path.suffix(250).contains { $0.psi == 1 } && path.suffix(250).contains { $0.psi == -1 })
  }

  @Test("the two-sided penalty comes to rest at θ = −2λ, where the slope cannot change its sign")
  func trap() {
    var gan = DiracGAN(.wasserstein, .twoSidedPenalty(weight: 1))
    _ = gan.path(steps: 500, rate: 0.2)
    #expect(abs(gan.theta.scalar + 2) < 1e-5)
    #expect(abs(gan.psi.scalar) < 1e-5)
  }

  @Test("toy-gan dirac writes its picture, and the seed changes nothing")
  func command() throws {
    let scratch = try TemporaryFolder()
    for seed in ["1", "2"] {
      let run = try Command(
        "toy-gan", "dirac", "--json", "--overwrite", "--seed", seed, "--out", scratch.path)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      let summary = try JSONDecoder().decode(Summary.self, from: Data(run.output.utf8))
      #expect(summary.digest == "064609f31f2644af")
      #expect(FileManager.default.fileExists(atPath: scratch.file("dirac.svg").path))
    }
  }
}
