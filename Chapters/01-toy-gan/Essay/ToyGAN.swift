/*:
 # Chapter 1 · Two networks and a bell curve

 Can a network learn to produce numbers that look as if they came from a bell curve, when nobody
 ever tells it what a bell curve is?

 Think of a forger and the police. The forger never sees a real note, only learns which of the forged ones
 were found out; the police see real and forged notes and learn to tell them apart. The better the police,
 the better the forger has to be; and if the notes were ever perfect, the police could do no better than toss
 a coin.

 So a network can learn it, if it has an opponent. A *generator* turns noise into numbers, and a
 *discriminator* gets numbers, some real and some generated, and says of each how likely it is to be real.
 Each learns from the other's mistakes. That is a generative adversarial network, a GAN, and on one dimension you can see all of
 it at once.

 ![The generated density moves onto the real one, and D's answers settle](../../Figures/01-toy-gan/training.svg)

 The filled curve is the real density, the broken one what the generator makes, and the dotted one,
 D(x), the discriminator's answer at each point. Watch the answer: where there is more that is real
 than generated, D rises above one half, and the generated curve flows that way. Where the two
 curves lie on each other, D comes to one half: it has nothing left to say. (Far out, where hardly
 a number falls, it may say anything.)

 Run it: `swift run toy-gan`. Once built, it takes about two seconds, and leaves its pictures in
 `Runs/`. [NOTATION.md](../../NOTATION.md) explains every symbol and term. With `--live` the same run
 opens a page on which you can stop it, turn it back, and change it: set D's rate, how fast it learns,
 to 0 in the middle, and see what the generator makes of an opponent who no longer learns.
 */
import Datasets
import Tensors

/*:
 ## The game

 Call the real density $p$, and $q$ the density of what the generator makes. The discriminator
 wants to answer 1 on real numbers and 0 on generated ones, so it makes this value large
 ($\mathbb{E}$ is a mean over samples, and $z$ is the noise):

 $$V(D, G) = \mathbb{E}_{x \sim p} \log D(x) + \mathbb{E}_{z} \log\bigl(1 - D(G(z))\bigr)$$

 The second mean runs over generated numbers, which have the density $q$: it is
 $\mathbb{E}_{x \sim q} \log(1 - D(x))$. So what is D's best answer at one point $x$? Let D be any
 function at all, so that its answer at $x$ binds it nowhere else. At $x$, $V$ collects
 $p(x) \log D + q(x) \log(1 - D)$. Set the derivative with respect to $D$ to zero,
 $p(x)/D = q(x)/(1 - D)$ (the second derivative is negative, so it is a maximum), and you get

 $$D^*(x) = \frac{p(x)}{p(x) + q(x)}$$

 If the generator is perfect, $q = p$, then $D^* = \tfrac12$ everywhere and
 $V = -\log 4 \approx -1.386$. Put $D^*$ back into $V$ for any other $q$. With $m = (p + q)/2$,
 $D^*$ is half of $p/m$, and $1 - D^*$ half of $q/m$, so each mean leaves a $-\log 2$ behind. What
 remains is $2\,\mathrm{JS}(p, q) - \log 4$, with the Jensen–Shannon divergence

 $$\mathrm{JS}(p, q) = \tfrac12 \int p \log \frac{p}{m} + \tfrac12 \int q \log \frac{q}{m},$$

 which is 0 if $p = q$ and above 0 otherwise: $-\log t > 1 - t$ for every $t$ but 1, so with
 $t = m/p$ the first integral is above $\int (p - m) = 0$, and the second likewise. So the generator that
 makes $V$ smallest against the best discriminator is the one that makes the real density. This pair,
 $q = p$ and D at one half, is the game's *equilibrium*: neither player gains by moving alone.

 Keep one sentence of this in mind: *if* $q = p$, *then* the best D says one half. It is often read
 backwards, and further down you will see what that costs.

 ## The data

 Both sides are drawn anew for every *batch*, the samples of one update: the real one from a
 distribution we know, N(−1, 1) unless you ask for another (the bell curve with mean −1 and
 standard deviation 1), and the noise $z$ uniform on (−1, 1). Because the real density is known,
 you can compute $D^*$ and the distance between generated and real numbers. Later chapters do not
 have that luxury.

 ## The generator

 A *network* is a chain of *layers*. In a *dense* layer, each *unit* makes one number of all those
 that come in, $a_1, \dots, a_n$: it is $\varphi(w_1 a_1 + \dots + w_n a_n + b)$. The *weights* $w$
 and the *biases* $b$ are the network's *parameters*, which training changes; the weights begin at
 random. The *activation* $\varphi$ is fixed: here tanh, an S between −1 and 1. Without it, the
 whole chain would be one straight line.

 The generator takes one number and makes one, with two *hidden* layers between. The last tanh
 keeps the output in (−1, 1), and the factor 5 spreads it over (−5, 5), which holds nearly all of
 the bell curve. A batch goes through at once, a row for each number: the comments give the shapes.
 (`package` before a name lets the chapter's other files use it. Pass over the word.)
 */
