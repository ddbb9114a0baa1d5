import Datasets
import Lessons
import Runs
import Tensors
import Testing

@testable import ToyGAN

/// Ten steps, to the bit: whatever changes the arithmetic of training shows here first.
@Suite("Chapter 1: ten recorded steps")
struct TrajectoryTests {
  private func run(_ recipe: (Preset, Int?) -> Recipe, seed: UInt64 = 1) -> (
    losses: [Float], digest: String
  ) {
    let real = Distribution.normal(mean: -1, standardDeviation: 1)
    var training = Training(recipe(.lesson, nil), real: real, seed: seed)
    var losses: [Float] = []
    training.loop(over: 1...10) { _, answers in
      losses.append(minimaxLoss(realLogits: answers.real[1], fakeLogits: answers.fake[1]).scalar)
    }
    return (losses, digest(of: training.generator.parameters + training.discriminator.parameters))
  }

  @Test("published")
  func published() {
    let (losses, digest) = run(Recipe.published)
    #expect(
      losses == [
        2.9834177, 3.9889956, 3.4339533, 2.8389268, 2.333622, 1.8870523, 1.5694656, 1.2933791,
        1.1038673, 0.9535533,
      ])
    #expect(digest == "843818341ebc017a")
  }

  @Test("reliable")
  func reliable() {
    let (losses, digest) = run(Recipe.reliable)
    #expect(
      losses == [
        1.6449106, 1.5999291, 1.5712507, 1.5275391, 1.4811832, 1.454422, 1.4061654, 1.361517,
        1.3453817, 1.3036537,
      ])
    #expect(digest == "2606b66782493b7f")
  }

  @Test("equal seeds give equal bits, another seed gives others")
  func seeds() {
    let first = run(Recipe.reliable).digest
    #expect(run(Recipe.reliable).digest == first)
    #expect(run(Recipe.reliable, seed: 2).digest != first)
  }

  @Test("looking does not change the run")
  func looking() {
    let real = Distribution.normal(mean: -1, standardDeviation: 1)
    func digestAfter(looking: Bool) -> String {
      var training = Training(Recipe.reliable(.lesson), real: real, seed: 1)
      training.loop(over: 1...10) { state, _ in
        if looking {
          let z = Latent(.uniform, size: 1)(100, for: "evaluation", seed: 1)
          _ = LineJudge(real).glance(at: state.generator(z))
        }
      }
      return digest(of: training.generator.parameters)
    }
    #expect(digestAfter(looking: true) == digestAfter(looking: false))
  }
}
