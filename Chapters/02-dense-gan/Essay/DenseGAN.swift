/*:
 # Chapter 2 · Digits out of noise

 A number has one dimension, and a small picture of a digit has 784. Can the game of chapter 1 be played
 there?

 It can: with the same two losses, nearly the same loop, and larger networks. And yet most of what
 made chapter 1 comfortable is gone. Nobody can write down the density of handwritten digits, so
 there is no $D^*$ to compare with, and no exact distance. How do you tell a good generator when
 you cannot compute how good it is?

 ![The same noise, at eight moments of the training](../../Figures/02-dense-gan/progress.png)

 Each column starts from one noise vector $z$, and each row is a moment of the training, from
 before the first step, at the top, to the last one. Follow a column down: noise, a blot, strokes,
 and then a digit that may still turn into another. Nobody ever tells the generator what a stroke
 is, or which digit to draw.

 Run it: `swift run dense-gan`. It takes about a minute, draws its own training data, and
 leaves its pictures in `Runs/`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 With `--live`, go back to an early moment, make D learn ten times as fast, and watch the digits go.
 */
import Datasets
import Tensors

/*:
 ## What stays, and what changes

 The game is the one of chapter 1, and so is its mathematics: for a given generator the best
 discriminator is $D^* = p/(p+q)$, and the generator has nothing left to gain against it only when it
 makes the real density. What changes is the ground on which it is played.

 - A picture of 28 × 28 pixels is a point in 784 dimensions. Nearly all points there are noise; the
   digits fill a thin, crumpled sheet among them. At first, what G makes is nowhere near that
   sheet, so D can tell the two apart by anything at all, such as grey corners. G's loss keeps its
   gradient even then, but a D that needs no strokes to decide teaches G nothing about strokes.
   Everything depends on a D that is good, but not too good too soon.
 - One learning rate has to suit more than 200,000 parameters of a network at once. The inputs of a
   layer change with every layer before it, so the right rate is hard to find. *Batch norm* makes
   it easier, and is this chapter's experiment.
 - Quality needs a judge, and that has to be trained first: further down.

 ## The data

 By default the program draws its digits itself: ten shapes, each written in one of a few ways with
 a random slant, size, bend and pen. They come labelled (the judge needs that; the two players
 never see a label). There are 20,000 to learn from, always the same ones: the *training set*. A network
 can come to know it by heart and be wrong about everything else, which is called *overfitting*. So there
 are 2,000 more, the *test set*, from which nobody learns, and only the judge sees them. With `--dataset mnist` you train on real handwriting: `make data` fetches it. The
 numbers in this chapter are those of the drawn digits unless it says MNIST.

 A pixel's level, 0 to 255, becomes a number from −1 to 1, and the 28 rows are laid end to end: 784
 numbers. A dense layer has no idea which pixels are neighbours. It has to find that out.

 ## The generator

 From a noise vector $z$ (`latent` in the code) to 784 pixels, through layers that widen. The last activation is tanh,
 because pixels lie in $(-1, 1)$. The others are *leaky ReLU*: $x$, or $0.2\,x$ where $x$ is
 negative. A unit that is negative still passes some gradient on, so none falls silent for good.

 With `batchNorm`, each hidden layer is normalised before its activation. For one unit, let
 $x_1, \dots, x_n$ be its values on the $n$ samples of the batch, with mean $\mu$ and variance
 $\sigma^2$:

 $$y_i = \gamma\, \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$

 ($\epsilon$ is a small number that keeps the division finite.) Whatever the layers before do, the
 unit's values keep the spread $\gamma$ and the mean $\beta$, and those two are learnt (Ioffe and
 Szegedy, 2015). While training, a sample's output thus depends on the company it comes in: $\mu$
 and $\sigma$ are those of its batch. For use, the layer keeps moving averages of both, and a
 sample stands for itself. So a training step has to say its *phase*. (In the code, `_modify` is a
 `set` that lets the optimiser change the parameters in place. What has to do with `conditional` waits for
 [Ask for a digit](#ask-for-a-digit). Of the recipes, `steady` is what `swift run dense-gan` takes,
 `batchnorm` that of the experiments, and `classic` the published one.)
 */
