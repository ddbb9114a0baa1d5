import Datasets
import Runs
import Tensors
import Testing

@testable import DenseGAN

@Suite("Chapter 2: the two networks")
struct NetworkTests {
  private func networks(_ settings: Settings) -> (Generator, Discriminator) {
    var weights = RandomStream(seed: 1, for: "weights")
    let generator = Generator(settings, using: &weights)
    return (generator, Discriminator(settings, using: &weights))
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
    let (generator, discriminator) = networks(Settings(.classic, preset: .lesson))
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
    let (generator, discriminator) = networks(Settings(.batchnorm, preset: .lesson))
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
    let (generator, _) = networks(Settings(.batchnorm, preset: .lesson))
    var stream = RandomStream(seed: 2, for: "noise")
    let pixels = generator(100 * Tensor.normal([50, 32], using: &stream))
    #expect(pixels.scalars.allSatisfy { abs($0) <= 1 })
  }

  @Test("for use, a sample does not depend on its company; while training it does")
  func phases() {
    var (generator, _) = networks(Settings(.batchnorm, preset: .lesson))
    var stream = RandomStream(seed: 2, for: "noise")
    let z = Tensor.normal([8, 32], using: &stream)
    let (first, others) = (z.slice(0..<4), z.slice(4..<8))
    #expect(generator(first).scalars == generator(z).slice(0..<4).scalars)
    let (before, alone) = (generator.averages, generator(first, phase: .training))
    #expect(generator.averages.map(\.scalars) != before.map(\.scalars))
    let among = generator(.concatenation([first, others]), phase: .training)
    #expect(among.slice(0..<4).scalars != alone.scalars)
  }

  @Test("a generator is the same after it was written and read", arguments: Recipe.allCases)
  func file(_ recipe: Recipe) throws {
    let settings = Settings(recipe, preset: .quick)
    var (generator, _) = networks(settings)
    generator.averages = generator.averages.map { $0 + 0.5 }
    let file = try Safetensors(data: generator.file(settings).data())
    let (read, readSettings) = try Generator.read(file, path: "here")
    #expect(readSettings.latentSize == settings.latentSize)
    let z = Tensor.ones([3, settings.latentSize])
    #expect(read(z).scalars == generator(z).scalars)
  }
}
