import Datasets
import Metrics
import Runs
import Tensors

/*:
 ## The networks

 ![The two networks of keras28: up to an image, and down again](../../Figures/03-dcgan/networks.svg)

 Every run draws this picture of its own networks. As a map gets larger it gets thinner: G trades
 channels for places, and D trades them back.

 The layers stand in [Networks.swift](Networks.swift), with the shape after each. The recipes share
 DCGAN's rules: strides instead of pooling, batch norm in most layers, ReLU in the generator and
 leaky ReLU in the discriminator, no dense layers in between. Where they differ:

 | | `keras28` | `faces64` | `mxnet64` |
 |---|---|---|---|
 | images | digits, 28 × 28, in (0, 1) | colour faces, 64 × 64, in (−1, 1) | digits, 64 × 64, in (−1, 1) |
 | noise | 100 numbers, uniform | 64 numbers, uniform | 100 numbers, normal |
 | up by | repeating pixels | transposed convolutions | transposed convolutions |
 | between D's layers | dropout `0.4` | batch norm | batch norm |
 | optimiser | RMSprop, gradients clipped to ±1 | Adam, $\beta_1 = 0.5$ | Adam, $\beta_1 = 0.5$ |
 | rates of D and G | `0.0008`, `0.0004` | `0.0004`, `0.0001` | `0.0002`, `0.0002` |
 | a step | D, then G | D, then G five times on the same noise | both of D's gradients, then the one with respect to its input |
 | channels in D's first layer | 16 of 64 | 16 of 64 | 32 of 64 |
 | pictures in a batch | 64 of 256 | 64 | 32 of 64 |
 | steps | 1,000 of 2,000 | 640 of 20,000 | 800 of 93,700 |

 *Dropout* is new. It sets each number to 0 with the chance `0.4` while training, and divides the
 others by `0.6`, so that no unit can rely on another (Srivastava et al., 2014). *RMSprop* is Adam
 without the memory of a direction: it divides each gradient by the root of a running mean of its
 squares. And what batch norm normalises is a channel: its mean and variance run over the batch and
 over all places.

 Chapter 2 kept batch norm out of D, and said why. DCGAN has it there, and so have two of these
 sources. What that costs is not measured here.

 In the last three rows, the lesson takes less than its source, which is what `--preset paper` runs:
 a quarter of the channels (`--width`) is about a sixteenth of the work. The rates are the published
 ones, but for one: in the lesson, G of `mxnet64` learns five times as fast. With the published rate
 it loses at this width, and you will see how.

 ## The losses

 Those of the chapters before, with a label $t$ for real pictures. It is 1; only `faces64` smooths
 it, to `0.875`, which is the subject of chapter 4.

 $$L_D = -\,\mathbb{E}\bigl[t \log D(x) + (1 - t) \log(1 - D(x))\bigr] -
 \mathbb{E} \log\bigl(1 - D(G(z))\bigr)$$
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

   D sees both halves at once, labelled 1 and 0. The mean runs over the two of them, so this loss is
   half of the $L_D$ above. The fakes come from the generator in the inference phase, because the
   source calls `predict`. Then G learns through D from fresh noise.

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

   One update of D, then five of G, all with the same noise. The real label is `0.875`, which is
   what the source's library, TensorFlow's slim, makes of a smoothing of `0.25`.
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

   Here you can see the signal that trains the generator. D's gradients on fakes and on real
   pictures are computed one after the other and added, and D moves once. Then D is asked about the
   same fakes once more, with the label 1, and the gradient is taken with respect to its *input*:
   for each pixel $x_i$ of each fake, $\partial L_G/\partial x_i$. That picture is all that the
   generator ever learns from. The chain rule carries it on to each of G's weights $w$:

   $$\frac{\partial L_G}{\partial w} = \sum_i \frac{\partial L_G}{\partial x_i}\,
   \frac{\partial x_i}{\partial w}$$

   In the code, `generated.detached().tracked()` is the fake, cut off from G and made a point where
   slopes can be asked for; `cotangent: wanted` begins the second half of the chain with the slopes
   of the first.
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

    var (toGenerator, wanted) = (fakeLogits, fake)
    for turn in 0..<settings.generatorSteps {
      let generated = turn == 0 ? generated : generator(z, phase: .training)
      let fake = generated.detached().tracked()
      toGenerator = discriminator(fake, phase: .training)
      wanted = gradients(of: nonSaturatingLoss(fakeLogits: toGenerator), withRespectTo: [fake])[0]
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: generated, withRespectTo: generator.parameters, cotangent: wanted))
    }
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

 `swift run dcgan` runs the recipe `keras28` at a quarter of the published width. Over five seeds,
 the Fréchet ratio (chapter 2 explains it) ends at a median of {{frechetRatio.lesson}}, between
 {{frechetRatio.lesson.low}} and {{frechetRatio.lesson.high}}, with {{digitsCovered.lesson}} of the
 10 digits. Real on the left, generated on the right:

 ![64 real digits beside 64 generated ones](../../Figures/03-dcgan/comparison.png)

 Compare the edges with those of chapter 2. They are smooth, and most stray dots are gone: a
 convolution cannot make a dot in one place without making it everywhere else that looks the same.
 These samples fail in another way: they are made of good strokes that do not always add up to a
 digit.

 Is it the better generator, then? Digits and judge are those of chapter 2, and its Fréchet ratio
 was a little better, after ten times as many pictures. So was precision, which is
 {{precision.lesson}} here. But recall is {{recall.lesson}}, where no row of chapter 2's table
 reaches `0.25`: far more real digits have a sample close by. Convolutions buy variety with fewer
 pictures, and not a better number everywhere.

 ![The distance of the samples from real digits](../../Figures/03-dcgan/quality.svg)

 After a quarter of the steps of this run you begin to read the digits. From there the distance
 falls on, by more than half, but it wavers, and the last step is not the best one. (G's loss, in
 the next picture, would not have told you where to stop.)

 ![D's accuracy and G's loss](../../Figures/03-dcgan/drift.svg)

 D is right nearly always at first, but it does not win: from step 200 or so its accuracy stays near
 {{accuracy.lesson}}. Walk between two noise vectors, and the strokes bend from a 7 to an 8, or from
 a 0 to a 9; not every end is a digit:

 ![Six walks through the noise](../../Figures/03-dcgan/walk.png)

 ### `mxnet64`: what D wants

 `swift run dcgan --recipe mxnet64` takes the same digits to 64 × 64 pixels. Over three seeds the
 Fréchet ratio ends at {{frechetRatio.lesson.mxnet64}}, between {{frechetRatio.lesson.mxnet64.low}}
 and {{frechetRatio.lesson.mxnet64.high}}:

 ![64 real digits beside 64 generated ones, at 64 × 64](../../Figures/03-dcgan/mxnet64.png)

 ![D's accuracy and G's loss in mxnet64](../../Figures/03-dcgan/mxnet64-drift.svg)

 D is ahead nearly all the way, with an accuracy of {{accuracy.lesson.mxnet64}} in the end, and the
 digits get better all the same. To be ahead is not to have won.

 This recipe hands you the signal itself. Below each sample stands the gradient that trains the
 generator, with its sign turned: bright where D wants more.

 ![Twelve samples; what D wants changed; the same over squares of 4 × 4 pixels](../../Figures/03-dcgan/wanted.png)

 At first sight it is noise. That is what the gradient of a convolutional network looks like:
 neighbouring pixels have opposite signs. Summed over squares of 4 × 4 pixels, in the last row, the
 strokes can be made out, darker than the rest: D would have less of them. It is a slope, and no
 difference to any real digit. It says in which direction D believes more, not how far to go, and G
 can follow it only in part: where a pixel is black or white already, tanh is flat and lets nearly
 nothing through.

 ### `faces64`: faces out of noise

 `swift run dcgan --recipe faces64` learns from faces that the workbook draws:

 ![64 drawn faces beside 64 generated ones](../../Figures/03-dcgan/faces64.png)

 Heads and hair are there, in some of them eyes, the colours of hair and background vary, and no
 face is sharp: after a thirtieth of the published steps, the grid from the beginning still lies
 over them. There is no classifier for faces, so the Fréchet distance is taken on where a picture
 lies along the 50 directions in which real pictures vary most, its *principal components*. It
 begins near 40, and in two seeds it falls to {{pca50Frechet.lesson.faces64.low}} and
 {{pca50Frechet.lesson.faces64.high}}; 0 is perfect. The way there, from the same noise:

 ![The same noise at eight moments: texture first, then heads, then faces](../../Figures/03-dcgan/faces64-progress.png)

 First there is a grid and nothing else, the same for every noise. When heads appear, dark hair and
 light hair differ at once; the colours of the background come next; the eyes, where there are any,
 come last.
 */