package struct Generator: Layer {
  package var layers: Sequential

  package init(_ recipe: Recipe, using weights: inout RandomStream) {
    let hidden = recipe.hidden
    let (start, bias) = (recipe.weights.initializer, recipe.weights.bias)
    layers = Sequential([  // z: [batch, 1]
      Dense(
        inputs: 1, outputs: hidden, activation: .tanh, weights: start, bias: bias,
        using: &weights),  // [batch, hidden]
      Dense(
        inputs: hidden, outputs: hidden, activation: .tanh, weights: start, bias: bias,
        using: &weights),  // [batch, hidden]
      Dense(
        inputs: hidden, outputs: 1, activation: .tanh, weights: start, bias: bias,
        using: &weights),  // [batch, 1]
      Affine(scale: 5),  // from (−1, 1) to (−5, 5)
    ])
  }

  package func callAsFunction(_ z: Tensor) -> Tensor { layers(z) }

  package var parameters: [Tensor] {
    get { layers.parameters }
    set { layers.parameters = newValue }
  }
}

/*:
 ## The discriminator

 The same shape, with a *logit* $l$ at the end: any number, of which $\sigma(l) = 1 / (1 + e^{-l})$
 is the answer D between 0 and 1.

 One thing here is not in the tutorial that this chapter follows. There the discriminator sees one
 number at a time. Take a generator that makes −1 every time, the likeliest number of all. To
 single out this heap, D would need a dip as narrow, and a smooth network learns one slowly. In a
 batch the heap is obvious: its standard deviation is 0. So with `seesBatch`, on in `reliable`, the
 *recipe* (complete way of training) that `swift run toy-gan` takes, the discriminator also gets
 the mean and the standard deviation of the batch that a number came with, as two more inputs.
 (That D should see the batch is an idea of Salimans et al. (2016), *minibatch discrimination*;
 to hand it a standard deviation, of Karras et al. (2018). Both did it for images.) Its answer then
 depends on the company that a number keeps; wherever D(x) is drawn, the number comes with a batch of
 real ones.
 */
package struct Discriminator: Layer {
  package var layers: Sequential
  private let seesBatch: Bool

  package init(_ recipe: Recipe, using weights: inout RandomStream) {
    let hidden = recipe.hidden
    let (start, bias) = (recipe.weights.initializer, recipe.weights.bias)
    seesBatch = recipe.seesBatch
    layers = Sequential([  // x: [batch, 1], or [batch, 3] with the statistics
      Dense(
        inputs: seesBatch ? 3 : 1, outputs: hidden, activation: .tanh, weights: start, bias: bias,
        using: &weights),  // [batch, hidden]
      Dense(
        inputs: hidden, outputs: hidden, activation: .tanh, weights: start, bias: bias,
        using: &weights),  // [batch, hidden]
      Dense(inputs: hidden, outputs: 1, weights: start, bias: bias, using: &weights),  // [batch, 1]
    ])
  }

  package func callAsFunction(_ x: Tensor) -> Tensor { logits(x, among: x) }

  /// The logits of the numbers `x`, as if they had come with `batch`.
  package func logits(_ x: Tensor, among batch: Tensor) -> Tensor {
    guard seesBatch else { return layers(x) }
    let mean = batch.mean(along: [0]).broadcast(to: x.shape)
    let spread = (batch.variance(along: [0]) + 1e-8).squareRoot().broadcast(to: x.shape)
    return layers(.concatenation([x, mean, spread], along: 1))
  }

  package var parameters: [Tensor] {
    get { layers.parameters }
    set { layers.parameters = newValue }
  }
}