package struct Generator: Layer {
  package var layers: Sequential

  package init(_ recipe: Recipe, using weights: inout RandomStream) {
    // batchnorm: z [batch, 32] → [batch, 128] → [batch, 256] → [batch, 784]
    // classic: z [batch, 100] → [batch, 256] → [batch, 512] → [batch, 1024] → [batch, 784]
    // Where digits are asked for, z has ten numbers more.
    var width = recipe.latent.size + (recipe.conditional ? classCount : 0)
    var stack: [any Layer] = []
    for hidden in recipe.generatorSizes {
      stack.append(Dense(inputs: width, outputs: hidden, using: &weights))
      if recipe.batchNorm { stack.append(BatchNorm(features: hidden)) }
      stack.append(Activation.leakyReLU(slope: 0.2))
      width = hidden
    }
    stack.append(Dense(inputs: width, outputs: 784, activation: .tanh, using: &weights))
    layers = Sequential(stack)
  }

  package func callAsFunction(_ z: Tensor) -> Tensor { layers(z) }

  package mutating func callAsFunction(_ z: Tensor, phase: Phase) -> Tensor {
    layers(z, phase: phase)
  }

  package var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }

  package var averages: [Tensor] {
    get { layers.averages }
    set { layers.averages = newValue }
  }
}

/*:
 ## The discriminator

 From 784 pixels to one logit, through layers that narrow. It gets no batch norm. A D that normalises
 real and generated pictures each by themselves hides from itself the very differences in brightness and
 contrast that it should see; and if it normalises them together, its answer on a picture is no longer
 about that picture alone.
 */
package struct Discriminator: Layer {
  package var layers: Sequential

  package init(_ recipe: Recipe, using weights: inout RandomStream) {
    // batchnorm: x [batch, 784] → [batch, 256] → [batch, 64] → [batch, 1]
    // classic: x [batch, 784] → [batch, 512] → [batch, 256] → [batch, 1]
    // Where digits are asked for, there is an answer for each of the ten.
    var width = 784
    var stack: [any Layer] = []
    for hidden in recipe.discriminatorSizes {
      stack.append(
        Dense(
          inputs: width, outputs: hidden, activation: .leakyReLU(slope: 0.2), using: &weights))
      width = hidden
    }
    stack.append(
      Dense(inputs: width, outputs: recipe.conditional ? classCount : 1, using: &weights))
    layers = Sequential(stack)
  }

  package func callAsFunction(_ x: Tensor) -> Tensor { layers(x) }

  package var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }
}

/*:
 ## The losses

 Those of chapter 1: the cross-entropy of D's answers with the labels 1 and 0, and the
 non-saturating loss for G. With D one half everywhere they are $\log 4 \approx 1.386$ and
 $\log 2 \approx 0.693$.

 $$L_D = -\,\mathbb{E} \log D(x) - \mathbb{E} \log\bigl(1 - D(G(z))\bigr)$$
 */
package func minimaxLoss(realLogits: Tensor, fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: 1)
    + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
}

/*:
 $$L_G = -\,\mathbb{E} \log D(G(z))$$
 */
package func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

/*:
 And the penalty of chapter 1 on D's slope, which now has 784 directions to be steep in. It is taken at
 real pictures *and* at generated ones, of which there are equally many in `pictures`, and sums over the
 pixels of a picture. (Its weight has an index here, because batch norm has a $\gamma$ too.)

 $$R = \frac{\gamma_R}{2}\;\bigl( \mathbb{E}_{x} \bigl\| \nabla_x \operatorname{logit}(x) \bigr\|^2 +
 \mathbb{E}_{z} \bigl\| \nabla_x \operatorname{logit}(G(z)) \bigr\|^2 \bigr)$$
 */
package func slopePenalty(logits: Tensor, of pictures: Tensor, weight: Float) -> Tensor {
  let slopes = gradients(of: logits.sum(), withRespectTo: [pictures], differentiable: true)[0]
  return slopes.squared().sum() * (weight / Float(pictures.shape[0]))  // half of each mean
}

