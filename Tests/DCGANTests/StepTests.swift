import Datasets
import Lessons
import Runs
import Tensors
import Testing

@testable import DCGAN
@testable import DCGANCommand

/// A small training of a recipe as published: narrow networks, few images, batches of four.
func smallTraining(
  _ name: RecipeName, seed: UInt64 = 1, _ change: (inout Recipe) -> Void = { _ in }
) throws -> Training {
  var recipe = name.recipe(.quick, published: true)
  recipe.width = 4
  recipe.batchSize = 4
  if name == .faces64 { recipe.finalSize = 16 }
  change(&recipe)
  let images = try Dataset.drawn.images(.train, as: recipe.format, drawing: recipe.drawing)
  return Training(recipe, images: images, seed: seed)
}

/// The drawn images that a recipe learns from, or those that only a judge sees.
func drawnImages(_ split: Dataset.Split, for recipe: Recipe) throws -> any ImageSource {
  try Dataset.drawn.images(split, as: recipe.format, drawing: recipe.drawing)
}

/// The judge of a recipe's drawn images, with readers if it is to tell what is legible.
func drawnJudge(of recipe: Recipe, reads: Bool) throws -> any PictureViewer {
  let unseen = try drawnImages(.test, for: recipe)
  guard recipe.drawing == .digits else { return try PictureJudge(.drawn, unseen: unseen) }
  return try DigitJudge(
    .drawn, labelled: Dataset.drawn.images(.train), unseen: unseen, reads: reads, say: { _ in })
}

@Suite("Chapter 3: the steps of the recipes")
struct StepTests {
  /// The first batch and noise that a training would take.
  private func drawn(_ training: inout Training) -> (x: Tensor, z: Tensor) {
    let recipe = training.recipe
    let x = training.images.tensor(training.batches.next(), in: recipe.range)
    return (x, recipe.latent(recipe.batchSize, using: &training.noise))
  }

  @Test("keras28: frozen, D is left alone by G's step; with the source's quirk it is taught too")
  func frozen() throws {
    var parameters: [[[Float]]] = []
    for freezes in [true, false] {
      var training = try smallTraining(.keras28) { $0.freezesDiscriminator = freezes }
      let (x, z) = drawn(&training)
      _ = training.kerasStep(1, x, z, nil)
      parameters.append(training.discriminator.parameters.map(\.scalars))
      #expect(training.discriminatorOptimizer.step == 1)
      #expect(training.stackedOptimizer.step == (freezes ? 0 : 1))
    }
    #expect(parameters[0] != parameters[1])
  }

  @Test("keras28: in its first steps, a pretrained D learns alone; then G does as well")
  func pretraining() throws {
    var training = try smallTraining(.keras28) { $0.pretraining = 2 }
    let before = training.generator.parameters.map(\.scalars)
    training.loop(over: 1...2) { _, _ in }
    #expect(training.generator.parameters.map(\.scalars) == before)
    #expect(training.discriminatorOptimizer.step == 2 && training.generatorOptimizer.step == 0)
    training.loop(over: 3...3) { _, _ in }
    #expect(training.generator.parameters.map(\.scalars) != before)
  }

  @Test("keras28: gradients are clipped to ±1, not weights")
  func clipping() throws {
    // RMSprop's first step is at most rate ÷ √(1 − ρ), whatever the gradient.
    var training = try smallTraining(.keras28)
    let before = training.discriminator.parameters.map(\.scalars)
    let (x, z) = drawn(&training)
    _ = training.kerasStep(1, x, z, nil)
    let after = training.discriminator.parameters.map(\.scalars)
    let moved = zip(before, after).flatMap { zip($0, $1).map { abs($0 - $1) } }
    let limit = training.recipe.discriminatorRate / Float(0.1).squareRoot()
    #expect(moved.max() ?? 0 <= limit * 1.001 && moved.contains { $0 > limit / 2 })
    #expect(clipped([Tensor([3, -7, 0.5])], toValue: 1)[0].scalars == [1, -1, 0.5])
  }