/*:
 ## The losses

 A *loss* is one number that says how badly a player does. Its *gradient* holds its derivative with
 respect to each of the player's parameters; `gradients(of:withRespectTo:)` computes it by the
 chain rule, from the loss backwards. Each operation on the way, a sum, a product, a tanh, has noted what went
 into it. Beginning with the loss itself, whose derivative is 1, each multiplies what arrives by its own
 derivative and hands that on to what it was made of, until the parameters are reached: *backpropagation*. One
 pass back costs about as much as two passes forwards, however many parameters there are. An *optimiser* moves each parameter a little against its derivative; how far, the
 *learning rate* says.

 An optimiser makes a loss small, and D wants $V$ large, so the discriminator's loss is $-V$. It is the *cross-entropy* of D's
 answers with the labels 1 for real and 0 for generated: $-\log D$ where the label is 1,
 $-\log(1 - D)$ where it is 0. With D one half everywhere it is $\log 4 \approx 1.386$.
 `sigmoidCrossEntropy` computes the mean over a batch, straight from the logits.

 $$L_D = -\,\mathbb{E} \log D(x) - \mathbb{E} \log\bigl(1 - D(G(z))\bigr)$$
 */
package func minimaxLoss(realLogits: Tensor, fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: 1)
    + sigmoidCrossEntropy(logits: fakeLogits, label: 0)
}

/*:
 The generator could make the same $V$ small. But a D that has got ahead is sure that $G(z)$ is
 generated: its logit $l$ is far below zero. There $\log(1 - \sigma(l))$ has the slope
 $-\sigma(l)$, nearly 0, and the generator learns least when it has most to learn. The slope of
 $\log \sigma(l)$ is $1 - \sigma(l)$, nearly 1. So the generator makes $\log D(G(z))$ large
 instead: the *non-saturating* loss. At D = ½ it is $\log 2 \approx 0.693$.

 $$L_G = -\,\mathbb{E} \log D(G(z))$$

 With it the two no longer play for one $V$, and what G follows is no longer JS. Hold the best D fixed while
 G takes its step: the slope of this loss with respect to G's parameters is then that of
 $\mathrm{KL}(q \,\|\, p) - 2\,\mathrm{JS}(p, q)$ (Arjovsky and Bottou, 2017), where
 $\mathrm{KL}(q \,\|\, p) = \int q \log (q/p)$. Put the definitions in, and it is
 $2\,\mathrm{KL}(m \,\|\, p)$: again 0 if $q = p$, and above 0 otherwise. So the equilibrium has stayed
 where it was. But where the two densities hardly overlap, JS is nearly constant, while
 $2\,\mathrm{KL}(m \,\|\, p)$ goes on growing with their distance, because $p$ gets ever smaller where $q$
 is.
 */
package func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

/*:
 The published tutorial writes both from D's answers instead of its logits, and with a 1 in front,
 which moves nothing. Once D rounds to 0 or 1, a logarithm is infinite. The recipe `published` keeps
 this form.
 */
package func publishedDiscriminatorLoss(realLogits: Tensor, fakeLogits: Tensor) -> Tensor {
  1 - (realLogits.sigmoid().log() + (1 - fakeLogits.sigmoid()).log()).mean()
}

package func publishedGeneratorLoss(fakeLogits: Tensor) -> Tensor {
  1 - fakeLogits.sigmoid().log().mean()
}

/*:
 Two players who react to each other need not come to rest: each can keep chasing the other round the
 equilibrium. A *penalty* on D's slope at the real numbers, added to D's loss with a small weight $\gamma$,
 takes energy out of the chase. Without the penalty the two circle round the equilibrium and do not arrive;
 if both move at once, they even get a little farther from it at each step. The penalty makes D flatter, a
 flatter D pushes G less far past its goal, and the circles shrink. You can watch both, and work them out,
 in [a game of two numbers](#two-numbers-that-go-round) further down.

 $$R = \frac{\gamma}{2}\; \mathbb{E}_{x \sim p} \bigl\| \nabla_x \operatorname{logit}(x) \bigr\|^2$$

 The penalty contains a gradient and is itself differentiated; `differentiable: true` asks for that. The
 code takes the gradient of the *sum* of the logits: a number moves no logit but its own, so its entry is
 the slope there. (When D sees the batch, a number also moves the mean and the standard deviation of its
 batch, and with them all logits; its entry includes that.)
 */