/*:
 ## The training loop

 Three things of chapter 1 are gone: D's second update, the falling learning rate, and the batch's
 statistics as inputs of D. One update of D, one of G, and that is all, on batches of 128. The
 average of the generator has stayed, and so has the penalty, in the recipe `steady`: on every fourth
 step, for it costs as much as an update, and four times as heavy there. Five things are new:

 - Real pictures come from a training set. It is shuffled anew for each pass over it (an *epoch*),
   and each picture comes up once in a pass.
 - `phase: .training` says that the generator may look at its batch, and its averages follow.
 - Real and generated pictures go through D together, in one batch of 256: it answers each by itself, and
   one large product is faster than two of half the size.
 - `keepingRecord: false` says that nobody asks for a gradient of this record again. What it kept of the
   layers' numbers is let go of on the way back, and the parameters can move where they lie.
 - Labels come along: `asked` is nil, and `with` and `answer` hand on what they are given. What they
   are for has [a part of its own](#ask-for-a-digit) below.

 Both players use Adam, G at a rate of `0.002` (`batchnorm`: `0.001`) and D at half of that, with
 $\beta_1 = 0.5$. Adam averages gradients, and $\beta_1$ is the share of the old average that it keeps at
 each step. Usual is $0.9$, but old gradients mislead sooner here, because the opponent moves. (Chapter 1
 takes the same.)
 */
package struct Training {
  package var recipe: Recipe
  package let images: ImageSet
  package var batches: Batches
  package var generator: Generator
  package var discriminator: Discriminator
  package var generatorOptimizer: Adam
  package var discriminatorOptimizer: Adam
  /// The generator, averaged over the steps: what the samples are drawn with.
  package var average: MovingAverage<Generator>?
  package var noise: RandomStream

  package init(_ recipe: Recipe, images: ImageSet, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.recipe = recipe
    self.images = images
    batches = Batches(of: images.count, size: recipe.batchSize, seed: seed)
    generator = Generator(recipe, using: &weights)
    discriminator = Discriminator(recipe, using: &weights)
    generatorOptimizer = recipe.makeOptimizer(pace: recipe.generatorPace)
    discriminatorOptimizer = recipe.makeOptimizer(pace: recipe.discriminatorPace)
    noise = RandomStream(seed: seed, for: "noise")
    if let decay = recipe.averageDecay {
      average = MovingAverage(of: generator, decay: decay)
    }
  }

  package mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    let batch = recipe.batchSize
    for step in steps {
      let isPenalised = recipe.penaltyWeight > 0 && step % recipe.penaltyEvery == 0
      let chosen = batches.next()
      let x = images.tensor(chosen, flattened: true)  // [batch, 784]
      let asked = recipe.conditional ? order(images.classes(of: chosen)) : nil  // [batch, 10]
      let z = recipe.latent(batch, using: &noise)  // [batch, latentSize]
      let fake = generator(with(z, asked), phase: .training).detached()  // [batch, 784]
      var both = Tensor.concatenation([x, fake])  // [2 batch, 784]
      if isPenalised { both = both.tracked() }
      let answers = answer(  // [2 batch, 1]
        discriminator(both), asked.map { .concatenation([$0, $0]) })
      let (realLogits, fakeLogits) = (answers.slice(0..<batch), answers.slice(batch..<2 * batch))
      let lossD = minimaxLoss(realLogits: realLogits, fakeLogits: fakeLogits)
      var loss = lossD
      if isPenalised {
        let weight = recipe.penaltyWeight * Float(recipe.penaltyEvery)
        loss += slopePenalty(logits: answers, of: both, weight: weight)
      }
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: gradients(
          of: loss, withRespectTo: discriminator.parameters, keepingRecord: false))

      let freshZ = recipe.latent(batch, using: &noise)
      let logits = answer(
        discriminator(generator(with(freshZ, asked), phase: .training)), asked)
      let lossG = nonSaturatingLoss(fakeLogits: logits)
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: lossG, withRespectTo: generator.parameters, keepingRecord: false))
      average?.update(with: generator)

      try observe(
        self, Answers(real: realLogits, fake: fakeLogits, lossD: lossD, lossG: lossG))
    }
  }
}

extension Training {
  /// The generator that samples are drawn with: averaged, if the recipe averages.
  package var finalGenerator: Generator { average?.network ?? generator }
}

/// The discriminator's logits and the two losses of one step, before the players moved, without the
/// penalty.
package struct Answers {
  package let real: Tensor
  package let fake: Tensor
  package let lossD: Tensor
  package let lossG: Tensor
}