  @Test("each recipe has its source's optimiser, and takes the other when asked")
  func optimizers() {
    for name in RecipeName.allCases {
      var recipe = name.recipe(.lesson)
      #expect(recipe.makeOptimizers().generator is RMSProp == (name == .keras28))
      recipe.optimizer = name == .keras28 ? .adam : .rmsprop
      let (generator, discriminator) = recipe.makeOptimizers()
      #expect(generator is Adam == (name == .keras28))
      #expect(type(of: discriminator) == type(of: generator))
      #expect(generator.learningRate == recipe.generatorRate)
      #expect(discriminator.learningRate == recipe.discriminatorRate)
    }
  }

  @Test("faces64: one update of D, k of G", arguments: [1, 5])
  func generatorSteps(k: Int) throws {
    var training = try smallTraining(.faces64) { $0.generatorSteps = k }
    let (x, z) = drawn(&training)
    _ = training.slimStep(x, z, nil)
    #expect(training.discriminatorOptimizer.step == 1)
    #expect(training.generatorOptimizer.step == k)
  }

  @Test("mxnet64: D's two gradients, added, are the gradient of the sum")
  func accumulated() throws {
    var training = try smallTraining(.mxnet64)
    let (x, z) = drawn(&training)
    let fake = training.generator(z, phase: .training).detached()
    var (one, both) = (training.discriminator, training.discriminator)
    let onFake = gradients(
      of: sigmoidCrossEntropy(logits: one(fake, phase: .training), label: 0),
      withRespectTo: one.parameters)
    let onReal = gradients(
      of: sigmoidCrossEntropy(logits: one(x, phase: .training), label: 1),
      withRespectTo: one.parameters)
    let realLogits = both(x, phase: .training)
    let loss = minimaxLoss(realLogits: realLogits, fakeLogits: both(fake, phase: .training))
    let together = gradients(of: loss, withRespectTo: both.parameters)
    for ((a, b), sum) in zip(zip(onFake, onReal), together) {
      let error = (a + b - sum).absoluteValue().max().scalar
      #expect(error <= 1e-5 * max(1, sum.absoluteValue().max().scalar))
    }
  }

  @Test(
    "the lesson of mxnet64: D's loss is that of small28, on every fourth step with the same penalty",
    arguments: [3, 4])
  func lessonOfMxnet(step: Int) throws {
    // By plain descent, so that a gradient of another size moves the weights by another way.
    func moved(weight: Float, _ update: (inout Training, Tensor, Tensor) -> Void) throws -> [Tensor]
    {
      var training = try smallTraining(.mxnet64) {
        ($0.normalisesDiscriminator, $0.firstWeights) = (false, .level)
        $0.penaltyWeight = weight
      }
      training.discriminatorOptimizer = SGD(learningRate: 1)
      let before = training.discriminator.parameters
      let (x, z) = drawn(&training)
      update(&training, x, z)
      return zip(training.discriminator.parameters, before).map { $0 - $1 }
    }
    let one = try moved(weight: 1_000) { _ = $0.mxnetStep(step, $1, $2, nil) }
    let other = try moved(weight: 1_000) { _ = $0.smallStep(step, $1, $2, nil) }
    for (a, b) in zip(one, other) {
      let error = (a - b).absoluteValue().max().scalar
      #expect(error <= 1e-4 * max(1e-2, b.absoluteValue().max().scalar), "\(error)")
    }
    let free = try moved(weight: 0) { _ = $0.mxnetStep(step, $1, $2, nil) }
    #expect((one.map(\.scalars) == free.map(\.scalars)) == (step == 3))
  }

