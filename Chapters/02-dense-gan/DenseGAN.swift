/*:
 # Chapter 2 · Digits out of noise

 A number has one dimension. A small picture of a digit has 784. Can the game of chapter 1 be played
 there?

 It can: the same two losses, the same loop, and larger networks. And yet nearly everything that made
 chapter 1 comfortable is gone. Nobody can write down the density of handwritten digits, so there is no
 $D^*$ to compare with, and no exact distance. How do you tell a good generator when you cannot compute
 how good it is?

 ![The same noise, at eight moments of the training](../../Figures/02-dense-gan/progress.png)

 Each column starts from one noise vector $z$, and each row is a moment of the training, from the first
 step at the top to the last one. Nobody ever tells the generator what a stroke is, or which digit to
 draw.

 Run it: `swift run dense-gan`. It takes about half a minute, draws its own training data, and leaves
 its pictures in `Runs/`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 */
import ArgumentParser
import Datasets
import Metrics
import Runs
import Tensors

/*:
 ## What stays, and what changes

 The game is the one of chapter 1, and so is its mathematics: for a given generator the best
 discriminator is $D^* = p/(p+q)$, and the generator that fools it best makes the real density. What
 changes is the ground on which it is played.

 - A picture of 28 × 28 pixels is a point in 784 dimensions. Nearly all points there are noise; the
   digits fill a thin, crumpled sheet among them. At first, what G makes is nowhere near that sheet, so a
   good D tells the two apart without error, and teaches G little. Everything depends on a D that is
   good, but not too good too soon.
 - One rate of learning has to suit some hundred thousand parameters at once. In a deep network the
   inputs of a layer change with everything before it, so the right rate is hard to find. *Batch norm*
   makes it easier, and is this chapter's experiment.
 - Quality has to be measured by looking. We train a judge for it: further down.

 ## The data

 By default the program draws its digits itself: ten shapes, each written in one of a few ways with a
 random slant, size, bend and pen. They come labelled (the judge needs that; the two players never see a
 label) and they differ enough that copying them is no way out. With `--dataset mnist` you train on real
 handwriting: `make data` fetches it. The numbers in this chapter are those of the drawn digits unless it
 says MNIST.

 A pixel's level, 0 to 255, becomes a number from −1 to 1, and the 28 rows are laid end to end: 784
 numbers. A dense layer has no idea which pixels are neighbours. It has to find that out.

 ## The generator

 From a noise vector $z$ to 784 pixels, through layers that widen. The last activation is tanh, because
 pixels lie in $(-1, 1)$. The others are *leaky ReLU*: $x$, or $0.2\,x$ where $x$ is negative. A unit
 that is negative still passes some gradient on, so none falls silent for good.

 With `batchNorm`, each hidden layer is normalised before its activation. For one unit, let $x_1, \dots,
 x_n$ be its values on the $n$ samples of the batch, with mean $\mu$ and variance $\sigma^2$:

 $$y_i = \gamma\, \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$

 Whatever the layers before do, the unit's values keep the spread $\gamma$ and the mean $\beta$, and
 those two are learnt. (Ioffe and Szegedy, 2015.) While training, a sample's output thus depends on the
 company it comes in: $\mu$ and $\sigma$ are those of its batch. For use, the layer keeps moving averages
 of both, and a sample stands for itself. So the *phase* has to be said in each call.
 */
struct Generator: Layer {
  var layers: Sequential

  init(_ settings: Settings, using weights: inout RandomStream) {
    // batchnorm: z [batch, 32] → [batch, 128] → [batch, 256] → [batch, 784]
    // classic: z [batch, 100] → [batch, 256] → [batch, 512] → [batch, 1024] → [batch, 784]
    var width = settings.latentSize
    var stack: [any Layer] = []
    for hidden in settings.generatorSizes {
      stack.append(Dense(inputs: width, outputs: hidden, using: &weights))
      if settings.batchNorm { stack.append(BatchNorm(features: hidden)) }
      stack.append(Activation.leakyReLU(slope: 0.2))
      width = hidden
    }
    stack.append(Dense(inputs: width, outputs: 784, activation: .tanh, using: &weights))
    layers = Sequential(stack)
  }

