/*:
 # Chapter 2 · Digits out of noise

 A number has one dimension. A small picture of a digit has 784. Can the game of chapter 1 be played
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

 From a noise vector $z$ to 784 pixels, through layers that widen. The last activation is tanh,
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
 `set` that lets the optimiser change the parameters in place.)
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

 $$R = \frac{\gamma_R}{2}\;\Bigl( \mathbb{E}_{x} \bigl\| \nabla_x \operatorname{logit}(x) \bigr\|^2 +
 \mathbb{E}_{z} \bigl\| \nabla_x \operatorname{logit}(G(z)) \bigr\|^2 \Bigr)$$
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
 step, for it costs as much as an update, and four times as heavy there. Four things are new:

 - Real pictures come from a training set. It is shuffled anew for each pass over it (an *epoch*),
   and each picture comes up once in a pass.
 - `phase: .training` says that the generator may look at its batch, and its averages follow.
 - Real and generated pictures go through D together, in one batch of 256: it answers each by itself, and
   one large product is faster than two of half the size.
 - Labels come along: `asked` is nil, and `with` and `answer` hand on what they are given. What they
   are for has [a part of its own](#ask-for-a-digit) below.

 Both players use Adam, G at a rate of `0.002` (`batchnorm`: `0.001`) and D at half of that, with $\beta_1 = 0.5$ as in
 chapter 1 instead of the usual $0.9$: Adam keeps that share of the old gradients at each step, and
 they mislead sooner here, because the opponent moves.
 */
package struct Training {
  package let recipe: Recipe
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
        along: gradients(of: loss, withRespectTo: discriminator.parameters))

      let freshZ = recipe.latent(batch, using: &noise)
      let logits = answer(
        discriminator(generator(with(freshZ, asked), phase: .training)), asked)
      let lossG = nonSaturatingLoss(fakeLogits: logits)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
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