  @Test("mxnet64: with fresh noise D's step is the same, and G learns from other fakes")
  func freshNoise() throws {
    var players: [(generator: [[Float]], discriminator: [[Float]])] = []
    for choice in [GeneratorNoise.same, .fresh] {
      var training = try smallTraining(.mxnet64) { $0.generatorNoise = choice }
      let (x, z) = drawn(&training)
      var expected = training.noise
      if choice == .fresh { _ = training.recipe.latent(4, using: &expected) }
      _ = training.mxnetStep(1, x, z, nil)
      #expect(training.noise == expected, "one batch of noise more, or none")
      players.append(
        (
          training.generator.parameters.map(\.scalars),
          training.discriminator.parameters.map(\.scalars)
        ))
    }
    #expect(players[0].discriminator == players[1].discriminator)
    #expect(players[0].generator != players[1].generator)
    #expect(RecipeName.mxnet64.recipe(.lesson).generatorNoise == .same)
  }

  @Test("mxnet64: D's gradient with respect to its input, carried into G, is G's gradient")
  func inputGradient() throws {
    var training = try smallTraining(.mxnet64)
    let (_, z) = drawn(&training)
    var discriminator = training.discriminator
    let generated = training.generator(z, phase: .training)
    let fake = generated.detached().tracked()
    let wanted = gradients(
      of: nonSaturatingLoss(fakeLogits: discriminator(fake, phase: .training)),
      withRespectTo: [fake])[0]
    let carried = gradients(
      of: generated, withRespectTo: training.generator.parameters, cotangent: wanted)
    discriminator = training.discriminator
    let direct = gradients(
      of: nonSaturatingLoss(fakeLogits: discriminator(generated, phase: .training)),
      withRespectTo: training.generator.parameters)
    #expect(carried.map(\.scalars) == direct.map(\.scalars))
    #expect(direct.contains { $0.scalars.contains { $0 != 0 } })
  }

  @Test(
    "where classes are asked for, D answers for each, and learns by the one that was asked for alone",
    arguments: RecipeName.allCases.filter { $0 != .faces64 })
  func asked(_ name: RecipeName) throws {
    var training = try smallTraining(name) { $0.classes = 10 }
    let recipe = training.recipe
    let x = training.images.tensor([0, 1, 2, 3], in: recipe.range)
    let labels = training.images.classes(of: [0, 1, 2, 3])
    let z = recipe.latent(4, using: &training.noise)
    #expect(training.generator(with(z, .oneHot(labels, classes: 10))).shape == x.shape)
    let logits = training.discriminator(x)
    #expect(logits.shape == [4, 10])
    let own = answer(logits, .oneHot(labels, classes: 10))
    #expect(own.shape == [4, 1])
    #expect(own.scalars == labels.enumerated().map { logits.scalars[10 * $0 + $1] })
    // Of the last layer only the columns of those classes have a gradient.
    let last = training.discriminator.parameters.last { $0.shape.last == 10 }
    let slopes = gradients(of: own.sum(), withRespectTo: [try #require(last)])[0]
    let moved = (0..<10).filter { column in
      stride(from: column, to: slopes.scalarCount, by: 10).contains { slopes.scalars[$0] != 0 }
    }
    #expect(moved == Set(labels).sorted())
    training.loop(over: 1...1) { _, _ in }
    #expect(training.generator.parameters.allSatisfy { $0.isFinite })
  }

  @Test("small28: D is held back by its penalty on every fourth step, and on no other")
  func penalty() throws {
    func discriminator(_ step: Int, _ weight: Float) throws -> [[Float]] {
      var training = try smallTraining(.small28) { $0.penaltyWeight = weight }
      let (x, z) = drawn(&training)
      _ = training.smallStep(step, x, z, nil)
      return training.discriminator.parameters.map(\.scalars)
    }
    #expect(try discriminator(3, 10) == discriminator(3, 0))
    #expect(try discriminator(4, 10) != discriminator(4, 0))
    #expect(try discriminator(4, 0) == discriminator(3, 0))
  }

  @Test("faces64 draws its batches with replacement, the others go through the set")
  func order() throws {
    for name in RecipeName.allCases {
      var training = try smallTraining(name) { $0.batchSize = 64 }
      let drawn = (0..<training.images.count / 64).flatMap { _ in training.batches.next() }
      #expect((Set(drawn).count == drawn.count) == (name != .faces64), "\(name)")
    }
  }
}