package func slopePenalty(realLogits: Tensor, real: Tensor, weight: Float) -> Tensor {
  let slopes = gradients(of: realLogits.sum(), withRespectTo: [real], differentiable: true)[0]
  return slopes.squared().mean() * (weight / 2)
}

/*:
 ## The training loop

 `Training` is everything that a run needs to go on: two networks, two optimisers, two streams of
 random numbers, for the data and for the noise, and an average of the generator's parameters.

 What differs between recipes stands in [Recipe.swift](Essay/Recipe.swift). `reliable` takes
 `minimaxLoss` and `nonSaturatingLoss`, batches of 200, 16 hidden units, and Adam at a rate of `0.001`
 (an optimiser that divides each gradient by its usual size: the scale of the gradients does not matter,
 a step moves a parameter by the rate at most, as a rule, and by less where gradients contradict each
 other). `published` has 6 hidden units, plain gradient descent with momentum `0.6` (each move carries
 on that share of the one before) at a rate of `0.01`, and the tutorial's form of the losses.

 A step trains the discriminator twice, each time on fresh numbers, to keep it near its best
 against the generator of the moment. Then it trains the generator once, and `observe` takes the
 measurements. Look for four things in the loop.

 - `tracked()` begins a record: gradients can be taken with respect to this tensor. Parameters are
   tracked from the start; the real numbers are, because the penalty asks for the slope there.
 - `withRespectTo:` says who learns. The generator's loss runs through the discriminator, but only
   the generator's parameters are asked for, and only they move.
 - `detached()` keeps the numbers and forgets how they were made: the discriminator's step has no
   business in the generator. (Without it the result is the same, at a cost in time: only D's
   parameters are asked for.)
 - The learning rate is set before each update, by a schedule.
 */
package struct Training {
  package var recipe: Recipe
  package var real: Distribution
  package var generator: Generator
  package var discriminator: Discriminator
  package var generatorOptimizer: any Optimizer
  package var discriminatorOptimizer: any Optimizer
  /// The generator's parameters, averaged over the steps: what the samples are drawn with.
  package var average: MovingAverage<Generator>?
  package var data: RandomStream
  package var noise: RandomStream

  package init(_ recipe: Recipe, real: Distribution, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.recipe = recipe
    self.real = real
    generator = Generator(recipe, using: &weights)
    discriminator = Discriminator(recipe, using: &weights)
    generatorOptimizer = recipe.makeOptimizer()
    discriminatorOptimizer = recipe.makeOptimizer()
    data = RandomStream(seed: seed, for: "data")
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
      var answers = Answers()

      for update in 0..<2 {
        let x = real.sample(batch, using: &data).tracked()  // [batch, 1]
        let z = Tensor.uniform([batch, 1], from: -1, to: 1, using: &noise)
        let fake = generator(z).detached()  // [batch, 1]

        let realLogits = discriminator(x)  // [batch, 1]
        let fakeLogits = discriminator(fake)
        var loss = recipe.discriminatorLoss(realLogits, fakeLogits)
        if recipe.penaltyWeight > 0 {
          loss += slopePenalty(realLogits: realLogits, real: x, weight: recipe.penaltyWeight)
        }
        discriminatorOptimizer.learningRate = recipe.discriminatorRate(2 * (step - 1) + update)
        discriminatorOptimizer.update(
          &discriminator.parameters,
          along: gradients(of: loss, withRespectTo: discriminator.parameters))
        answers.real.append(realLogits)
        answers.fake.append(fakeLogits)
      }

      let z = Tensor.uniform([batch, 1], from: -1, to: 1, using: &noise)
      let fakeLogits = discriminator(generator(z))
      let loss = recipe.generatorLoss(fakeLogits)
      generatorOptimizer.learningRate = recipe.generatorRate(step - 1)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: loss, withRespectTo: generator.parameters))
      average?.update(with: generator)
      answers.toGenerator.append(fakeLogits)

      try observe(self, answers)
    }
  }

  /// The generator that samples are drawn with: averaged, if the recipe averages.
  package var finalGenerator: Generator { average?.network ?? generator }
}

/// The discriminator's logits in one step, before each update of the two players.
package struct Answers {
  package var real: [Tensor] = []
  package var fake: [Tensor] = []
  package var toGenerator: [Tensor] = []
}