/*:
 ## How good is it?

 Chapter 1 computed how far the generated numbers were from the real ones. Here the judge has to be
 trained too. `Classifier` (in [Sources/Metrics](../../Sources/Metrics/Classifier.swift)) is a
 small network that learns to read the digits of the training set; it reads nearly all of the ones
 it has not seen. What we want of it is not its answer but what it sees just before: 64 numbers,
 its *features*, in which two fours lie closer together than a four and a nine.

 Now take 2,000 samples and the real digits that nobody was trained on. Each set is a cloud of
 points in 64 dimensions. Compute its middle, the mean $m$, and its shape, the *covariance* $C$: a
 table of how the features vary together, with their variances on the diagonal. The *Fréchet
 distance* between the two clouds, were they bell curves in 64 dimensions, is

 $$d^2 = \|m_1 - m_2\|^2 + \operatorname{tr}\bigl(C_1 + C_2 - 2\,(C_1 C_2)^{1/2}\bigr)$$

 where tr, the *trace*, adds up the diagonal, and $(C_1 C_2)^{1/2}$ times itself is $C_1 C_2$. In
 one dimension $C$ is a variance $s^2$, and what remains is $(m_1 - m_2)^2 + (s_1 - s_2)^2$: how
 far apart the middles are, and how different the widths. (Heusel et al. (2017) made it the
 standard for images.) The unit of $d^2$ depends on the classifier, so we divide it by the trace of
 the real covariance, which is the spread of the real cloud: the *Fréchet ratio*. 0 is perfect.
 Other real digits score a few thousandths, only because 2,000 are not infinitely many; noise
 scores more than 1. Missing digits raise it: flawless pictures of five digits alone score
 {{frechetRatioMissing.measures}}.

 One number is never enough, so the judge has more. How many of the ten digits have at least 2 % of
 the samples? How far are the shares $q_i$ of the digits among samples from those among real ones,
 $p_i$ (the Kullback–Leibler divergence $\sum q_i \log(q_i/p_i)$, 0 if they agree)? Draw a ball
 around each real digit that reaches to its third-nearest real neighbour, pixel by pixel: how many
 samples lie in such a ball (*precision*)? And how many real digits lie in the balls of the samples
 (*recall*; Kynkäänniemi et al., 2019)? Each is fooled by something that another notices. A
 [test](../../Tests/MetricsTests/ImageJudgeTests.swift) shows the judge noise, mean images, missing
 digits and copies.

 None of these asks what you would ask first: can one read it? So the judge has three *readers*,
 small networks of different build that know ten digits and an eleventh class, *no digit*: halves,
 quarters and overlays of digits, noise, blur. A sample is *legible* if all three see the same digit
 in it, each with a probability of one half or more. And in the space of the features, around each
 real digit, lies a ball that reaches to its fifth-nearest real neighbour. How many samples does such
 a ball hold, on average, as a share of those five (*density*), and how many of the balls hold one at
 all (*coverage*; Naeem et al., 2020)?

 ### How to fool the judge

 Ask it about pictures of which you know what is wrong, a row of the sheet for a row of the table (`swift
 run dense-gan measures`; medians of {{measures.seeds}} draws):

 ![Real digits, then the kinds of the table from above](../../Figures/02-dense-gan/measures.png)

 | | legible | Fréchet ratio | density | coverage | precision | recall | nearest |
 |---|---|---|---|---|---|---|---|
 | real digits that the judge has not seen | {{legibleReal.measures}} | {{frechetRatioReal.measures}} | {{densityReal.measures}} | {{coverageReal.measures}} | {{precisionReal.measures}} | {{recallReal.measures}} | {{nn1FakeReal.measures}} |
 | a tenth as many | {{legibleFew.measures}} | {{frechetRatioFew.measures}} | {{densityFew.measures}} | {{coverageFew.measures}} | {{precisionFew.measures}} | {{recallFew.measures}} | {{nn1FakeFew.measures}} |
 | 0 to 4 alone | {{legibleMissing.measures}} | {{frechetRatioMissing.measures}} | {{densityMissing.measures}} | {{coverageMissing.measures}} | {{precisionMissing.measures}} | {{recallMissing.measures}} | {{nn1FakeMissing.measures}} |
 | twenty of them, over and over | {{legibleRepeated.measures}} | {{frechetRatioRepeated.measures}} | {{densityRepeated.measures}} | {{coverageRepeated.measures}} | {{precisionRepeated.measures}} | {{recallRepeated.measures}} | {{nn1FakeRepeated.measures}} |
 | blurred twice | {{legibleBlurred.measures}} | {{frechetRatioBlurred.measures}} | {{densityBlurred.measures}} | {{coverageBlurred.measures}} | {{precisionBlurred.measures}} | {{recallBlurred.measures}} | {{nn1FakeBlurred.measures}} |
 | blurred six times | {{legibleSmeared.measures}} | {{frechetRatioSmeared.measures}} | {{densitySmeared.measures}} | {{coverageSmeared.measures}} | {{precisionSmeared.measures}} | {{recallSmeared.measures}} | {{nn1FakeSmeared.measures}} |
 | with noise, $\sigma = 0.1$ | {{legibleGrainy.measures}} | {{frechetRatioGrainy.measures}} | {{densityGrainy.measures}} | {{coverageGrainy.measures}} | {{precisionGrainy.measures}} | {{recallGrainy.measures}} | {{nn1FakeGrainy.measures}} |
 | with noise, $\sigma = 0.3$ | {{legibleNoisy.measures}} | {{frechetRatioNoisy.measures}} | {{densityNoisy.measures}} | {{coverageNoisy.measures}} | {{precisionNoisy.measures}} | {{recallNoisy.measures}} | {{nn1FakeNoisy.measures}} |
 | upper and lower halves of two digits | {{legibleHalves.measures}} | {{frechetRatioHalves.measures}} | {{densityHalves.measures}} | {{coverageHalves.measures}} | {{precisionHalves.measures}} | {{recallHalves.measures}} | {{nn1FakeHalves.measures}} |
 | uniform noise | {{legibleNoise.measures}} | {{frechetRatioNoise.measures}} | {{densityNoise.measures}} | {{coverageNoise.measures}} | {{precisionNoise.measures}} | {{recallNoise.measures}} | {{nn1FakeNoise.measures}} |

 (*Nearest* is the share of the samples whose nearest neighbour in pixels, among real and generated
 ones together, is generated too. One half is perfect.)

 - *Legible* is blind to variety: twenty digits over and over are as legible as all of them. And it is
   stricter than you are. You can read the digits that are blurred six times and most of the noisy ones,
   which the readers call no digit, because they were taught so.
 - The *Fréchet ratio* is blind to the eye: halves of two digits score {{frechetRatioHalves.measures}},
   for their features are in the right place on average, and far better than flawless pictures of half of
   the digits. So a low ratio does not promise that you can read
   anything. It also depends on how many samples it is given: a tenth of the same real digits scores
   {{frechetRatioFew.measures}} in place of {{frechetRatioReal.measures}}, and by how much depends on the
   generator (Chong and Forsyth, 2020). Compare ratios of equally many samples only.
 - *Density* is blind to variety as legible is, and does not mind a blur. *Coverage* sees that something
   is missing, and not what is there instead: of the balls around real digits,
   {{coverageHalves.measures}} have room for two halves.
 - *Precision* in pixels likes a blur: digits blurred six times score {{precisionSmeared.measures}}, more than
   real ones, for a grey smudge is nobody's neighbour and everybody's. *Recall* likes noise: with
   $\sigma = 0.3$ the samples' balls are so large that {{recallNoisy.measures}} of the real digits lie in one.
 - All of them are fooled by copies. A generator that had learnt its training set by heart would stand in
   the first row. The distance to the nearest training image, further down, is the only number here that
   asks.

 Judge by two measures with different blind spots, and look.

 The judge uses a random stream of its own. If looking at the samples drew from the noise that the
 training uses, every look would change the run.

 ## What you should see

 `swift run dense-gan` runs the recipe `steady`. The share of the samples that is legible comes to
 {{legible.lesson.range}} (the median, and in brackets the least and the greatest over the seeds), the
 Fréchet ratio to {{frechetRatio.lesson.range}}, and {{digitsCovered.lesson}} of the 10 digits are there. Real on the
 left, generated on the right. (How many seeds a number is the median of is not the same everywhere:
 here it is {{lesson.seeds}}, of the experiments below {{lesson.batchnorm.seeds}}.)

 ![64 real digits beside 64 generated ones](../../Figures/02-dense-gan/comparison.png)

 You can read most of them. Those that you cannot are made of good strokes that do not add up to a
 digit. And you can tell the sides apart: the generated edges are ragged, for a dense layer makes each
 pixel by itself. Nothing in it says that neighbours go together, and that is what chapter 3 is about.

 **What the average does.** These are not the samples of the generator that the last step left behind.
 They are those of its average: of the parameters, and of what batch norm remembers, over about the
 last thousand steps. Above, the generator of the last step; below, its average, of the same noise:

 ![The generator of the last step above its average](../../Figures/02-dense-gan/averaged.png)

 The strokes are the same; the dots are gone, or fewer. G circles: each step pushes it where D is weak at
 the moment, the next steps push it elsewhere, and what the pushes do not agree on, a dot here and
 none there, the average cancels, or leaves as a grey smudge. Of the same run's samples {{legibleUnaveraged.lesson}}
 are legible without the average, and {{legible.lesson}} with it. Where nothing else holds the two players, it does
 more: in the recipe `batchnorm` below, which has no penalty, {{legibleUnaveraged.lesson.batchnorm}} and
 {{legible.lesson.batchnorm}}. It costs a pass over the parameters at each step
 and teaches G nothing: D never sees it. (At first it covers only the last tenth of the steps, so that
 the beginning is soon forgotten. `--average 0` does without.)

 **The loss does not tell quality.** On the left, the ratio falls. On the right, the losses move
 little after a thousand steps:

 ![The distance goes on falling when the losses look settled](../../Figures/02-dense-gan/quality.svg)

 The generator's loss says how well it fools *this* discriminator, and the discriminator gets
 better all the while. Take the twenty times that the judge looks in the second half of the run,
 put them in the order of G's loss and in the order of the ratio, and compare the two orders. Their
 *rank correlation* is 1 if the orders agree and −1 if one is the other reversed; two unrelated
 orders of twenty stay within `0.44` of zero nineteen times out of twenty. It is
 {{lossQuality.lesson.range}}. In one run a falling loss goes with better samples, in another with
 worse ones, and the loss does not say which run you are in.

 And D? It answers {{dReal.lesson}} on real digits and {{dFake.lesson}} on generated ones, and
 judges a share of {{accuracy.lesson}} right. Read the sentence of chapter 1 the right way round:
 if $q$ were $p$, no D could do better than guessing. This one does, so $q$ is not $p$ yet (unless
 D knows the training pictures by heart). In the picture, look at the accuracy: it settles above
 one half, and neither falls back nor goes on to 1.

 ![D's accuracy and its answers](../../Figures/02-dense-gan/accuracy.svg)

 **Between two digits.** Each row walks from one noise vector to another in twelve pictures. Within a
 digit, a small step in $z$ is a small step in the picture. The change from one digit to another may fall
 between two of the twelve, as in the first row, or take several, as in the fourth, and then there is
 something on the way that you would not find in any training set.

 ![Six walks through the noise](../../Figures/02-dense-gan/walk.png)

 **Has it memorised?** Below each sample stands the training image that is nearest to it, pixel by
 pixel.

 ![Samples above, their nearest training images below](../../Figures/02-dense-gan/neighbours.png)

 They are alike, and not the same. In numbers: a sample lies {{neighbourDistance.lesson}} from the
 training image nearest to it, and an unseen *real* digit lies {{neighbourDistanceUnseen.lesson}}
 from its own (medians of the Euclidean distance; a pixel goes from 0 to 1). A generator that
 copied pixel by pixel would come closer than real digits do. It does not clear this one of making
 rough copies: ragged edges put a sample far off too. The walks are
 better evidence: within a digit its slant and its width change little by little, where a generator that
 only had copies to offer would jump from one to the next.

 **On MNIST** (`--dataset mnist`) a share of {{legible.lesson.mnist}} of the same recipe's samples is
 legible, and the ratio ends at {{frechetRatio.lesson.mnist.range}}, with {{digitsCovered.lesson.mnist}} digits. That judge has learnt other digits, so its numbers cannot be
 compared with those above; handwriting varies more, and more of these samples are hard to read:

 ![64 real digits of MNIST beside 64 generated ones](../../Figures/02-dense-gan/mnist.png)

 ## The experiment: what batch norm does

 The penalty would hide what follows, so the rest of this part takes the recipe `batchnorm`, which has
 none, and half as many steps. Run it without batch norm:
 `swift run dense-gan --recipe batchnorm --no-batch-norm`. The Fréchet ratio, as the
 median over the seeds and the range:

 | | with batch norm | without |
 |---|---|---|
 | after 1,000 steps | {{frechetRatio.lesson.early.range}} | {{frechetRatio.lesson.early-plain.range}} |
 | at the end, 5,000 steps | {{frechetRatio.lesson.batchnorm.range}} | {{frechetRatio.lesson.plain.range}} |
 | ten times the learning rate, 2,500 steps | {{frechetRatio.lesson.fast.range}} | {{frechetRatio.lesson.fast-plain.range}} |

 The first two rows are a surprise, if you have read that a GAN needs batch norm: at a rate that
 somebody has tuned, this small generator draws all digits without. With it the ratio is lower, and of
 the samples {{legible.lesson.batchnorm}} are legible where it is {{legible.lesson.plain}} without: the
 eye hardly tells the two apart.

 The third row is what batch norm is for. Raise the rate tenfold, for half as many steps
 (`--recipe batchnorm --learning-rate 0.01 --steps 2500`). With batch norm the ratio still comes down.
 Without, it does not, and D is right about {{accuracy.lesson.fast-plain}} of the pictures instead of
 {{accuracy.lesson.fast}}. Look at the
 strokes: in the first sheet, with batch norm, they hang together, if with more dots than before;
 in the second, without, they fall apart into white squares, and many digits look alike:

 ![With batch norm, at ten times the rate](../../Figures/02-dense-gan/fast.png) ![Without](../../Figures/02-dense-gan/fast-plain.png)

 Why? A layer that normalises does not care how large its weights have grown: multiply them all by
 ten, and its output stays the same. Its gradient is a tenth as large, which Adam does not notice: its
 steps stay as long, and turn weights that are ten times as large only a tenth as far. Weights that have
 run away slow down by themselves. (That is an explanation; the table shows only the effect.) So batch
 norm does not make a good generator; it makes it easier to find a rate that works.

 ## What goes wrong, and how you would notice

 The recipe lets D learn half as fast as G. What if D learns twice as fast instead, a piece of
 advice that you will find in print? `swift run dense-gan --recipe batchnorm --discriminator-pace 2`:

 ![Real digits, and those of a generator whose D is eager](../../Figures/02-dense-gan/eager.png)

 Look at a single sample: it is as good as before. Now look at all of them. Count the zeros, the
 twos and the sixes, and count them again in the good run above. This generator has *forgotten*
 some digits; {{digitsCovered.lesson.eager}} of 10 are left in the median, and as
 few as {{digitsCovered.lesson.eager.low}}. It is called *mode collapse*. Chapter 1 showed the
 extreme, one number in place of a bell curve, and a cure: a D that sees the batch. This recipe
 does not have it. Why do digits go? Perhaps like this: a D that is sure of itself lets little
 pass. The gradient of one bad six says how to make it pass, and the shortest way leads to a five.

 ![The distance rises again, and the losses only say that D is ahead](../../Figures/02-dense-gan/eager-quality.svg)

 How would you notice? Not by the losses: D's drifts down and G's up, which says that D is ahead
 and no more. (In the good run above D's loss drifts down too, while the samples get better.) Not
 by looking at your favourite samples. You notice by counting. The ratio goes *up* as training goes
 on, from its best value after a thousand steps or so to {{frechetRatio.lesson.eager}} at the end
 (the median). More training made it worse. And still you can read the samples,
 {{legible.lesson.eager}} of them: what lifts the ratio is what is not there.

 The same seeds, with nothing but D's pace changed:

 | D's rate, as a multiple of G's | Fréchet ratio | digits | D is right | precision | recall |
 |---|---|---|---|---|---|
 | `0.5` | {{frechetRatio.lesson.batchnorm.range}} | {{digitsCovered.lesson.batchnorm.range}} | {{accuracy.lesson.batchnorm}} | {{precision.lesson.batchnorm}} | {{recall.lesson.batchnorm}} |
 | 1 | {{frechetRatio.lesson.equal.range}} | {{digitsCovered.lesson.equal.range}} | {{accuracy.lesson.equal}} | {{precision.lesson.equal}} | {{recall.lesson.equal}} |
 | 2 | {{frechetRatio.lesson.eager.range}} | {{digitsCovered.lesson.eager.range}} | {{accuracy.lesson.eager}} | {{precision.lesson.eager}} | {{recall.lesson.eager}} |

 Look at the last two columns: they do not tell. They go by the nearest neighbours of single
 pictures, and a digit that nobody draws leaves no picture to ask about. The pixels are not to blame: the Fréchet distance on
 50 of their principal components puts the runs in the order of the other columns,
 {{pca50Frechet.lesson.batchnorm}}, {{pca50Frechet.lesson.equal}} and {{pca50Frechet.lesson.eager}}. Believe
 no single number.

 ### The penalty comes back

 In chapter 1 a penalty on D's slope kept two players from circling. Does it help here? The recipe
 `steady` is `batchnorm` with that penalty, at twice the rate, and runs twice as long. So that only the
 penalty differs, both with the rate and the steps of `batchnorm` first (`--penalty 0.3`), and with a D as
 eager as above:

 | | steps | legible | Fréchet ratio | digits |
 |---|---|---|---|---|
 | no penalty | 5,000 | {{legible.lesson.batchnorm}} | {{frechetRatio.lesson.batchnorm}} | {{digitsCovered.lesson.batchnorm}} |
 | penalty | 5,000 | {{legible.lesson.penalty}} | {{frechetRatio.lesson.penalty}} | {{digitsCovered.lesson.penalty}} |
 | penalty: the recipe `steady` | 10,000 | {{legible.lesson}} | {{frechetRatio.lesson}} | {{digitsCovered.lesson}} |
 | no penalty, an eager D | 5,000 | {{legible.lesson.eager}} | {{frechetRatio.lesson.eager}} | {{digitsCovered.lesson.eager}} |
 | penalty, an eager D | 5,000 | {{legible.lesson.eager-penalty}} | {{frechetRatio.lesson.eager-penalty}} | {{digitsCovered.lesson.eager-penalty}} |

 What the penalty does to single samples is little. What it does to the whole is much: the ratio is a
 fraction of what it was, and with an eager D the digits stay. A D whose slopes are small cannot be
 sure of itself from one digit to the next, so no digit becomes a place that G has to leave.
 */
