import Runs
import Tensors
import Testing

@testable import DCGAN
@testable import DCGANCommand

/// Ten steps, to the bit: whatever changes the arithmetic of training shows here first.
@Suite("Chapter 3: ten recorded steps")
struct TrajectoryTests {
  private func run(
    _ recipe: RecipeName, seed: UInt64 = 1, looking: Bool = false
  ) throws -> (loss: Float, digest: String) {
    var training = try smallTraining(recipe, seed: seed)
    var loss: Float = 0
    training.loop(over: 1...10) { state, answers in
      loss = minimaxLoss(realLogits: answers.real, fakeLogits: answers.fake).scalar
      if looking { _ = state.evaluationSamples(10) }
    }
    let networks = [training.generator, training.discriminator]
    return (loss, digest(of: networks.flatMap { $0.parameters + $0.averages }))
  }

  @Test(
    "each recipe ends with its recorded loss and digest",
    arguments: [
      (RecipeName.small28, 0.9285542 as Float, "4668a5facfae6003"),
      (.keras28, 1.3193412, "edab63051809b6c5"),
      (.faces64, 1.4306674, "b0b553a6fab524e6"), (.mxnet64, 0.9839443, "c232236885fc6389"),
    ])
  func recorded(recipe: RecipeName, loss: Float, expected: String) throws {
    let got = try run(recipe)
    #expect(got.loss == loss)
    #expect(got.digest == expected)
  }

  @Test("equal seeds give equal bits, another seed gives others; looking changes nothing")
  func seeds() throws {
    let first = try run(.keras28).digest
    #expect(try run(.keras28, looking: true).digest == first)
    #expect(try run(.keras28, seed: 2).digest != first)
  }
}
