import Runs
import Tensors
import Testing

@testable import ToyGAN

@Suite("Chapter 1: the two networks")
struct NetworkTests {
  private func networks(_ recipe: Recipe) -> (Generator, Discriminator) {
    var weights = RandomStream(seed: 1, for: "weights")
    let generator = Generator(recipe, using: &weights)
    return (generator, Discriminator(recipe, using: &weights))
  }

  private func shapes(through layers: Sequential, from x: Tensor) -> [Shape] {
    var x = x
    return layers.layers.map { layer in
      x = layer(x)
      return x.shape
    }
  }

  @Test("published: every layer's shape, and 61 parameters in each network")
  func publishedShapes() {
    let (generator, discriminator) = networks(Recipe.published(.lesson))
    let z = Tensor.zeros([200, 1])
    #expect(
      shapes(through: generator.layers, from: z) == [[200, 6], [200, 6], [200, 1], [200, 1]])
    #expect(shapes(through: discriminator.layers, from: z) == [[200, 6], [200, 6], [200, 1]])
    // (1 · 6 + 6) + (6 · 6 + 6) + (6 · 1 + 1)
    #expect(generator.parameterCount == 61)
    #expect(discriminator.parameterCount == 61)
    #expect(discriminator(generator(z)).shape == [200, 1])
  }

  @Test("reliable: every layer's shape; the discriminator gets three inputs")
  func reliableShapes() {
    let (generator, discriminator) = networks(Recipe.reliable(.lesson))
    let z = Tensor.zeros([200, 1])
    #expect(
      shapes(through: generator.layers, from: z) == [[200, 16], [200, 16], [200, 1], [200, 1]])
    let three = Tensor.zeros([200, 3])
    #expect(
      shapes(through: discriminator.layers, from: three) == [[200, 16], [200, 16], [200, 1]])
    #expect(generator.parameterCount == 32 + 272 + 17)
    #expect(discriminator.parameterCount == 64 + 272 + 17)
    #expect(discriminator(generator(z)).shape == [200, 1])
  }

  @Test("a batch that does not fit stops the chapter with a sentence that quotes both shapes")
  func sentence() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var weights = RandomStream(seed: 1, for: "weights")
      let generator = Generator(Recipe.published(.lesson), using: &weights)
      _ = generator(Tensor.zeros([200, 3]))
    }
    let words = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(words.contains("matmul: [200, 3] by [1, 6]: inner sizes 3 and 1 differ"), "\(words)")
  }

  @Test("the generator's numbers lie in (−5, 5)")
  func range() {
    let (generator, _) = networks(Recipe.published(.lesson))
    let z = Tensor(shape: [5, 1], scalars: [-1000, -1, 0, 1, 1000])
    #expect(generator(z).scalars.allSatisfy { abs($0) <= 5 })
  }

  @Test("a discriminator that sees the batch tells a collapsed batch from a spread one")
  func seesBatch() {
    let (_, discriminator) = networks(Recipe.reliable(.lesson))
    let point = Tensor(shape: [1, 1], scalars: [-1])
    let spread = Tensor(shape: [3, 1], scalars: [-2, -1, 0])
    let collapsed = Tensor(repeating: -1, shape: [3, 1])
    #expect(
      discriminator.logits(point, among: spread).scalar
        != discriminator.logits(point, among: collapsed).scalar)
    #expect(discriminator(spread).scalars[1] == discriminator.logits(point, among: spread).scalar)
  }

  @Test("the tutorial's losses are the common ones plus 1, until D rounds to 0 or 1")
  func losses() {
    let published = Recipe.published(.lesson)
    let real = Tensor(shape: [3, 1], scalars: [-2, 0.5, 3])
    let fake = Tensor(shape: [3, 1], scalars: [1, -0.25, -4])
    let ours = minimaxLoss(realLogits: real, fakeLogits: fake).scalar
    let theirs = published.discriminatorLoss(real, fake).scalar
    #expect(abs(theirs - (ours + 1)) < 1e-6)
    #expect(
      abs(
        published.generatorLoss(fake).scalar
          - (nonSaturatingLoss(fakeLogits: fake).scalar + 1)) < 1e-6)
    let sure = Tensor(repeating: 120, shape: [1, 1])
    #expect(published.discriminatorLoss(sure, sure).scalar == .infinity)
    #expect(minimaxLoss(realLogits: sure, fakeLogits: sure).scalar == 120)
  }

  @Test("at D = ½ the losses are log 4 and log 2")
  func equilibrium() {
    let half = Tensor.zeros([200, 1])
    #expect(abs(minimaxLoss(realLogits: half, fakeLogits: half).scalar - 1.386_294_4) < 1e-6)
    #expect(abs(nonSaturatingLoss(fakeLogits: half).scalar - 0.693_147_2) < 1e-6)
  }

  @Test("the slope penalty of a straight line with slope 3 is ½ γ 9")
  func penalty() {
    let x = Tensor(shape: [4, 1], scalars: [-1, 0, 2, 5]).tracked()
    #expect(abs(slopePenalty(realLogits: x * 3, real: x, weight: 0.1).scalar - 0.45) < 1e-6)
  }

  @Test("the published rate falls four times for the generator, eight for the discriminator")
  func staircase() {
    let recipe = Recipe.published(.lesson)
    let generator = Set((0..<10_000).map(recipe.generatorRate))
    let discriminator = Set((0..<20_000).map(recipe.discriminatorRate))
    // The first stair is the initial rate; a fourth (eighth) fall would come with the next update.
    #expect(generator.count == 4)
    #expect(discriminator.count == 8)
    #expect(recipe.generatorRate(10_000) < recipe.generatorRate(9_999))
    #expect(recipe.generatorRate(0) == 0.01)
    #expect(abs(recipe.generatorRate(2_500) - 0.0095) < 1e-8)
  }
}
