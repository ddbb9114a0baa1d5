import Foundation
import Tensors
import Testing

@testable import DCGAN
@testable import DCGANCommand

/// Where a published text says one thing and its code, or the mathematics, another.
@Suite("Chapter 3: what the tutorials say about convolutions and steps, held to the facts")
struct DiscrepancyTests {
  private func random(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
    var stream = RandomStream(seed: seed, for: "test")
    return .normal(shape, using: &stream)
  }

  private func largest(_ x: Tensor) -> Float { x.absoluteValue().max().scalar }

  // MARK: - keras28

  // A comment in the source says 10 × 10.
  @Test("a 5 × 5 convolution with stride 2 makes 14 of 28, or 12 without padding, and never 10")
  func sizes() {
    var stream = RandomStream(seed: 1, for: "weights")
    let sides = [Padding.same, .valid, .explicit(2)].map {
      Conv2D(inputs: 1, outputs: 1, kernel: 5, stride: 2, padding: $0, using: &stream)(
        .zeros([1, 28, 28, 1])
      ).shape[1]
    }
    #expect(sides == [14, 12, 14])
  }

  @Test("with stride 1, a transposed convolution is a convolution with its kernel turned round")
  func flipped() {
    let (x, weight) = (random([2, 6, 6, 3]), random([5, 5, 4, 3], seed: 2))
    let turned = Tensor(shape: [5, 5, 3, 4]) { scalars in
      let old = weight.scalars
      for row in 0..<5 {
        for column in 0..<5 {
          for (input, output) in (0..<3).flatMap({ i in (0..<4).map { (i, $0) } }) {
            scalars[((row * 5 + column) * 3 + input) * 4 + output] =
              old[(((4 - row) * 5 + 4 - column) * 4 + output) * 3 + input]
          }
        }
      }
    }
    let transposed = x.transposedConv2D(weight: weight)
    #expect(largest(transposed - x.conv2D(weight: turned)) < 1e-4)
    // Unturned, with inputs and outputs exchanged, it is another one.
    #expect(largest(transposed - x.conv2D(weight: weight.permuted([0, 1, 3, 2]))) > 1)
  }

  @Test("a transposed convolution does not undo the convolution: it is its adjoint")
  func adjoint() {
    let (x, y) = (random([1, 8, 8, 2]), random([1, 4, 4, 3], seed: 2))
    let weight = random([4, 4, 2, 3], seed: 3)
    let down = x.conv2D(weight: weight, stride: 2)
    let back = down.transposedConv2D(weight: weight, stride: 2)
    #expect(back.shape == x.shape)
    // Not even up to a factor: the best one leaves most of x.
    let factor = (back * x).sum().scalar / back.squared().sum().scalar
    let left = (x - back * factor).squared().sum().scalar / x.squared().sum().scalar
    #expect(left > 0.5, "\(left)")
    let (one, other) = (
      (down * y).sum().scalar, (x * y.transposedConv2D(weight: weight, stride: 2)).sum().scalar
    )
    #expect(abs(one - other) < 1e-3 * max(1, abs(one)))
  }

  @Test("keras28 goes up by repeating pixels alone; the other two, as DCGAN does, by strides alone")
  func waysUp() {
    for name in [RecipeName.keras28, .faces64, .mxnet64] {
      var recipe = name.recipe(.quick, published: true)
      recipe.width = 2
      var weights = RandomStream(seed: 1, for: "weights")
      let up = recipe.makeGenerator(recipe, &weights).layers
        .compactMap { $0 as? TransposedConv2D }
      let (strides, factors) = (Set(up.map(\.stride)), up.map(\.upsampling))
      #expect(strides == (name == .keras28 ? [1] : [1, 2]), "\(name)")
      #expect(factors.filter { $0 == 2 }.count == (name == .keras28 ? 2 : 0), "\(name)")
    }
  }

  @Test("a step of G that leaves D unfrozen teaches D to call fakes real: its loss on them rises")
  func unfrozen() throws {
    for seed in [1, 2, 3] as [UInt64] {
      let losses = try [true, false].map { freezes in
        var training = try smallTraining(.keras28, seed: seed) { $0.freezesDiscriminator = freezes }
        let fake = training.generator(training.sheets.noise)
        training.loop(over: 1...1) { _, _ in }
        return sigmoidCrossEntropy(logits: training.discriminator(fake), label: 0).scalar
      }
      #expect(losses[1] > losses[0], "seed \(seed): \(losses)")
    }
  }

  @Test("clipvalue bounds gradients: a weight of 5 stays beyond 1")
  func clipvalue() throws {
    var training = try smallTraining(.keras28)
    var first = training.discriminator.parameters[0].scalars
    first[0] = 5
    training.discriminator.parameters[0] = Tensor(
      shape: training.discriminator.parameters[0].shape, scalars: first
    ).tracked()
    training.loop(over: 1...3) { _, _ in }
    #expect(training.discriminator.parameters[0].scalars[0] > 4.9)
  }

