import Tensors
import Testing

@testable import DCGAN
@testable import DCGANCommand

/// The shapes and counts that the sources state, at their full width.
@Suite("Chapter 3: the networks of the three recipes")
struct NetworkTests {
  private func networks(
    _ name: RecipeName, _ change: (inout Recipe) -> Void = { _ in }
  ) -> (generator: Sequential, discriminator: Sequential) {
    var recipe = name.recipe(.paper)
    change(&recipe)
    var weights = RandomStream(seed: 1, for: "weights")
    let generator = recipe.makeGenerator(recipe, &weights)
    return (generator, recipe.makeDiscriminator(recipe, &weights))
  }

  /// The shapes after the layers that change it, for one sample.
  private func shapes(through network: Sequential, from x: Tensor) -> [Shape] {
    var (x, shapes) = (x, [Shape]())
    for layer in network.layers {
      x = layer(x)
      let shape = Shape(Array(x.shape.dropFirst()))
      if shape != shapes.last { shapes.append(shape) }
    }
    return shapes
  }

  private func count(_ tensors: [Tensor]) -> Int { tensors.reduce(0) { $0 + $1.scalarCount } }

  @Test("small28: 7, 14 and 28 places up; 14, 7 and 4 down")
  func smallShapes() {
    let (generator, discriminator) = networks(.small28) { $0.width = 2 }
    #expect(
      shapes(through: generator, from: .zeros([1, 32]))
        == [[196], [7, 7, 4], [14, 14, 2], [28, 28, 1]])
    #expect(
      shapes(through: discriminator, from: .zeros([1, 28, 28, 1]))
        == [[14, 14, 2], [7, 7, 4], [4, 4, 8], [128], [1]])
  }

  @Test("faces64's lesson repeats pixels and paints with 3 × 3: the same maps")
  func lessonShapes() {
    let (published, _) = networks(.faces64) { $0.width = 2 }
    let (lesson, _) = networks(.faces64) { ($0.width, $0.up, $0.brush) = (2, .repeats, .patches) }
    let z = Tensor.zeros([1, 64])
    #expect(shapes(through: lesson, from: z) == shapes(through: published, from: z))
    // 3 × 3 in place of 4 × 4, batch norm's shift in place of the last bias, 27 weights to a colour in place of 3.
    let maps = [32, 16, 8, 4, 2]
    let fewer = zip(maps, maps.dropFirst()).map { $0 * $1 * 7 }.reduce(0, +)
    #expect(lesson.parameterCount == published.parameterCount - fewer + 8 * 2 * 3)
  }

  @Test("keras28: D has 4,311,553 parameters, G 2,394,241 counting the moving averages")
  func kerasCounts() {
    let (generator, discriminator) = networks(.keras28)
    #expect(discriminator.parameterCount == 4_311_553)
    #expect(generator.parameterCount == 2_368_705)
    #expect(generator.parameterCount + count(generator.averages) == 2_394_241)
  }

  // A comment in the source says 10 × 10 after the first convolution.
  @Test("keras28: stride 2 takes 28 to 14, 7 and 4")
  func kerasShapes() {
    let (generator, discriminator) = networks(.keras28) { $0.width = 2 }
    #expect(
      shapes(through: discriminator, from: .zeros([1, 28, 28, 1]))
        == [[14, 14, 2], [7, 7, 4], [4, 4, 8], [4, 4, 16], [256], [1]])
    #expect(
      shapes(through: generator, from: .zeros([1, 100]))
        == [[392], [7, 7, 8], [14, 14, 4], [28, 28, 2], [28, 28, 1]])
  }

  @Test("keras28: means over 2 × 2 take 28 to 14 and 7 with the same parameters, the stride 7 to 4")
  func pooling() {
    let (_, strided) = networks(.keras28) { $0.width = 2 }
    let (_, pooled) = networks(.keras28) { ($0.width, $0.down) = (2, .pooling) }
    #expect(
      shapes(through: pooled, from: .zeros([1, 28, 28, 1])) == [
        [28, 28, 2], [14, 14, 2], [14, 14, 4], [7, 7, 4], [4, 4, 8], [4, 4, 16], [256], [1],
      ])
    #expect(pooled.parameters.map(\.scalars) == strided.parameters.map(\.scalars))
  }

  @Test("keras28: each mistake in a block is there, in all four blocks", arguments: Block.allCases)
  func blocks(_ block: Block) {
    let (generator, _) = networks(.keras28) { ($0.width, $0.block) = (2, block) }
    let names = generator.layers.compactMap { layer in
      switch layer {
      case is BatchNorm: "norm"
      case is Dropout: "dropout"
      case let activation as Activation: activation == .relu ? "relu" : nil
      default: nil
      }
    }
    let (first, others) =
      switch block {
      case .published: ("norm relu dropout", "norm relu")
      case .reluFirst: ("relu norm dropout", "relu norm")
      case .dropoutFirst: ("dropout norm relu", "norm relu")
      case .noNorm: ("relu dropout", "relu")
      case .noReLU: ("norm dropout", "norm")
      }
    #expect(
      names.joined(separator: " ")
        == ([first] + Array(repeating: others, count: 3)).joined(separator: " "))
  }

  @Test("faces64: five transposed convolutions and a 1 × 1; six convolutions and a 1 × 1")
  func faces() {
    let (generator, discriminator) = networks(.faces64)
    let up = generator.layers.compactMap { $0 as? TransposedConv2D }
    #expect(
      up.map(\.weight.shape) == [
        [4, 4, 1024, 64], [4, 4, 512, 1024], [4, 4, 256, 512], [4, 4, 128, 256], [4, 4, 64, 128],
      ])
    let down = discriminator.layers.compactMap { $0 as? Conv2D }
    #expect(
      down.map(\.weight.shape) == [
        [4, 4, 3, 64], [4, 4, 64, 128], [4, 4, 128, 256], [4, 4, 256, 512], [4, 4, 512, 1024],
        [4, 4, 1024, 2048], [1, 1, 2048, 1],
      ])
    // Each kernel, and β of what is normalised or the bias of what is not.
    let g = 16 * (64 * 1024 + 1024 * 512 + 512 * 256 + 256 * 128 + 128 * 64) + 64 * 3
    #expect(generator.parameterCount == g + 1024 + 512 + 256 + 128 + 64 + 3)
    let d = 16 * (3 * 64 + 64 * 128 + 128 * 256 + 256 * 512 + 512 * 1024 + 1024 * 2048) + 2048
    #expect(discriminator.parameterCount == d + 64 + 128 + 256 + 512 + 1024 + 2048 + 1)
  }

  // The source's text says 512, 256, 128; its code computes depth · 2 · (L − i).
  @Test("faces64: the channels are powers of two, not the source's 384, 256 and 128")
  func facesChannels() {
    let (generator, _) = networks(.faces64)
    let channels = generator.layers.compactMap { ($0 as? TransposedConv2D)?.weight.shape[2] }
    #expect(channels == [1024, 512, 256, 128, 64])
    let published = (1...3).map { 64 * 2 * (4 - $0) }
    #expect(published == [384, 256, 128])
  }

  @Test("faces64: every final size that is a power of two works", arguments: [8, 16, 32, 64])
  func finalSizes(size: Int) {
    let (generator, discriminator) = networks(.faces64) { ($0.finalSize, $0.width) = (size, 2) }
    let image = generator(.zeros([1, 64]))
    #expect(image.shape == [1, size, size, 3])
    #expect(discriminator(image).shape == [1, 1])
  }

  @Test("mxnet64: 100 numbers to 64 × 64 and back to one logit, without a single bias")
  func mxnet() {
    let (generator, discriminator) = networks(.mxnet64)
    let (up, down) = (
      generator.layers.compactMap { $0 as? TransposedConv2D },
      discriminator.layers.compactMap { $0 as? Conv2D }
    )
    #expect((up.map(\.bias) + down.map(\.bias)).allSatisfy { $0 == nil })
    let kernels = 16 * (100 * 512 + 512 * 256 + 256 * 128 + 128 * 64 + 64 * 3)
    #expect(generator.parameterCount == kernels + 512 + 256 + 128 + 64)
    #expect(
      discriminator.parameterCount
        == 16 * (3 * 64 + 64 * 128 + 128 * 256 + 256 * 512 + 512) + 128 + 256 + 512)
    let small = networks(.mxnet64) { $0.width = 2 }
    #expect(
      shapes(through: small.generator, from: .zeros([1, 100]))
        == [[1, 1, 100], [4, 4, 16], [8, 8, 8], [16, 16, 4], [32, 32, 2], [64, 64, 3]])
    #expect(
      shapes(through: small.discriminator, from: .zeros([1, 64, 64, 3]))
        == [[32, 32, 2], [16, 16, 4], [8, 8, 8], [4, 4, 16], [1, 1, 1], [1]])
  }

  @Test("the lesson of mxnet64: the same maps, an eighth as wide, with biases in D for batch norm")
  func lessonOfMxnet() {
    func networks(published: Bool) -> (generator: Sequential, discriminator: Sequential) {
      let recipe = Recipe.mxnet64(.lesson, published: published)
      var weights = RandomStream(seed: 1, for: "weights")
      let generator = recipe.makeGenerator(recipe, &weights)
      return (generator, recipe.makeDiscriminator(recipe, &weights))
    }
    let lesson = networks(published: false)
    #expect(
      shapes(through: lesson.generator, from: .zeros([1, 100]))
        == [[1, 1, 100], [4, 4, 64], [8, 8, 32], [16, 16, 16], [32, 32, 8], [64, 64, 1]])
    #expect(
      shapes(through: lesson.discriminator, from: .zeros([1, 64, 64, 1]))
        == [[32, 32, 8], [16, 16, 16], [8, 8, 32], [4, 4, 64], [1, 1, 1], [1]])
    let up = lesson.generator.layers.compactMap { $0 as? TransposedConv2D }
    #expect(up.allSatisfy { $0.bias == nil })
    #expect(lesson.generator.layers.filter { $0 is BatchNorm }.count == 4)
    let down = lesson.discriminator.layers.compactMap { $0 as? Conv2D }
    #expect(down.map { $0.bias?.shape } == [[8], [16], [32], [64], [1]])
    #expect(!lesson.discriminator.layers.contains { $0 is BatchNorm })

    let published = networks(published: true)
    #expect(published.discriminator.layers.filter { $0 is BatchNorm }.count == 3)
    #expect(
      published.discriminator.layers.compactMap { $0 as? Conv2D }.allSatisfy { $0.bias == nil })
    func deviation(_ network: Sequential, _ layer: Int) -> Float {
      let weight = network.layers.compactMap { $0 as? Conv2D }[layer].weight
      return weight.squared().mean().scalar.squareRoot()
    }
    // √(2 ÷ 512) is the level of a layer that sums 4 × 4 places of 32 channels.
    #expect(abs(deviation(lesson.discriminator, 3) / Float(2.0 / 512).squareRoot() - 1) < 0.05)
    #expect(abs(deviation(published.discriminator, 3) / 0.02 - 1) < 0.05)
  }

  @Test("slim's symmetric smoothing of 0.25 makes the real label 0.875")
  func smoothing() {
    let (y, s): (Float, Float) = (1, 0.25)
    #expect(y * (1 - s) + s / 2 == 0.875)
  }
}
