import Datasets
import Runs
import Tensors
import Testing

@testable import DenseGAN
@testable import DenseGANCommand

/// Ten steps, to the bit: whatever changes the arithmetic of training shows here first.
@Suite("Chapter 2: ten recorded steps")
struct TrajectoryTests {
  private static let images = ImageSet.drawn(.train, count: 1000)

  private func run(
    _ recipe: (Preset, Int?) -> Recipe, seed: UInt64 = 1, looking: Bool = false
  ) -> (losses: [Float], digest: String) {
    var training = Training(recipe(.lesson, nil), images: TrajectoryTests.images, seed: seed)
    var losses: [Float] = []
    training.loop(over: 1...10) { state, answers in
      losses.append(answers.lossD.scalar)
      if looking { _ = state.evaluationSamples() }
    }
    let final =
      training.generator.parameters + training.generator.averages
      + training.discriminator.parameters
    return (losses, digest(of: final))
  }

  @Test("classic")
  func classic() {
    let (losses, digest) = run(Recipe.classic)
    #expect(
      losses == [
        0.98282605, 1.0546523, 1.2128896, 1.3781241, 1.4949377, 1.56342, 1.6111008, 1.586782,
        1.559582, 1.5391872,
      ])
    #expect(digest == "ce95360570d73fa6")
  }

  @Test("batchnorm")
  func batchNorm() {
    let (losses, digest) = run(Recipe.batchnorm)
    #expect(
      losses == [
        1.0298349, 1.3866345, 1.9581779, 2.3342984, 2.5143325, 2.4782486, 2.3836505, 2.2554748,
        2.1026416, 1.9312556,
      ])
    #expect(digest == "57c3c27ce1bdfc2f")
  }

  @Test("equal seeds give equal bits, another seed gives others")
  func seeds() {
    #expect(run(Recipe.batchnorm).digest == run(Recipe.batchnorm).digest)
    #expect(run(Recipe.batchnorm, seed: 2).digest != run(Recipe.batchnorm).digest)
  }

  @Test("looking does not change the run")
  func looking() {
    #expect(run(Recipe.batchnorm, looking: true).digest == run(Recipe.batchnorm).digest)
  }
}