  // MARK: - faces64

  @Test(
    "faces64 has width · 2^(L − i) channels; the source's width · 2 · (L − i) is that only for 1 and 2",
    arguments: [8, 16, 32, 64, 128])
  func channels(size: Int) {
    var recipe = Recipe.faces64(.paper)
    (recipe.finalSize, recipe.width) = (size, 4)
    var weights = RandomStream(seed: 1, for: "weights")
    let generator = recipe.makeGenerator(recipe, &weights)
    let discriminator = recipe.makeDiscriminator(recipe, &weights)
    let up = generator.layers.compactMap { $0 as? TransposedConv2D }
    let last = size.trailingZeroBitCount - 1
    // One transposed convolution less than D has convolutions: five for 64 × 64, where the text has six.
    #expect(up.count == last)
    #expect(discriminator.layers.filter { $0 is Conv2D }.count == last + 2)
    for (index, layer) in up.enumerated() {
      let above = last - 1 - index
      #expect(layer.weight.shape[2] == 4 << above)
      if above > 0 { #expect((4 << above == 4 * 2 * above) == (above <= 2)) }
    }
  }

  @Test("one logit says what two classes would: σ(x) is the softmax of (0, x)")
  func oneLogit() throws {
    for name in RecipeName.allCases {
      let training = try smallTraining(name)
      let fake = training.generator(training.sheets.noise.slice(0..<3))
      #expect(training.discriminator(fake).shape == [3, 1])
    }
    for x in [-30, -2, 0, 0.5, 8] as [Float] {
      for label in [0, 1] {
        let two = softmaxCrossEntropy(logits: Tensor(rows: [[0, x]]), labels: [label]).scalar
        let one = sigmoidCrossEntropy(logits: Tensor([x]), label: Float(label)).scalar
        #expect(abs(two - one) <= 1e-6 * max(1, one), "logit \(x), label \(label)")
      }
    }
  }

  @Test("slim's smoothing is two-sided, and the source's −log((1 − s) − σ) is another function")
  func smoothing() {
    func smoothed(_ label: Float, _ s: Float) -> Float { label * (1 - s) + s / 2 }
    #expect(smoothed(1, 0.25) == 0.875 && smoothed(0, 0.25) == 0.125)
    let logits = stride(from: -4 as Float, through: 4, by: 0.125)
    let losses = logits.map { x in
      let loss = minimaxLoss(
        realLogits: Tensor([x]), fakeLogits: Tensor([-100]), realLabel: smoothed(1, 0.25)
      ).scalar
      let parts = [1, 0].map { sigmoidCrossEntropy(logits: Tensor([x]), label: $0).scalar }
      #expect(abs(loss - (0.875 * parts[0] + 0.125 * parts[1])) < 1e-5, "logit \(x)")
      return (x, loss)
    }
    // Least where D answers 0.875, and there the entropy of that label.
    let least = losses.min { $0.1 < $1.1 }
    #expect(abs((least?.0 ?? 0) - log(0.875 / 0.125)) < 0.125)
    #expect(abs((least?.1 ?? 0) - 0.376770) < 1e-3)
    // The comment's grows with D's answer, and has no value above 0.75.
    func commented(_ answer: Float) -> Float { -log(0.75 - answer) }
    #expect(commented(0.1) < commented(0.5) && commented(0.9).isNaN)
  }

  @Test("averages that never follow their batches make the inference phase another network")
  func staleAverages() throws {
    var followed = BatchNorm(features: 2)
    let stale = followed
    for seed in 1...100 {
      _ = followed(random([64, 2], seed: UInt64(seed)) * 2 + 3, phase: .training)
    }
    let x = random([2000, 2], seed: 200) * 2 + 3
    #expect(largest(followed(x).mean(along: [0])) < 0.2)
    #expect(abs(stale(x).mean().scalar - 3) < 0.2)

    var training = try smallTraining(.faces64)
    training.loop(over: 1...5) { _, _ in }
    let images = training.generator(training.sheets.noise)
    var frozen = training.generator
    frozen.averages = try smallTraining(.faces64).generator.averages
    #expect(frozen.averages.map(\.scalars) != training.generator.averages.map(\.scalars))
    #expect(largest(frozen(training.sheets.noise) - images) > 1e-4)
  }

  @Test(
    "the samples shown come from noise of their own, on which nobody is trained",
    arguments: RecipeName.allCases)
  func fixedBatch(name: RecipeName) throws {
    var training = try smallTraining(name)
    let shown = training.sheets.noise
    var stream = training.noise
    let trainedOn = (0..<20).map { _ in
      training.recipe.latent(4, using: &stream).scalars
    }
    let values = Set(trainedOn.joined())
    #expect(shown.scalars.filter(values.contains).count <= shown.scalarCount / 100)
    training.loop(over: 1...2) { state, _ in
      #expect(state.sheets.noise.scalars == shown.scalars)
    }
  }
}
