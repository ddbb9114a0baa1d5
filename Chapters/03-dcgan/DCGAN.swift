/*:
 # Chapter 3 · Networks that know what a neighbour is

 The dense networks of chapter 2 draw digits with ragged edges and stray dots. They have to: a dense layer
 makes each pixel by itself, and nothing in it says that two pixels lie side by side. What if the network
 knew?

 A *convolution* slides one small pattern of weights over the whole picture. What it learns in one place
 it knows everywhere, and a pixel hears from its neighbours and from nobody else. Radford, Metz and
 Chintala (2016) built both players of a GAN from convolutions and found rules with which they train.
 They called it DCGAN. Three published tutorials follow them, each in its own way, and they are the three
 recipes of this chapter.

 ![The same noise at eight moments of the training](../../Figures/03-dcgan/progress.png)

 Run it: `swift run dcgan`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 */
import ArgumentParser
import Datasets
import Metrics
import Runs
import Tensors

/*:
 ## Down and up

 Let $x$ be a picture `[height, width, channels]`, and $w$ a block of weights `[kernel, kernel, inputs,
 outputs]`. A convolution with *stride* $s$ looks at every $s$-th place, and there sums over the patch:

 $$y[i, j, o] = b[o] + \sum_{k, l, c} x[s i + k,\; s j + l,\; c]\; w[k, l, c, o]$$

 With a stride of 2 the picture becomes half as high and half as wide. That is how the discriminator goes
 down, from 28 × 28 pixels to a few numbers that see the whole picture. Nobody has to throw pixels away
 in between (*pooling*): the stride does it, with weights that are learnt.

 The generator goes up. Read the same sum backwards: $y$ is linear in $x$, so it is a matrix, and the
 transposed matrix takes a small picture to a large one. That is all that a *transposed convolution* is.
 (It is often called a deconvolution, but it undoes nothing.) There is a second way up: repeat each pixel
 four times and convolve after. Both are used here.

 Watch the edge: with `same` padding the output has the size of the input divided by the stride, rounded
 up. So 28 becomes 14, then 7, then 4. (A comment in one of the tutorials says 10 after the first layer;
 a test here says 14.)

 ## The networks

 Their layers stand in [Networks.swift](Networks.swift), with the shape after each. What the recipes
 share are DCGAN's rules: strides instead of pooling, batch norm in most layers, ReLU in the generator and
 leaky ReLU in the discriminator, no dense layers in between. Where they differ:

 | | `keras28` | `faces64` | `mxnet64` |
 |---|---|---|---|
 | images | digits, 28 × 28, in (0, 1) | colour faces, 64 × 64, in (−1, 1) | digits, 64 × 64, in (−1, 1) |
 | noise | 100 numbers, uniform | 64 numbers, uniform | 100 numbers, normal |
 | up by | repeating pixels | transposed convolutions | transposed convolutions |
 | D holds back by | dropout | batch norm | batch norm |
 | optimiser | RMSprop, gradients clipped to ±1 | Adam, $\beta_1 = 0.5$ | Adam, $\beta_1 = 0.5$ |
 | a step | D, then G | D, then G five times on the same noise | both of D's gradients, then the one with respect to its input |

 The sources have 64 channels in the narrowest layer, which is what `--preset paper` runs. A lesson takes
 fewer (`--width`): a quarter of the width is a sixteenth of the work. Narrow networks are not only faster.
 At a quarter of its width `mxnet64` did not get off the ground in any run that we tried, because D was
 sure of itself within fifty steps; at half the width it draws digits.

 ## The losses

 Those of the chapters before. `faces64` smooths the label of real pictures: 0.875 in place of 1, which
 is the subject of chapter 4.

 $$L_D = -\,\mathbb{E}\bigl[t \log D(x) + (1 - t) \log(1 - D(x))\bigr]
 - \mathbb{E} \log\bigl(1 - D(G(z))\bigr)$$
 */
func minimaxLoss(realLogits: Tensor, fakeLogits: Tensor, realLabel: Float = 1) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: realLabel)
    + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
}

/*:
 $$L_G = -\,\mathbb{E} \log D(G(z))$$
 */
func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

/*:
 ## The training loop

 The loop draws a batch and some noise, and leaves the step to the recipe.
 */