  func callAsFunction(_ z: Tensor) -> Tensor { layers(z) }

  mutating func callAsFunction(_ z: Tensor, phase: Phase) -> Tensor { layers(z, phase: phase) }

  var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }

  var averages: [Tensor] {
    get { layers.averages }
    set { layers.averages = newValue }
  }
}

/*:
 ## The discriminator

 From 784 pixels to one logit, through layers that narrow. It gets no batch norm. You could add it, but
 real and generated pictures come in separate batches, and a D that normalises each by itself would hide
 from itself the very differences in brightness and contrast that it should see.
 */
struct Discriminator: Layer {
  var layers: Sequential

  init(_ settings: Settings, using weights: inout RandomStream) {
    // batchnorm: x [batch, 784] → [batch, 256] → [batch, 64] → [batch, 1]
    // classic: x [batch, 784] → [batch, 512] → [batch, 256] → [batch, 1]
    var width = 784
    var stack: [any Layer] = []
    for hidden in settings.discriminatorSizes {
      stack.append(
        Dense(
          inputs: width, outputs: hidden, activation: .leakyReLU(slope: 0.2), using: &weights))
      width = hidden
    }
    stack.append(Dense(inputs: width, outputs: 1, using: &weights))
    layers = Sequential(stack)
  }

  func callAsFunction(_ x: Tensor) -> Tensor { layers(x) }

  var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }
}

/*:
 ## The losses

 Those of chapter 1: the cross-entropy of D's answers with the labels 1 and 0, and the non-saturating
 loss for G. With D one half everywhere they are $\log 4 \approx 1.386$ and $\log 2 \approx 0.693$.

 $$L_D = -\,\mathbb{E} \log D(x) - \mathbb{E} \log\bigl(1 - D(G(z))\bigr)$$
 */
func minimaxLoss(realLogits: Tensor, fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: 1)
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

 One update of D, one of G. Four things are new since chapter 1:

 - Real pictures come from a training set. It is shuffled anew for each pass over it (an *epoch*), and
   each picture comes up once in a pass.
 - `phase: .training` says that the generator may look at its batch, and its averages follow.
 - Both players use Adam with $\beta_1 = 0.5$ instead of the usual 0.9: the opponent moves, so old
   gradients mislead sooner.
 - D's step and G's step each take fresh noise.
 */
struct Training {
  let settings: Settings
  let images: ImageSet
  var batches: Batches
  var generator: Generator
  var discriminator: Discriminator
  var generatorOptimizer: Adam
  var discriminatorOptimizer: Adam
  var noise: RandomStream

  init(_ settings: Settings, images: ImageSet, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.settings = settings
    self.images = images
    batches = Batches(of: images.count, size: settings.batchSize, seed: seed)
    generator = Generator(settings, using: &weights)
    discriminator = Discriminator(settings, using: &weights)
    generatorOptimizer = settings.makeOptimizer(pace: settings.generatorPace)
    discriminatorOptimizer = settings.makeOptimizer(pace: settings.discriminatorPace)
    noise = RandomStream(seed: seed, for: "noise")
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    let batch = settings.batchSize
    for step in steps {
      let x = images.tensor(batches.next(), flattened: true)  // [batch, 784]
      let z = settings.latent(batch, settings.latentSize, using: &noise)  // [batch, latentSize]
      let fake = generator(z, phase: .training).detached()  // [batch, 784]
      let realLogits = discriminator(x)  // [batch, 1]
      let fakeLogits = discriminator(fake)
      let lossD = minimaxLoss(realLogits: realLogits, fakeLogits: fakeLogits)
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: gradients(of: lossD, withRespectTo: discriminator.parameters))

      let freshZ = settings.latent(batch, settings.latentSize, using: &noise)
      let logits = discriminator(generator(freshZ, phase: .training))
      let lossG = nonSaturatingLoss(fakeLogits: logits)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))

      try observe(
        self, Answers(step: step, real: realLogits, fake: fakeLogits, toGenerator: logits))
    }
  }
}

/// The discriminator's logits in one step, before each of the two players moved.
struct Answers {
  let step: Int
  let real: Tensor
  let fake: Tensor
  let toGenerator: Tensor
}
