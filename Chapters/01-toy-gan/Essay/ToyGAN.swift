/*:
 # Chapter 1 · Two networks and a bell curve

 Can a network learn to produce numbers that look as if they came from a bell curve, when nobody
 ever tells it what a bell curve is?

 Think of a forger and the police. The forger never sees a real note, only learns which of the forged ones
 were found out; the police see real and forged notes and learn to tell them apart. The better the police,
 the better the forger has to be; and if the notes were ever perfect, the police could do no better than toss
 a coin.

 So it can, with an opponent. A *generator* turns noise into numbers. A *discriminator* gets numbers,
 some real and some generated, and says how likely each is to be real. Each learns from the other's
 mistakes. That is a generative adversarial network, a GAN, and on one dimension you can see all of
 it at once.

 ![The generated density moves onto the real one, and D's answers settle](../../Figures/01-toy-gan/training.svg)

 The filled curve is the real density, the broken one what the generator makes, and the dotted one,
 D(x), the discriminator's answer at each point. Watch the answer: where there is more that is real
 than generated, D rises above one half, and the generated curve flows that way. Where the two
 curves lie on each other, D comes to one half: it has nothing left to say. (Far out, where hardly
 a number falls, it may say anything.)

 Run it: `swift run toy-gan`. Once built, it takes about two seconds, and leaves its pictures in
 `Runs/`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
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

 which is 0 if $p = q$ and above 0 otherwise. So the generator that makes $V$ smallest against the
 best discriminator is the one that makes the real density.

 Keep one sentence of this in mind: *if* $q = p$, *then* the best D says one half. It is often read
 backwards. Further down you will see what that costs.

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
    ])
  }

  package func callAsFunction(_ z: Tensor) -> Tensor { 5 * layers(z) }

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
 batch the heap is obvious: its standard deviation is 0. So with `seesBatch`, on in the recipe
 `reliable`, the discriminator also gets the mean and the standard deviation of the batch that a
 number came with, as two more inputs. (That D should see the batch is an idea of Salimans et al.
 (2016), *minibatch discrimination*; to hand it a standard deviation, of Karras et al. (2018). Both did
 it for images.) Its answer then depends on the company that a number keeps; wherever
 D(x) is drawn, the number comes with a batch of real ones.
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

 It makes the loss small, so the discriminator's loss is $-V$. It is the *cross-entropy* of D's
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

 With it the two no longer play for one $V$, and what G follows is no longer JS. Against the best D, the
 slope of this loss is that of $\mathrm{KL}(q \,\|\, p) - 2\,\mathrm{JS}(p, q)$ (Arjovsky and Bottou,
 2017), where $\mathrm{KL}(q \,\|\, p) = \int q \log (q/p)$. Put the definitions in, and it is
 $2\,\mathrm{KL}(m \,\|\, p)$: again 0 if $q = p$, and above 0 otherwise. So the equilibrium has stayed
 where it was. But where the two densities hardly overlap, JS is nearly constant and this goes on
 growing with their distance.
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
 Two players who react to each other need not come to rest: each can keep chasing the other round
 the equilibrium. A penalty on D's slope at the real numbers, with a small weight $\gamma$, takes
 energy out of the chase. Chapter 5 shows the reason in a
 [game of two numbers](../05-wgan/README.md#two-numbers-that-go-round): a step of both players leads
 round the equilibrium and not towards it, while the penalty pulls D's slope to 0, which turns the
 path inwards. (Mescheder et al. (2018) prove that the circling dies out: near an equilibrium in which
 G makes exactly the real density, and with plain gradient steps that are small enough.)

 $$R = \frac{\gamma}{2}\; \mathbb{E}_{x \sim p} \bigl\| \nabla_x \operatorname{logit}(x) \bigr\|^2$$

 The penalty contains a gradient and is itself differentiated; `differentiable: true` asks for
 that. The code takes the gradient of the *sum* of the logits: a number moves no logit but its own,
 so its entry is the slope there. (When D sees the batch, it also moves the batch's statistics, and
 with them all logits; the entry counts that.) The fourth thing to try measures
 what the penalty is worth.
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
  package let recipe: Recipe
  package let real: Distribution
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

/*:
 ## What you should see

 `swift run toy-gan` runs the recipe `reliable`. Over five seeds, the distance of the generated
 numbers from the real ones (Wasserstein-1: how far, on average, you would have to move them) ends
 at a median of {{w1.lesson}}, between {{w1.lesson.low}} and {{w1.lesson.high}}. Their mean is
 {{mean.lesson}} and their standard deviation {{std.lesson}}, where −1 and 1 are right. D answers
 {{dReal.lesson}} on real and {{dFake.lesson}} on generated numbers.

 ![W1 falls, on a logarithmic axis](../../Figures/01-toy-gan/w1.svg)

 The distance falls fast at first and then slowly. The broken line is the generator with averaged
 parameters, with which the final numbers are drawn: it follows closely and hardly swings. Even 10,000 *real* numbers are not at distance 0 from the bell curve; the
 line at the bottom says how close they come.

 The losses tell you far less. They come near their equilibrium values within a few hundred steps
 and then hardly move, while the distance goes on falling:

 ![Both losses settle beside their equilibrium values](../../Figures/01-toy-gan/losses.svg)

 Here is the discriminator at the end beside $D^* = p/(p+q)$, computed from the real density and
 from the generated one. D stays near one half where nearly all numbers fall. $D^*$ swings around
 it, so this D is not the best there is; but then $D^*$ was derived for a D that sees one number at
 a time, and ours can only follow slowly what a few numbers teach it. At the two ends the real
 curve goes on a little further than the generated one, and there $D^*$ jumps to 1. Further out no
 numbers fall: $D^*$ is not drawn, and no loss reaches D.

 ![D beside the optimal discriminator](../../Figures/01-toy-gan/discriminator.svg)

 The generated curve is no perfect bell either: too high in the middle, with shoulders, and cut off
 at the ends. This is what the generator has learnt: to stretch the uniform noise a little in the
 middle, and more towards the ends. The broken line is a map that makes an exact N(−1, 1): it sends
 $z$ to the number that has a share of $(1 + z)/2$ of the bell curve below it. Its mirror image
 would do as well, and other seeds find that one. The line runs off to infinity at both ends, where
 a network of bounded slope cannot follow.

 ![The map from z to x](../../Figures/01-toy-gan/map.svg)

 ## What goes wrong, and how you would notice

 Now the trap. `swift run toy-gan --recipe published --init small --out Runs/collapsed` trains as
 the tutorial describes, from small initial weights: it gives none, so these are our choice. At the
 end D answers {{dReal.lesson.published-small}} on real numbers and
 {{dFake.lesson.published-small}} on generated ones (medians over five seeds). One half and one
 half: by the test that the tutorial proposes, a success. This is what passed:

 ![D says one half while the generator makes a single number](../../Figures/01-toy-gan/trap.svg)

 On the left, both answers stay at one half; on the right, every number that G makes is nearly the
 same one. Their standard deviation is {{std.lesson.published-small}}. (The curve is smoothed, and
 its spike still leaves the picture.) This heap was there at the first step: small weights shrink
 the noise in each layer, until hardly any of it is left. Training moves it and never spreads it.

 Why does D not object? Each number, by itself, is an ordinary one: the bell curve is full of
 numbers near it. To object, D would have to bend down sharply just there. It bends slowly, and
 when it does, the whole heap climbs out of the dip, and D has to begin again somewhere else. So
 the heap runs to and fro across the bell, up to the last step (see `Runs/collapsed/training.svg`;
 the small waves on the left are the same chase). Over five seeds it ends anywhere from
 {{mean.lesson.published-small.low}} to {{mean.lesson.published-small.high}}. Both losses sit
 beside their equilibrium values all the while.

 How would you notice? Not by D, and not by the losses. You notice by looking at many samples
 together: at their standard deviation, or their distance from real ones.

 What cures it? Change one thing of that run at a time. Median, least and greatest over five seeds:

 | Change | std (1 is right) | W1 (0 is right) |
 |---|---|---|
 | none | {{std.lesson.published-small.range}} | {{w1.lesson.published-small.range}} |
 | `--penalty 0.1` | {{std.lesson.small-penalty.range}} | {{w1.lesson.small-penalty.range}} |
 | `--optimizer adam` | {{std.lesson.small-adam.range}} | {{w1.lesson.small-adam.range}} |
 | `--init unit`: N(0, 1) weights, biases `0.1` | {{std.lesson.published-unit.range}} | {{w1.lesson.published-unit.range}} |
 | `--batch-statistics` | {{std.lesson.small-batch.range}} | {{w1.lesson.small-batch.range}} |

 A flatter D spreads no heap, so the slope penalty alone does nothing here. Plain gradient descent
 takes steps in proportion to the gradients, and small weights make small ones. Adam takes the same
 steps however small all the gradients are, and the heap spreads, part of the way. Larger initial weights
 make a D that can bend and a generator that starts spread out; it narrows and widens again and
 again, and the seed decides where that ends. And a discriminator that sees the batch at once has
 the very number that gives a heap away: with it, every seed spreads.

 The recipe `reliable` has Adam, the penalty and a D that sees the batch; besides, Glorot's initial
 weights (uniform, scaled so that signals keep their size from layer to layer), a learning rate
 that falls to zero over the second half, and an average of the generator's parameters over the
 last tenth of the run or so.

 ### Which failure is it?

 A heap is not the only way to fail. Where the numbers of a run show a failure, its last lines and
 the top of its report say which one is the likeliest. These are the failures that every chapter
 looks for, in this order, because an earlier one brings later ones with it:

 | Failure | What shows it | Where to look |
 |---|---|---|
 | nobody learnt | no bit of any parameter has changed | the learning rates; a loss that is constant |
 | the discriminator never moved | none of D's has | D's rate; whose parameters its optimiser has |
 | the generator never moved | none of G's has | G's rate; a `detached()` too many |
 | batch norm's averages never moved | none of G's has, although its parameters have | the phase in which G is called while it learns; a copy of G |
 | D is the wrong way round | D's answers are higher on generated samples, by `0.3` or more | the two labels; the sign of D's step |
 | the critic is the wrong way round | chapter 5: its scores are higher on generated samples, by more than its slope | the sign of its step |
 | D calls everything real | D answers above `0.85` on both | whether G's step moves D too |
 | G is paid for being recognised | D answers near `0` on generated samples, and G's loss is small | the label and the sign in G's loss; noise that repeats |
 | the two do not play against each other | both losses are small, together below `1` | labels that suit both; noise that repeats |
 | nothing holds the critic's slope | chapter 5: a slope three times as large as the penalty should leave it | [chapter 5](../05-wgan/README.md#keeping-the-critic-flat-a-penalty) |
 | a learning rate is far too high | D's loss is above `4`, where one that guesses has $\ln 4$; or the samples are bad, and a player's parameters have moved by more than twice their own length | the rates: divide them by ten |
 | D won | D answers above `0.9` on real samples and below `0.05` on generated ones | [chapter 3](../03-dcgan/README.md#d-wins) |
 | the run was too short | the samples are poor, and were still getting better at the end | `--steps` |
 | D cannot tell what the judge can | the samples are bad, and D answers the same on them as on real ones, to `0.02` | the range of the pixels that D is shown; D's last layer; batch norm in a critic |
 | the samples went away from the real ones | their distance has grown by half or more | the sign of G's step; whom G follows |
 | G has collapsed | the samples are nearly all one | above, and [chapter 2](../02-dense-gan/README.md#what-goes-wrong-and-how-you-would-notice) |
 | G has forgotten some of the classes | `7` of ten are left, or fewer | [chapter 2](../02-dense-gan/README.md#what-goes-wrong-and-how-you-would-notice) |
 | G leaves out some of the clusters | chapter 5: a fifth of them or more | [chapter 2](../02-dense-gan/README.md#what-goes-wrong-and-how-you-would-notice) |
 | the samples are no better than noise | a Fréchet ratio above `0.8`, or what is as bad where there is none, and none of the above | both rates; the order of the layers |

 A run that says nothing of the kind is not praised. It has only not failed in one of these ways:
 look at the pictures.

 ## What the published tutorial says

 The recipe `published` follows a tutorial for TensorFlow 1, a toy GAN on one dimension. Its
 claims, and what we found:

 - *D(x) and D(G(z)) near ½ show that training worked.* Refuted, above: a generator that makes
   one number over and over shows the same.
 - *The learning rate decays four times.* Its staircase has four stairs for the generator. The
   discriminator is updated twice a step and counts its own updates, so for it there are eight.
 - *It sorts each batch.* The sort runs along an axis of length 1 and does nothing. Sorting along
   the batch is a known trick: with it, the network sees the batch as a whole.
 - *It takes the logarithm of D unclamped.* Once D rounds to 0 or 1 that is infinite. Computed from
   logits, the losses stay finite; the recipe `published` keeps the tutorial's form.
 - *The initialisation matters.* It holds, and it is the one thing that the tutorial does not give.
   `--init` has four candidates.

 ## Try it

 1. `swift run toy-gan --mixture 0.5:-2:0.4,0.5:2:0.4 --out Runs/mixture`. Before you look: what
    will D look like at the end? Which part of that density is hardest for a smooth map?
 2. `swift run toy-gan --real-mean 4 --out Runs/mean4`. The generator's numbers end at 5. What
    happens to the right-hand side of the bell?
 3. Freeze the discriminator in your head: if D never learns, what does the generator's best answer
    look like? (Which number does a fixed D like best?)
 4. `swift run toy-gan --penalty 0 --out Runs/free` and `--penalty 10 --out Runs/flat`: the second
    makes D almost flat. Look at `discriminator.svg` of both, and then at W1. Has the generator
    lost anything? Why can Adam learn from so small a slope? Then add `--optimizer momentum` to
    both.

 The rest changes the source; `git checkout Chapters` takes it back.

 5. In the loop, let D learn five times in a step: `for update in 0..<5`. Then `swift run toy-gan --out
    Runs/five`. A better D should be a better teacher. (With seed 1, W1 ends at `0.0760` in place of `0.0787`; with
    seed 2 at `0.0782` in place of `0.0780`. A step costs twice the work, and buys nothing here.)
 6. Take `.detached()` away behind `generator(z)`. Which of the numbers will change, and which will not? (The digest
    of seed 1 stays `4aaa80871ac91e9f`: D's step asks for nobody's gradient but D's.)
 7. Let G make the value of the game small instead: in `nonSaturatingLoss`, write
    `-sigmoidCrossEntropy(logits: fakeLogits, label: 0)`. You have read that G then learns least when it has
    most to learn. Does it learn? (With seed 1, W1 ends at `0.0763`.) When would it not? Look at what D answers in the first steps.

 ## Exercises

 `swift run workbook check` brings the next exercise, and tells you whether your answer is right;
 `swift run workbook hint` helps.

 {{exercises}}

 ## References

 - I. Goodfellow et al. (2014), *Generative Adversarial Nets*: the game and its equilibrium.
 - T. Salimans et al. (2016), *Improved Techniques for Training GANs*: minibatch discrimination.
 - M. Arjovsky, L. Bottou (2017), *Towards Principled Methods for Training Generative Adversarial Networks*:
   what the non-saturating loss follows.
 - T. Karras, T. Aila, S. Laine, J. Lehtinen (2018), *Progressive Growing of GANs for Improved Quality,
   Stability, and Variation*: the standard deviation of a batch as an input of D.
 - L. Mescheder, A. Geiger, S. Nowozin (2018), *Which Training Methods for GANs do actually
   Converge?*
 - Y. Yazıcı et al. (2019), *The Unusual Effectiveness of Averaging in GAN Training*.
 */