struct Training {
  let settings: Settings
  let images: any ImageSource
  var batches: Batches
  var generator: Sequential
  var discriminator: Sequential
  var generatorOptimizer: any Optimizer
  var discriminatorOptimizer: any Optimizer
  /// What `--freeze-discriminator off` trains D with in G's step, as the source does.
  var stackedOptimizer: any Optimizer
  var noise: RandomStream

  init(_ settings: Settings, images: any ImageSource, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.settings = settings
    self.images = images
    batches = Batches(
      of: images.count, size: settings.batchSize, order: settings.order, seed: seed)
    generator = makeGenerator(settings, seed: seed, using: &weights)
    discriminator = makeDiscriminator(settings, seed: seed, using: &weights)
    (generatorOptimizer, discriminatorOptimizer) = settings.makeOptimizers()
    stackedOptimizer = settings.makeOptimizers().generator
    noise = RandomStream(seed: seed, for: "noise")
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    for step in steps {
      // [batch, side, side, channels]
      let x = images.tensor(batches.next(), in: settings.pixelRange)
      let z = settings.latent(settings.batchSize, settings.latentSize, using: &noise)
      let answers =
        switch settings.recipe {
        case .keras28: kerasStep(step, x, z)
        case .faces64: slimStep(step, x, z)
        case .mxnet64: mxnetStep(step, x, z)
        }
      try observe(self, answers)
    }
  }

  /*:
   ### `keras28`: real and generated in one batch

   D sees both halves at once, labelled 1 and 0. Its fakes come from the generator in the inference phase,
   because the source calls `predict`. Then G learns through D from fresh noise.

   The source stacks G and D to one model for that and forgets to freeze D, so what it calls the
   generator's step also teaches D to call fakes real. `--freeze-discriminator off` does the same.
   */
  mutating func kerasStep(_ step: Int, _ x: Tensor, _ z: Tensor) -> Answers {
    let count = x.shape[0]
    let fake = generator(z).detached()
    let logits = discriminator(.concatenation([x, fake]), phase: .training)  // [2 batch, 1]
    let labels = Tensor.concatenation([.ones([count, 1]), .zeros([count, 1])])
    let lossD = sigmoidCrossEntropy(logits: logits, labels: labels)
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: clipped(gradients(of: lossD, withRespectTo: discriminator.parameters), toValue: 1))

