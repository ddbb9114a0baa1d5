import Datasets
import Tensors

/*:
 ## The losses

 Both stood in [chapter 1](../01-toy-gan/README.md#the-losses) and in
 [chapter 2](../02-dense-gan/README.md#the-losses): the cross-entropy of D's answers, $L_D$, and the
 non-saturating loss of G, $L_G$. Only the label of real pictures can be chosen here. It is 1, except
 in `faces64` as published, which smooths it to `0.875`; that is the subject of chapter 4.
 */
package func minimaxLoss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float = 1) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: realLabel)
    + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
}

package func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

/*:
 ## The training loop

 The loop draws a batch and some noise, leaves the step to the recipe, one of the four below, and
 takes the generator into its average, which the samples are drawn with (chapter 2). Where nothing is
 asked for, `asked` is nil, and `with` and `answer` hand on what they are given. The numbers of each
 recipe stand in [Recipe.swift](Essay/Recipe.swift).
 */
package struct Training {
  package var recipe: Recipe
  package let images: any ImageSource
  package var batches: Batches
  package var generator: Sequential
  package var discriminator: Sequential
  package var generatorOptimizer: any Optimizer
  package var discriminatorOptimizer: any Optimizer
  /// What `--freeze-discriminator off` trains D with in G's step, as the source does.
  package var stackedOptimizer: any Optimizer
  /// The generator, averaged over the steps: what the samples are drawn with.
  package var average: MovingAverage<Sequential>?
  package var noise: RandomStream

  package init(_ recipe: Recipe, images: any ImageSource, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.recipe = recipe
    self.images = images
    batches = Batches(of: images.count, size: recipe.batchSize, order: recipe.order, seed: seed)
    generator = recipe.makeGenerator(recipe, &weights)
    discriminator = recipe.makeDiscriminator(recipe, &weights)
    (generatorOptimizer, discriminatorOptimizer) = recipe.makeOptimizers()
    stackedOptimizer = recipe.makeOptimizers().generator
    noise = RandomStream(seed: seed, for: "noise")
    if let decay = recipe.averageDecay {
      average = MovingAverage(of: generator, decay: decay)
    }
  }

  /// The generator that samples are drawn with: averaged, if the recipe averages.
  package var finalGenerator: Sequential { average?.network ?? generator }

  package mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    for step in steps {
      let chosen = batches.next()
      let x = images.tensor(chosen, in: recipe.range)  // [batch, side, side, channels]
      let asked: Tensor? =  // [batch, classes]
        recipe.classes > 0
        ? .oneHot(images.classes(of: chosen), classes: recipe.classes) : nil
      let z = recipe.latent(recipe.batchSize, using: &noise)  // [batch, latentSize]
      let answers = recipe.step(&self, step, x, z, asked)
      average?.update(with: generator)
      try observe(self, answers)
    }
  }

  /*:
   ### `small28`, and the lesson of `faces64`: a step

   The step is that of chapter 2's `steady`: D on real and generated pictures, with a
   [penalty](../02-dense-gan/README.md#the-losses) on its slopes on every fourth step, and then G on
   fresh noise. D has no batch norm, so both kinds of pictures can go through it at once.
   */
  package mutating func smallStep(
    _ step: Int, _ x: Tensor, _ z: Tensor, _ asked: Tensor?
  ) -> Answers {
    let count = x.shape[0]
    let isPenalised = recipe.penaltyWeight > 0 && step % recipe.penaltyEvery == 0
    let fake = generator(with(z, asked), phase: .training).detached()
    var both = Tensor.concatenation([x, fake])  // [2 batch, 28, 28, 1]
    if isPenalised { both = both.tracked() }
    let logits = answer(
      discriminator(both, phase: .training), asked.map { .concatenation([$0, $0]) })
    let (real, onFake) = (logits.slice(0..<count), logits.slice(count..<2 * count))
    var loss = minimaxLoss(realLogits: real, fakeLogits: onFake)
    if isPenalised { loss += penalty(on: logits, at: both, count: count) }
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: gradients(
        of: loss, withRespectTo: discriminator.parameters, keepingRecord: false))

    let freshZ = recipe.latent(count, using: &noise)
    let fakeLogits = answer(
      discriminator(generator(with(freshZ, asked), phase: .training), phase: .training), asked)
    let lossG = nonSaturatingLoss(fakeLogits: fakeLogits)
    generatorOptimizer.update(
      &generator.parameters,
      along: gradients(of: lossG, withRespectTo: generator.parameters, keepingRecord: false))
    return Answers(real: real, fake: onFake, lossG: lossG)
  }

  /// γ/2 · the sum of squared slopes of D at `pictures`, over the `count` of one kind of them, and as
  /// many times as heavy as it is seldom.
  private func penalty(on logits: Tensor, at pictures: Tensor, count: Int) -> Tensor {
    let slopes = gradients(of: logits.sum(), withRespectTo: [pictures], differentiable: true)[0]
    let weight = recipe.penaltyWeight * Float(recipe.penaltyEvery)
    return slopes.squared().sum() * (weight / 2 / Float(count))
  }

  /*:
   ### `keras28`: real and generated in one batch

   D sees both halves at once, labelled 1 and 0. The mean runs over the two of them, so this loss is
   half of `minimaxLoss`. The fakes come from the generator in the inference phase, because the
   source calls `predict`. Then G learns through D from fresh noise.

   Between D's layers stands *dropout*, which is new. It sets each number to 0 with the chance `0.4`
   while training, and divides the others by `0.6`, so that no unit can rely on another (Srivastava et
   al., 2014). The optimiser is *RMSprop*, which is Adam without the memory of a direction: it divides
   each gradient by the root of a running mean of its squares. Gradients are *clipped* before: what lies
   beyond ±1 is cut to ±1.

   The source stacks G and D to one model for G's step and forgets to freeze D, so what it calls the
   generator's step also teaches D to call fakes real. `--freeze-discriminator off` does the same.
   */
  package mutating func kerasStep(
    _ step: Int, _ x: Tensor, _ z: Tensor, _ asked: Tensor?
  ) -> Answers {
    let count = x.shape[0]
    let fake = generator(with(z, asked)).detached()
    let logits = answer(  // [2 batch, 1]
      discriminator(.concatenation([x, fake]), phase: .training),
      asked.map { .concatenation([$0, $0]) })
    let labels = Tensor.concatenation([.ones([count, 1]), .zeros([count, 1])])
    let lossD = sigmoidCrossEntropy(logits: logits, labels: labels)
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: clipped(
        gradients(of: lossD, withRespectTo: discriminator.parameters, keepingRecord: false),
        toValue: 1))
    let (real, onFake) = (logits.slice(0..<count), logits.slice(count..<2 * count))

    // With `--pretraining`, G's loss is known in the first steps, but G does not learn from it.
    if step <= recipe.pretraining {
      return Answers(real: real, fake: onFake, lossG: nonSaturatingLoss(fakeLogits: onFake))
    }
    let freshZ = recipe.latent(count, using: &noise)
    let fakeLogits = answer(
      discriminator(generator(with(freshZ, asked), phase: .training), phase: .training), asked)
    let lossG = nonSaturatingLoss(fakeLogits: fakeLogits)
    let players =
      generator.parameters + (recipe.freezesDiscriminator ? [] : discriminator.parameters)
    let slopes = clipped(
      gradients(of: lossG, withRespectTo: players, keepingRecord: false), toValue: 1)
    let own = generator.parameters.count
    generatorOptimizer.update(&generator.parameters, along: Array(slopes.prefix(own)))
    if !recipe.freezesDiscriminator {
      stackedOptimizer.update(&discriminator.parameters, along: Array(slopes.dropFirst(own)))
    }
    return Answers(real: real, fake: onFake, lossG: lossG)
  }

  /*:
   ### `faces64`: five times G

   As published, one update of D is followed by five of G, all with the same noise. The real label is
   `0.875`, which is what the source's library, TensorFlow's slim, makes of a smoothing of `0.25`.
   */
  package mutating func slimStep(_ x: Tensor, _ z: Tensor, _ asked: Tensor?) -> Answers {
    let fake = generator(with(z, asked), phase: .training).detached()
    let realLogits = answer(discriminator(x, phase: .training), asked)
    let fakeLogits = answer(discriminator(fake, phase: .training), asked)
    let lossD = minimaxLoss(realLogits: realLogits, fakeLogits: fakeLogits, realLabel: 0.875)
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: gradients(of: lossD, withRespectTo: discriminator.parameters, keepingRecord: false))

    var lossesG: [Tensor] = []
    for _ in 0..<recipe.generatorSteps {
      let logits = answer(
        discriminator(generator(with(z, asked), phase: .training), phase: .training), asked)
      let lossG = nonSaturatingLoss(fakeLogits: logits)
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: lossG, withRespectTo: generator.parameters, keepingRecord: false))
      lossesG.append(lossG.detached())
    }
    return Answers(real: realLogits, fake: fakeLogits, lossG: lossesG[lossesG.count - 1])
  }

  /*:
   ### `mxnet64`: D's opinion, pixel by pixel

   Here you can see the signal that trains the generator. D's gradients on fakes and on real
   pictures are computed one after the other and added, and D moves once. Then D is asked about the
   same fakes once more, with the label 1, and the gradient is taken with respect to its *input*:
   for each pixel $x_i$ of each fake, $\partial L_G/\partial x_i$. That picture is all that the
   generator ever learns from. The chain rule carries it on to each of G's weights $w$:

   $$\frac{\partial L_G}{\partial w} = \sum_i \frac{\partial L_G}{\partial x_i}\,
   \frac{\partial x_i}{\partial w}$$

   In the code, `generated.detached().tracked()` is the fake, cut off from G and made a point where
   slopes can be asked for; `cotangent: wanted` begins the second half of the chain with the slopes
   of the first. (`--noise fresh` lets G learn from other fakes than D: see "D wins" below.)

   As published there is no penalty. The lesson has that of `small28`, and here you see what it acts on:
   G learns from D's slopes with respect to its input, and just these slopes the penalty keeps small, on
   fakes as well as on real pictures.
   */
  package mutating func mxnetStep(
    _ step: Int, _ x: Tensor, _ z: Tensor, _ asked: Tensor?
  ) -> Answers {
    let count = x.shape[0]
    let isPenalised = recipe.penaltyWeight > 0 && step % recipe.penaltyEvery == 0
    let generated = generator(with(z, asked), phase: .training)
    let fake = generated.detached().tracked()
    let fakeLogits = answer(discriminator(fake, phase: .training), asked)
    var loss = sigmoidCrossEntropy(logits: fakeLogits, label: 0)
    if isPenalised { loss += penalty(on: fakeLogits, at: fake, count: count) }
    let onFake = gradients(
      of: loss, withRespectTo: discriminator.parameters, keepingRecord: false)
    let real = isPenalised ? x.tracked() : x
    let realLogits = answer(discriminator(real, phase: .training), asked)
    loss = sigmoidCrossEntropy(logits: realLogits, label: 1)
    if isPenalised { loss += penalty(on: realLogits, at: real, count: count) }
    let onReal = gradients(
      of: loss, withRespectTo: discriminator.parameters, keepingRecord: false)
    discriminatorOptimizer.update(
      &discriminator.parameters, along: zip(onFake, onReal).map { $0 + $1 })

    var lossesG: [Tensor] = []
    for turn in 0..<recipe.generatorSteps {
      let isFresh = recipe.generatorNoise == .fresh
      let z = isFresh ? recipe.latent(count, using: &noise) : z
      let generated =
        turn == 0 && !isFresh ? generated : generator(with(z, asked), phase: .training)
      let fake = generated.detached().tracked()
      let lossG = nonSaturatingLoss(
        fakeLogits: answer(discriminator(fake, phase: .training), asked))
      let wanted = gradients(of: lossG, withRespectTo: [fake], keepingRecord: false)[0]
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(
          of: generated, withRespectTo: generator.parameters, cotangent: wanted,
          keepingRecord: false))
      lossesG.append(lossG.detached())
    }
    return Answers(real: realLogits, fake: fakeLogits, lossG: lossesG[lossesG.count - 1])
  }
}

/// The discriminator's logits in one step, before it moved, and the generator's last loss.
package struct Answers {
  package let real: Tensor
  package let fake: Tensor
  package let lossG: Tensor
}
