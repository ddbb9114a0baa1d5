import Datasets
import Lessons
import Runs
import Tensors
import TestSupport
import Testing

@testable import DenseGAN
@testable import DenseGANCommand

@Suite("Chapter 2: the two networks")
struct NetworkTests {
  private func networks(_ recipe: Recipe) -> (Generator, Discriminator) {
    var weights = RandomStream(seed: 1, for: "weights")
    let generator = Generator(recipe, using: &weights)
    return (generator, Discriminator(recipe, using: &weights))
  }

  private func widths(through layers: Sequential, from x: Tensor) -> [Int] {
    var x = x
    return layers.layers.map { layer in
      x = layer(x)
      #expect(x.shape[0] == 4)
      return x.shape[1]
    }
  }

  @Test("classic: every layer's shape, and the published parameter counts")
  func classic() {
    let (generator, discriminator) = networks(Recipe.classic(.lesson))
    let z = Tensor.zeros([4, 100])
    #expect(
      widths(through: generator.layers, from: z) == [256, 256, 512, 512, 1024, 1024, 784])
    #expect(widths(through: discriminator.layers, from: .zeros([4, 784])) == [512, 256, 1])
    #expect(generator.parameterCount == 1_486_352)
    #expect(discriminator.parameterCount == 533_505)
    #expect(generator.averages.isEmpty)
  }

  @Test("batchnorm: every layer's shape; each hidden layer of G is normalised, none of D")
  func batchNorm() {
    let (generator, discriminator) = networks(Recipe.batchnorm(.lesson))
    let z = Tensor.zeros([4, 32])
    #expect(
      widths(through: generator.layers, from: z) == [128, 128, 128, 256, 256, 256, 784])
    #expect(widths(through: discriminator.layers, from: .zeros([4, 784])) == [256, 64, 1])
    // 32 · 128 + 128, 128 · 256 + 256, 256 · 784 + 784, and γ and β of 128 and of 256 units.
    #expect(generator.parameterCount == 4_224 + 33_024 + 201_488 + 2 * (128 + 256))
    #expect(discriminator.parameterCount == 200_960 + 16_448 + 65)
    #expect(generator.averages.map(\.shape) == [[128], [128], [256], [256]])
    #expect(discriminator.averages.isEmpty)
  }

  @Test("pixels lie in (−1, 1)")
  func range() {
    let (generator, _) = networks(Recipe.batchnorm(.lesson))
    var stream = RandomStream(seed: 2, for: "noise")
    let pixels = generator(100 * Tensor.normal([50, 32], using: &stream))
    #expect(pixels.scalars.allSatisfy { abs($0) <= 1 })
  }

  @Test(
    "the penalty is half of γ for each of the mean squared slopes, of real and of generated pictures"
  )
  func penalty() {
    // A linear D with the weights (3, 4) has the squared slope 25 everywhere, so γ/2 · (25 + 25).
    let both = Tensor.ones([6, 2]).tracked()
    let logits = both.matmul(Tensor(shape: [2, 1], scalars: [3, 4]))
    #expect(abs(slopePenalty(logits: logits, of: both, weight: 0.3).scalar - 7.5) < 1e-5)
  }

  @Test("for use, a sample does not depend on its company; while training it does")
  func phases() {
    var (generator, _) = networks(Recipe.batchnorm(.lesson))
    var stream = RandomStream(seed: 2, for: "noise")
    let z = Tensor.normal([8, 32], using: &stream)
    let (first, others) = (z.slice(0..<4), z.slice(4..<8))
    #expect(generator(first).scalars == generator(z).slice(0..<4).scalars)
    let (before, alone) = (generator.averages, generator(first, phase: .training))
    #expect(generator.averages.map(\.scalars) != before.map(\.scalars))
    let among = generator(.concatenation([first, others]), phase: .training)
    #expect(among.slice(0..<4).scalars != alone.scalars)
  }

  @Test("a generator is the same after it was written and read", arguments: RecipeName.allCases)
  func file(_ name: RecipeName) throws {
    for conditional in [false, true] { try file(name, conditional: conditional) }
  }

  private func file(_ name: RecipeName, conditional: Bool) throws {
    var recipe = name.recipe(.quick, nil)
    recipe.conditional = conditional
    let classes = Dataset.drawn.classNames
    var (generator, _) = networks(recipe)
    generator.averages = generator.averages.map { $0 + 0.5 }
    let folder = try TemporaryFolder()
    let file = folder.file(generatorFileName)
    try DenseGenerator(generator, recipe, for: classes).described.file().save(to: file)
    let read = try DenseGenerator(contentsOf: file.path)
    #expect(read.latent == recipe.latent)
    #expect(read.orders?.classNames == (conditional ? classes : nil))
    let z = Tensor.ones([3, recipe.latent.size + (conditional ? 10 : 0)])
    #expect(read.network(z).scalars == generator(z).scalars)
  }
}
