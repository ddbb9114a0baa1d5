/*:
 # Chapter 3 · Networks that know what a neighbour is

 The dense networks of chapter 2 draw digits with ragged edges and stray dots. They have to: a dense
 layer makes each pixel by itself, and nothing in it says that two pixels lie side by side. What if
 the network knew?

 A *convolution* slides one small pattern of weights over the whole picture. What it learns in one
 place it knows everywhere, and a pixel hears from its neighbours and from nobody else. Radford,
 Metz and Chintala (2016) built both players of a GAN from convolutions and found rules with which
 they train. They called it DCGAN. Three published tutorials follow them, each in its own way, and
 they are the three recipes of this chapter.

 ![The same noise at eight moments of the training](../../Figures/03-dcgan/progress.png)

 A column is one noise vector and a row a moment, as in chapter 2. Two rows of gray; then one
 blurred figure for all; then strokes; then digits.

 Run it: `swift run dcgan`. It takes about a minute (`--recipe mxnet64` as long, `--recipe faces64`
 five), draws the digits of chapter 2 unless you give `--dataset mnist`, and leaves its pictures in
 `Runs/`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 */
import ArgumentParser
import Datasets
import Metrics
import Runs
import Tensors

/*:
 ## Down and up

 Let $x$ be a picture `[height, width, channels]`. A *channel* is one number at each place: a gray
 level, one of three colours, or, inside a network, what one pattern has found there. (A picture
 inside a network is called a *map*.) The weights $w$ are `[kernel, kernel, inputs, outputs]`: for
 each output channel a pattern of *kernel* × kernel places and all input channels. A convolution
 with *stride* $s$ stops at every $s$-th place, and sums over the patch that the pattern covers
 there:

 $$y[i, j, o] = b[o] + \sum_{k, l, c} x[s i + k,\; s j + l,\; c]\; w[k, l, c, o]$$

 With a stride of 2 the picture becomes half as high and half as wide. That is how the discriminator
 goes down, from 28 × 28 pixels to a few numbers that see the whole picture. Nobody throws pixels
 away in between (*pooling*): the stride does it, with weights that are learnt.

 The generator goes up. Read the same sum backwards: each pixel of a small picture paints the whole
 pattern, times its value, into a large one; the next pixel paints it $s$ places further on, and
 what overlaps is added. That is a *transposed convolution*. (It is often called a deconvolution,
 but it undoes nothing.) There is a second way up: repeat each pixel two times across and two times
 down, and convolve after. `keras28` does that; what its source calls transposed convolutions of
 stride 1 are convolutions with the pattern turned round.

 A pattern that hangs over the edge finds zeros there: *padding*. With `same` padding the output has
 the size of the input divided by the stride, rounded up: 28 becomes 14, then 7, then 4.

 ### A pattern that nobody asked for

 Look closely at samples of a generator that goes up by strides: a fine grid may lie over them.
 Where does it come from? Put a map of ones through a transposed convolution whose weights are all
 one, and every pixel of the output counts the weights that reach it:

 ![Five ways up: kernels 3 and 5 with stride 2 leave a pattern, the others are even](../../Figures/03-dcgan/overlaps.svg)

 With a kernel of 3 and a stride of 2, neighbouring patches overlap by one. In one direction a pixel
 is reached by one weight and the next by two, so in both directions by 1, 2 or 4. With a kernel of
 5 it is 4, 6 or 9. A kernel of 4 is a multiple of the stride, and each pixel is reached by 4.
 Repeat each pixel first and convolve after, and the overlap is even for every kernel (Odena,
 Dumoulin and Olah, 2016).

 Is it enough, then, that the kernel is a multiple of the stride? No. An even overlap makes an even
 output possible. It does not make it: even rows and odd rows are still reached by different
 weights, which have to learn to agree. Take what a small blur removes from an image, and ask what
 share of its variance is one pattern of period 2. A checkerboard scores 1, independent pixels
 `0.001` at 64 × 64, drawn digits and faces less than `0.004`. Of networks with random weights,
 every transposed convolution scores above `0.05`, the kernel of 4 no less than the others;
 repeating pixels stays below `0.005`.

 ![Random weights: kernels of 2, 3, 4 and 5 with stride 2; the last row repeats pixels](../../Figures/03-dcgan/untrained.png)

 You can see the grid of the kernel of 3. In the rows beside it the pattern is too fine for the eye:
 that is why we count.

 No real image has a grid, so D can tell by it, and G unlearns it: `mxnet64` scores
 {{checkerboard.lesson.repaired}} after 200 steps and {{checkerboard.lesson.mxnet64}} at the end of
 the lesson, next to {{checkerboard.lesson}} of `keras28`. The faces below keep more of it:
 {{checkerboard.lesson.faces64.low}} and {{checkerboard.lesson.faces64.high}} with two seeds.

 Try it: `swift run dcgan checkerboard --out Runs/checkerboard`, and with `--from` any generator of
 yours.

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

 ## What goes wrong

 ### D wins

 ![D's accuracy and G's cross-entropy in mxnet64 at the published rates](../../Figures/03-dcgan/won-drift.svg)

 `swift run dcgan --recipe mxnet64 --generator-rate 0.0002 --steps 200` trains at half the width
 with the published rates. Over three seeds, D's accuracy goes to {{accuracy.lesson.published}}, and
 G's cross-entropy to {{lossG.lesson.published}} nats: where it is $L$, D gives a typical fake the
 chance $e^{-L}$ of being real. In two of the seeds all samples are one picture. (The chart shows
 the third, which ends at {{lossG.lesson.published.low}} and does move on, slowly.) The source of
 this recipe reports such numbers of its own networks after a hundred epochs: accuracy `1.0` and
 `8.3` nats, one chance in four thousand. Some digits never appear there, and it looks for the
 reason in small regions of the noise. What you see here is simpler: D has won, and G learns next to
 nothing from it.

 What helps? Each change below had two hundred steps with three seeds.

 | | flags | Fréchet ratio (range) | D's accuracy | G's cross-entropy |
 |---|---|---|---|---|
 | published | `--generator-rate 0.0002` | {{frechetRatio.lesson.published}} ({{frechetRatio.lesson.published.low}}–{{frechetRatio.lesson.published.high}}) | {{accuracy.lesson.published}} | {{lossG.lesson.published}} |
 | a higher rate for D | the same and `--discriminator-rate 0.0008` | {{frechetRatio.lesson.published-eager}} ({{frechetRatio.lesson.published-eager.low}}–{{frechetRatio.lesson.published-eager.high}}) | {{accuracy.lesson.published-eager}} | {{lossG.lesson.published-eager}} |
 | a lower rate for D | the same and `--discriminator-rate 0.00005` | {{frechetRatio.lesson.published-lazy}} ({{frechetRatio.lesson.published-lazy.low}}–{{frechetRatio.lesson.published-lazy.high}}) | {{accuracy.lesson.published-lazy}} | {{lossG.lesson.published-lazy}} |
 | another noise | the same and `--latent uniform` | {{frechetRatio.lesson.published-uniform}} ({{frechetRatio.lesson.published-uniform.low}}–{{frechetRatio.lesson.published-uniform.high}}) | {{accuracy.lesson.published-uniform}} | {{lossG.lesson.published-uniform}} |
 | a higher rate for G | none: the lesson's own | {{frechetRatio.lesson.repaired}} ({{frechetRatio.lesson.repaired.low}}–{{frechetRatio.lesson.repaired.high}}) | {{accuracy.lesson.repaired}} | {{lossG.lesson.repaired}} |

 The ranges of the first four rows overlap, and all of them lie above 1, where noise lies. The last
 row alone has all ten digits, though still hard to read. Why should a narrow G need a higher rate?
 Perhaps because its last layer has no bias and no batch norm: what it paints is a sum over its
 inputs, and Adam moves each weight by about the rate, however small the gradient. Half the inputs
 move the sum half as far, and it takes twice the steps to paint so much as a black background. We
 have not tested that.

 ### Four cases, each with a flag

 The source of `keras28` ends with four troubles and what to do about them, one change at a time.
 Here is each of them: 500 steps, three seeds, one flag.

 | what changes | flag | Fréchet ratio (range) | D's accuracy |
 |---|---|---|---|
 | nothing | | {{frechetRatio.lesson.short}} ({{frechetRatio.lesson.short.low}}–{{frechetRatio.lesson.short.high}}) | {{accuracy.lesson.short}} |
 | no dropout | `--dropout 0` | {{frechetRatio.lesson.dry}} ({{frechetRatio.lesson.dry.low}}–{{frechetRatio.lesson.dry.high}}) | {{accuracy.lesson.dry}} |
 | more dropout | `--dropout 0.6` | {{frechetRatio.lesson.wet}} ({{frechetRatio.lesson.wet.low}}–{{frechetRatio.lesson.wet.high}}) | {{accuracy.lesson.wet}} |
 | D ahead by 250 steps | `--pretraining 250 --steps 750` | {{frechetRatio.lesson.pretrained}} ({{frechetRatio.lesson.pretrained.low}}–{{frechetRatio.lesson.pretrained.high}}) | {{accuracy.lesson.pretrained}} |
 | D's rate × 5 | `--discriminator-rate 0.004` | {{frechetRatio.lesson.eager}} ({{frechetRatio.lesson.eager.low}}–{{frechetRatio.lesson.eager.high}}) | {{accuracy.lesson.eager}} |
 | D's rate ÷ 4 | `--discriminator-rate 0.0002` | {{frechetRatio.lesson.lazy}} ({{frechetRatio.lesson.lazy.low}}–{{frechetRatio.lesson.lazy.high}}) | {{accuracy.lesson.lazy}} |
 | normal noise | `--latent normal` | {{frechetRatio.lesson.normal}} ({{frechetRatio.lesson.normal.low}}–{{frechetRatio.lesson.normal.high}}) | {{accuracy.lesson.normal}} |
 | no batch norm | `--block no-norm` | {{frechetRatio.lesson.no-norm}} ({{frechetRatio.lesson.no-norm.low}}–{{frechetRatio.lesson.no-norm.high}}) | {{accuracy.lesson.no-norm}} |
 | no ReLU | `--block no-relu` | {{frechetRatio.lesson.no-relu}} ({{frechetRatio.lesson.no-relu.low}}–{{frechetRatio.lesson.no-relu.high}}) | {{accuracy.lesson.no-relu}} |
 | ReLU before batch norm | `--block relu-first` | {{frechetRatio.lesson.relu-first}} ({{frechetRatio.lesson.relu-first.low}}–{{frechetRatio.lesson.relu-first.high}}) | {{accuracy.lesson.relu-first}} |
 | dropout before batch norm | `--block dropout-first` | {{frechetRatio.lesson.dropout-first}} ({{frechetRatio.lesson.dropout-first.low}}–{{frechetRatio.lesson.dropout-first.high}}) | {{accuracy.lesson.dropout-first}} |
 | D not frozen | `--freeze-discriminator off` | {{frechetRatio.lesson.unfrozen}} ({{frechetRatio.lesson.unfrozen.low}}–{{frechetRatio.lesson.unfrozen.high}}) | {{accuracy.lesson.unfrozen}} |

 *Images too noisy.* The advice is dropout between `0.3` and `0.6` in both networks. Here it is the
 other way round. Precision, the share of samples that lie among real digits pixel by pixel, is
 {{precision.lesson.dry}} without dropout, {{precision.lesson.short}} with the published `0.4`, and
 {{precision.lesson.wet}} with `0.6`. (`--dropout` changes both networks. Wider ones may need it;
 those of the lesson do better without.)

 *D's loss falls to zero and G stops learning.* Take batch norm away and you see it: D's accuracy is
 {{accuracy.lesson.no-norm}}, G's cross-entropy {{lossG.lesson.no-norm}} nats, and every sample is
 the same, nearly black picture.

 ![64 samples without batch norm](../../Figures/03-dcgan/no-norm.png)

 The advice is not to train D beforehand, to give D a *higher* rate than G, and to try another
 noise. A head start of 250 steps does no lasting harm here. Nor does the higher rate, wrong as it
 sounds: with five times D's rate, as with normal noise, the median is lower, but within what the
 seed alone does. With a quarter of D's rate it is a little outside, on the wrong side. So three
 seeds do not refute the advice; but where D really wins, in the table of `mxnet64` above, neither
 the rate nor the noise is a cure. (Without batch norm we have not tried them.)

 *Still noise.* Check activation, batch norm and their order, is the advice, and it is good: no
 batch norm is the worst row, and with ReLU before batch norm the samples are worse in every seed.
 Without ReLU, G in use is one linear map, a constant and a sigmoid. It still draws strokes, and the
 Fréchet ratio hardly minds, but recall is {{recall.lesson.no-relu}} where the published network has
 {{recall.lesson.short}}: few real digits lie among its samples. They vary, but few of them are
 digits. Dropout before batch norm makes no difference that three seeds could show.

 ![64 samples without ReLU: strokes, and few whole digits](../../Figures/03-dcgan/no-relu.png)

 *Which numbers to begin with?* Published ones, and change one at a time: that is what the table
 does. But the unchanged network alone gives {{frechetRatio.lesson.short.low}} to
 {{frechetRatio.lesson.short.high}}, by nothing but the seed, and most of the rows have their median
 within that. From one run of each you could have concluded nearly anything.

 The last row is the quirk of the source. D's mean answer to fakes rises from {{dFake.lesson.short}}
 to {{dFake.lesson.unfrozen}}, because G's step pays D for calling them real. The Fréchet ratio does
 not tell. Precision does: it falls from {{precision.lesson.short}} to
 {{precision.lesson.unfrozen}}, and the ranges of the two do not meet.

 ### Normal or uniform noise?

 The source of `faces64` warns of normal noise: it saw many nearly equal faces in one batch of 64,
 and fewer with uniform noise. That can be counted. Put real pictures in batches of 64, and take the
 distance from each to the nearest other one of its batch: one in twenty is below some $d$. A *twin*
 is a sample whose nearest other one of its batch lies closer than $d$. Over three seeds of
 `--recipe faces64 --final-size 32 --steps 300`, with and without `--latent normal`:

 | | twins | spread | distance, 50 components |
 |---|---|---|---|
 | real pictures | `0.05` | 1 | |
 | uniform | {{twins.lesson.faces32-uniform}} ({{twins.lesson.faces32-uniform.low}}–{{twins.lesson.faces32-uniform.high}}) | {{spread.lesson.faces32-uniform}} | {{pca50Frechet.lesson.faces32-uniform}} |
 | normal | {{twins.lesson.faces32-normal}} ({{twins.lesson.faces32-normal.low}}–{{twins.lesson.faces32-normal.high}}) | {{spread.lesson.faces32-normal}} | {{pca50Frechet.lesson.faces32-normal}} |

 (*Spread* is the mean squared distance of two samples, divided by that of two real pictures.)

 Normal noise has the higher median, and the ranges overlap: three seeds cannot tell the two apart.
 But with *either* noise there are many more twins than among real pictures, and training on makes
 them go. Take uniform noise, one update of G for each of D in place of five
 (`--generator-steps 1`), and three times as many steps, so that the updates are as many in all:
 {{twins.lesson.faces32-one-long}} are left. Stop at 300 of these steps, and the share is
 {{twins.lesson.faces32-one}}. Whoever changes the noise and trains on may thank the noise.

 ## What the tutorials say

 Not everything in the texts is what the programs do. Each of these but the last has a test in
 `Tests/DCGANTests`. Of `keras28`:

 - *The first convolution gives 10 × 10*, says a comment. It gives 14 × 14: 28 halved.
 - *DCGAN drops fractionally strided convolutions*, another name for transposed ones. DCGAN uses
   them, and two of these recipes do. It is `keras28` that repeats pixels instead.
 - *Clipping* bounds gradients. It has nothing to do with the clipped weights of chapter 5.

 Of `faces64`:

 - *Channels.* The text has 512, 256, 128; the code computes 384, 256, 128. Ours follows the text.
   The text counts six transposed convolutions and two outputs; the code has five and one.
 - *k* counts D's updates in the paper that introduced it, and G's in this source.
 - *The fixed batch*, shown every 500 steps to compare progress, is also trained on in the source.
   Ours comes from a random stream of its own, and looking changes no bit.
 - *Averages of batch norm* are never updated in the source, so what it predicts in the inference
   phase rests on their first values. Ours are.

 Of `mxnet64`:

 - *The networks are invertible, so the signal comes back.* No. The chain rule carries the slope
   through any D, also one that maps many pictures to one number.
 - *In the ideal case D answers 0 to a fake.* At equilibrium it answers ½, and G's loss is $\log 2$.
 - *Adversarial examples*, pictures changed by so little that nobody sees it and yet taken for
   something else, come from over-fitting. A linear classifier has them too (Goodfellow et al.,
   2015).
 - *How could one make sure that every digit appears?* The question is left open there. Tell both
   networks the label (Mirza and Osindero, 2014).

 ## Try it

 1. `swift run dcgan --steps 500 --block no-norm`. Before you look at the samples: which of the four
    curves of `losses.svg` would tell you that something is wrong, and which would look like
    success? And how can precision be {{precision.lesson.no-norm}}, in the median of three seeds?
 2. Take `--dropout 0.2`. Where in the table do you expect it?
 3. `swift run dcgan --recipe faces64 --final-size 32 --generator-steps 1`. Does G need its five
    updates?
 4. Draw your own data: `swift run workbook draw --kind faces --count 5000 --out Data/faces`, then
    `swift run dcgan --recipe faces64 --dataset folder --data Data/faces`. Or use photographs of
    yours.
 5. `swift run dcgan sample --from Runs/…/generator.safetensors --out sheet.png` draws more.

 ## Exercises

 `swift run workbook check 3.1` brings the first, and tells you whether your answer is right.

 {{exercises}}

 ## References

 - A. Radford, L. Metz, S. Chintala (2016), *Unsupervised Representation Learning with Deep
   Convolutional Generative Adversarial Networks*.
 - V. Dumoulin, F. Visin (2016), *A guide to convolution arithmetic for deep learning*.
 - I. Goodfellow, J. Shlens, C. Szegedy (2015), *Explaining and Harnessing Adversarial Examples*.
 - M. Mirza, S. Osindero (2014), *Conditional Generative Adversarial Nets*.
 - A. Odena, V. Dumoulin, C. Olah (2016), *Deconvolution and Checkerboard Artifacts*.
 - N. Srivastava et al. (2014), *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*.
 */