    if step <= settings.pretraining {
      return Answers(
        step: step, real: logits.slice(0..<count), fake: logits.slice(count..<2 * count),
        toGenerator: logits.slice(count..<2 * count))
    }
    let freshZ = settings.latent(count, settings.latentSize, using: &noise)
    let fakeLogits = discriminator(generator(freshZ, phase: .training), phase: .training)
    let lossG = nonSaturatingLoss(fakeLogits: fakeLogits)
    let players =
      generator.parameters + (settings.freezesDiscriminator ? [] : discriminator.parameters)
    let slopes = clipped(gradients(of: lossG, withRespectTo: players), toValue: 1)
    let own = generator.parameters.count
    generatorOptimizer.update(&generator.parameters, along: Array(slopes.prefix(own)))
    if !settings.freezesDiscriminator {
      stackedOptimizer.update(&discriminator.parameters, along: Array(slopes.dropFirst(own)))
    }
    return Answers(
      step: step, real: logits.slice(0..<count), fake: logits.slice(count..<2 * count),
      toGenerator: fakeLogits)
  }

  /*:
   ### `faces64`: five times G

   One update of D, then five of G, all with the same noise. (In the paper where the number of inner
   updates is called $k$, it is D that gets them.) slim's label smoothing of 0.25 is
   $y \, (1 - 0.25) + 0.25 / 2$, so the real label becomes 0.875.
   */
  mutating func slimStep(_ step: Int, _ x: Tensor, _ z: Tensor) -> Answers {
    let fake = generator(z, phase: .training).detached()
    let realLogits = discriminator(x, phase: .training)
    let fakeLogits = discriminator(fake, phase: .training)
    let lossD = minimaxLoss(realLogits: realLogits, fakeLogits: fakeLogits, realLabel: 0.875)
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: gradients(of: lossD, withRespectTo: discriminator.parameters))

    var toGenerator = fakeLogits
    for _ in 0..<settings.generatorSteps {
      toGenerator = discriminator(generator(z, phase: .training), phase: .training)
      let lossG = nonSaturatingLoss(fakeLogits: toGenerator)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
    }
    return Answers(step: step, real: realLogits, fake: fakeLogits, toGenerator: toGenerator)
  }

  /*:
   ### `mxnet64`: D's opinion, pixel by pixel

   Here you can see the signal that trains the generator. D's gradients on fakes and on real pictures are
   computed one after the other and added, and D moves once. Then D is asked about the same fakes once
   more, with the label 1, and the gradient is taken with respect to its *input*: for each pixel of each
   fake, how D's loss changes with it. That picture is all that the generator ever learns from. By the
   chain rule, carrying it on through G gives G's gradient.
   */
  mutating func mxnetStep(_ step: Int, _ x: Tensor, _ z: Tensor) -> Answers {
    let generated = generator(z, phase: .training)
    let fake = generated.detached().tracked()
    let fakeLogits = discriminator(fake, phase: .training)
    let onFake = gradients(
      of: sigmoidCrossEntropy(logits: fakeLogits, label: 0),
      withRespectTo: discriminator.parameters)
    let realLogits = discriminator(x, phase: .training)
    let onReal = gradients(
      of: sigmoidCrossEntropy(logits: realLogits, label: 1),
      withRespectTo: discriminator.parameters)
    discriminatorOptimizer.update(
      &discriminator.parameters, along: zip(onFake, onReal).map { $0 + $1 })

    let toGenerator = discriminator(fake, phase: .training)
    let wanted = gradients(
      of: nonSaturatingLoss(fakeLogits: toGenerator), withRespectTo: [fake])[0]
    generatorOptimizer.update(
      &generator.parameters,
      along: gradients(of: generated, withRespectTo: generator.parameters, cotangent: wanted))
    return Answers(
      step: step, real: realLogits, fake: fakeLogits, toGenerator: toGenerator, wanted: wanted)
  }
}

/// The discriminator's logits in one step, before each of the two players moved.
struct Answers {
  let step: Int
  let real: Tensor
  let fake: Tensor
  let toGenerator: Tensor
  /// ∂L_G/∂image for each fake, where the recipe computes it.
  var wanted: Tensor?
}

/*:
 ## What you should see

 `swift run dcgan` runs the recipe `keras28` at a quarter of the published width. Over five seeds, the
 Fréchet ratio (chapter 2 explains it) ends at a median of {{frechetRatio.lesson}}, between
 {{frechetRatio.lesson.low}} and {{frechetRatio.lesson.high}}, with {{digitsCovered.lesson}} of the 10
 digits. Real on the left, generated on the right:

 ![64 real digits beside 64 generated ones](../../Figures/03-dcgan/comparison.png)

 Compare the edges with those of chapter 2. They are smooth, and the stray dots are gone: a convolution
 cannot make a dot in one place without making it everywhere else that looks the same. Where these samples
 fail, they fail in another way. They are made of good strokes that do not always add up to a digit.

 ![The distance of the samples from real digits](../../Figures/03-dcgan/quality.svg)

 A third of the steps is enough for most of the way. After that the quality wavers, and the last step is
 not the best one. (A GAN has no loss that would tell you where to stop.)

 ![D's accuracy and G's loss](../../Figures/03-dcgan/drift.svg)

 D does not win here: its accuracy stays near {{accuracy.lesson}}. Walk between two noise vectors,
 and the strokes bend from one digit into the next:

 ![Six walks through the noise](../../Figures/03-dcgan/walk.png)

 The other two recipes run in the same way: `swift run dcgan --recipe mxnet64` at half the published width,
 and `swift run dcgan --recipe faces64`, which learns from drawn faces, at a quarter. Each takes some minutes.
 Their numbers are not recorded here yet. Look at `wanted.png` of `mxnet64`: below each sample stands the
 gradient that trains the generator, what D wants changed, pixel by pixel.

 ## References

 - A. Radford, L. Metz, S. Chintala (2016), *Unsupervised Representation Learning with Deep Convolutional
   Generative Adversarial Networks*.
 - V. Dumoulin, F. Visin (2016), *A guide to convolution arithmetic for deep learning*.
 - N. Srivastava et al. (2014), *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*.
 */
