import Tensors

/*:
 ## The data and the networks

 The line is that of chapter 1: real numbers from N(−1, 1), and a D that sees the mean and the
 spread of its batch beside each. The digits and their networks are those of chapter 2
 (`--dataset mnist` takes handwriting). In `optimum` the generator is frozen: it adds 1 to normal
 noise, so its density is known to be $q$ = N(1, 1), and D sees one number at a time, as the D of
 the formula does. [Networks.swift](Essay/Networks.swift) has them layer by
 layer, [RealData.swift](Essay/RealData.swift) hands out the batches, and what differs between the
 recipes stands in [Recipe.swift](Essay/Recipe.swift).

 ## The losses

 The discriminator's loss is the cross-entropy of before, with $t$ and $f$ where 1 and 0 stood:

 $$L_D = -\,\mathbb{E}_{x \sim p}\bigl[t \log D(x) + (1 - t)\log(1 - D(x))\bigr]$$

 $$-\,\mathbb{E}_z\bigl[f \log D(G(z)) + (1 - f)\log(1 - D(G(z)))\bigr]$$
 */
package func smoothedLoss(realLogits: Tensor, fakeLogits: Tensor, labels: Labels) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: labels.real)
    + sigmoidCrossEntropy(logits: fakeLogits, label: labels.fake)
}

/*:
 The generator's loss keeps its label 1. Its slope in a logit $l$ is $\sigma(l) - 1$, never above 0.
 Smooth this label too, and the slope becomes $\sigma(l) - 0.9$: a sample that D takes to be real
 with more than `0.9` would be pushed *away*.

 $$L_G = -\,\mathbb{E}_z \log D(G(z))$$
 */
package func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

/*:
 The line also has chapter 1's penalty $R$ on D's slope at real numbers, `slopePenalty`, unchanged.

 ## Twins

 A twin is a GAN with its labels. All twins take their first weights from the same random numbers.
 */
package struct Twin {
  package let labels: Labels
  package var generator: Generator
  package var discriminator: Discriminator
  package var generatorOptimizer: Adam
  package var discriminatorOptimizer: Adam
  /// The generator's parameters, averaged over the steps, if the recipe averages.
  package var average: MovingAverage<Generator>?

  init(_ labels: Labels, _ recipe: Recipe, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.labels = labels
    generator = recipe.makeGenerator(&weights)
    discriminator = recipe.makeDiscriminator(&weights)
    generatorOptimizer = recipe.makeOptimizer()
    discriminatorOptimizer = recipe.makeOptimizer()
    if let decay = recipe.averageDecay {
      average = MovingAverage(of: generator, decay: decay)
    }
  }

  /// The generator that samples are drawn with: averaged, if the recipe averages.
  package var finalGenerator: Generator { average?.network ?? generator }
}

/// What a twin's discriminator said in its last update of a step, before it moved, and the losses.
package struct Answers {
  /// The logits.
  package let real: Tensor
  package let fake: Tensor
  /// Without the penalty.
  package let lossD: Tensor
  /// Nil of a generator that is frozen.
  package var lossG: Tensor?
}

/*:
 One update of the discriminator, down the slope of $L_D + R$, on a batch and a noise that it is
 handed:
 */
extension Twin {
  mutating func learnToTell(
    _ real: Tensor, fromNoise z: Tensor, penalty: Float, rate: Float
  ) -> Answers {
    let x = penalty > 0 ? real.tracked() : real  // [batch, 1] or [batch, 784]
    let fake = generator(z, phase: .training).detached()
    let realLogits = discriminator(x)  // [batch, 1]
    let fakeLogits = discriminator(fake)
    let lossD = smoothedLoss(realLogits: realLogits, fakeLogits: fakeLogits, labels: labels)
    var loss = lossD
    if penalty > 0 { loss += slopePenalty(realLogits: realLogits, real: x, weight: penalty) }
    discriminatorOptimizer.learningRate = rate
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: gradients(of: loss, withRespectTo: discriminator.parameters))
    return Answers(real: realLogits, fake: fakeLogits, lossD: lossD)
  }
}

/*:
 And one of the generator, down that of $L_G$:
 */
extension Twin {
  mutating func learnToFool(fromNoise z: Tensor, rate: Float) -> Tensor {
    let fakeLogits = discriminator(generator(z, phase: .training))
    let lossG = nonSaturatingLoss(fakeLogits: fakeLogits)
    generatorOptimizer.learningRate = rate
    generatorOptimizer.update(
      &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
    average?.update(with: generator)
    return lossG
  }
}

/*:
 ## The training loop

 Each batch and each noise is drawn once and handed to all twins, so nothing but the labels sets
 them apart. That does not mean that a difference at the end shows what labels do: a GAN magnifies
 any small difference, and the next seed may turn it round. Hence several seeds below. The twin with
 hard labels *is* the run of chapter 1 or 2 (of chapter 2 its first 3,000 steps): a test compares
 them to the last bit.

 `line` gives D two updates in a step and lets the learning rates fall to zero over the second half;
 `digits` gives it one, at half of G's rate. In `optimum` there is no generator to train.
 */
package struct Training {
  package let recipe: Recipe
  package var twins: [Twin]
  package var data: RealData
  package var noise: RandomStream

  package init(_ recipe: Recipe, data: RealData, seed: UInt64) {
    self.recipe = recipe
    self.data = data
    twins = recipe.labels.map { Twin($0, recipe, seed: seed) }
    noise = RandomStream(seed: seed, for: "noise")
  }

  package mutating func loop(
    over steps: some Sequence<Int>,
    observe: (_ state: Training, _ answers: [Answers]) throws -> Void
  ) rethrows {
    let (batch, updates) = (recipe.batchSize, recipe.discriminatorSteps)
    for step in steps {
      var answers: [Answers] = []  // One for each twin.

      for update in 0..<updates {
        let x = data.batch(batch)  // [batch, 1] or [batch, 784]
        let z = recipe.latent(batch, using: &noise)  // [batch, 1] or [batch, 32]
        let rate = recipe.discriminatorRate(updates * (step - 1) + update)
        answers = twins.indices.map {
          twins[$0].learnToTell(x, fromNoise: z, penalty: recipe.penaltyWeight, rate: rate)
        }
      }

      if recipe.frozenMean == nil {
        let z = recipe.latent(batch, using: &noise)
        let rate = recipe.generatorRate(step - 1)
        for index in twins.indices {
          answers[index].lossG = twins[index].learnToFool(fromNoise: z, rate: rate)
        }
      }

      try observe(self, answers)
    }
  }
}

/*:
 ## What you should see: D alone

 `swift run label-smoothing --recipe optimum` trains the five discriminators of the picture at the
 top. Over five seeds, this is what they answer at $x = 0$, where $p = q$, and how far they are, at
 worst, from the formula between −3 and 3:

 | Labels | D* at 0 | D at 0 | largest difference |
 |---|---|---|---|
 | 1 and 0 | `0.5` | {{dMiddleHard.optimum.range}} | {{optimumErrorHard.optimum}} |
 | `0.9` and 0 | `0.45` | {{dMiddle.optimum.range}} | {{optimumError.optimum}} |
 | `0.875` and 0 | `0.4375` | {{dMiddleReal875Fake0.optimum.range}} | {{optimumErrorReal875Fake0.optimum}} |
 | `0.75` and 0 | `0.375` | {{dMiddleReal750Fake0.optimum.range}} | {{optimumErrorReal750Fake0.optimum}} |
 | `0.875` and `0.125` | `0.5` | {{dMiddleReal875Fake125.optimum.range}} | {{optimumErrorReal875Fake125.optimum}} |

 **An answer means something else.** Take all samples that D gave about the same answer, and count
 the real ones among them. The points lie on the lines of $(D - f)/(t - f)$. With the label `0.75`,
 an answer of `0.6` means that four of five are real:

 ![The share of real samples behind each answer](../../Figures/04-label-smoothing/calibration.svg)

 Taken at its word, the D with the label `0.75` is off by
 {{calibrationErrorRawReal750Fake0.optimum}} on average; read between its labels, by
 {{calibrationErrorReal750Fake0.optimum}}, no more than the others.

 **It is less sure of what is real.** With hard labels the logits of real numbers reach
 {{logitTopHard.optimum}} (the 99th percentile), with `0.9` only {{logitTop.optimum}}. They pile up
 at a wall, the end of point 3: $2.197$, where D = `0.9`. What D says of generated numbers stays as
 confident as before: that label was not smoothed. (The two halves have different scales upwards.)

 ![The logits of real numbers pile up at the wall](../../Figures/04-label-smoothing/logits.svg)

 **What reaches the generator.** The picture shows how hard $\log D$ pulls a generated number to the
 left, where the real ones are. The lines of the four one-sided labels are one line, as the
 mathematics has it. On the right the points leave it: few samples fall there, and a slope is harder
 to learn than an answer. But the two-sided labels lose the pull by *formula*: where nearly all is
 generated, $D^*$ is level at `0.125`, and the worst samples are told nothing.

 ![Two-sided labels take the pull away where it is needed most](../../Figures/04-label-smoothing/pull.svg)

 At $x = 2$, where fewer than two in a hundred are real, the formula says $1.96$ for one-sided
 labels and $0.19$ for the two-sided. Measured: {{pullFarHard.optimum}} with hard labels,
 {{pullFar.optimum}} with `0.9`, {{pullFarReal875Fake125.optimum}} with `0.875` and `0.125`. (Do not
 conclude that smoothing helps here: half a unit further out the first two have changed places.)

 ## What you should see: the whole game on the line

 `swift run label-smoothing` trains the twins of the line. D's answer to generated numbers ends at
 {{dFakeHard.lesson}} with hard labels and at {{dFake.lesson}} with `0.9`. Divide the second by
 `0.9`, and you have {{calibration.lesson}} ({{calibration.lesson.low}} to
 {{calibration.lesson.high}} over five seeds): the same thermometer.

 ![Each D settles half-way between its own labels](../../Figures/04-label-smoothing/answers.svg)

 And the quality? The two lines can hardly be told apart:

 ![The distance falls alike](../../Figures/04-label-smoothing/w1.svg)

 That is what the fourth point foretold for the best D. This D is not the best there is, as chapter
 1 showed, and yet the gradient that reaches G hardly depends on a one-sided label. In the picture
 the two lines lie on each other at the end; in the medians of the table it falls a little, and we
 do not know why. With two-sided labels it loses a quarter, and there the formula says why: where
 $q = p$, the slope of $\log D^*$ is $(t - f)/(t + f)$ times that of hard labels, $0.75$ for `0.875`
 and `0.125`.

 ![The gradient that reaches G](../../Figures/04-label-smoothing/gradients.svg)

 | Labels | W1 at the end | gradient that reaches G | D(G(z)), read between the labels |
 |---|---|---|---|
 | 1 and 0 | {{w1Hard.lesson.range}} | {{gradientToGHard.lesson}} | {{calibrationHard.lesson}} |
 | `0.9` and 0 | {{w1.lesson.range}} | {{gradientToG.lesson}} | {{calibration.lesson}} |
 | `0.875` and 0: `--smoothing 0.25` | {{w1.lesson.slim.range}} | {{gradientToG.lesson.slim}} | {{calibration.lesson.slim}} |
 | `0.75` and 0: the same and `--smoothing-style one-sided` | {{w1.lesson.one-sided.range}} | {{gradientToG.lesson.one-sided}} | {{calibration.lesson.one-sided}} |
 | `0.875` and `0.125`: `--smoothing 0.25 --fake-label 0.125` | {{w1.lesson.two-sided.range}} | {{gradientToG.lesson.two-sided}} | {{calibration.lesson.two-sided}} |

 The ranges of W1 lie over each other: **no gain can be measured here**. Even the two-sided labels
 do no harm. They weaken the gradient, but Adam's steps hardly depend on its length, and on this
 line no number is ever so far from the real ones that its pull is gone.

 ## What you should see: digits

 `swift run label-smoothing --recipe digits` does the same with chapter 2's GAN. In the first steps
 D tells everything apart. Look at the first hundred of them: the loss of the hard twin on real
 samples is near 0, that of the other lies on its floor. If you did not know of the floor, you would
 take that D for one that is no good yet. Then G catches up, and both losses rise.

 ![The loss on real digits and its floor](../../Figures/04-label-smoothing/losses.svg)

 The thermometer is a rough one here. Read between its labels, the smoothed D is off by
 {{calibrationError.digits}} on average, the hard one by {{calibrationErrorHard.digits}}.

 The quality, again, is nobody's victory. Over three seeds the Fréchet ratio ends at
 {{frechetRatioHard.digits.range}}
 with hard labels, and at {{frechetRatio.digits.range}} with `0.9`, and on the way there the lead changes hands:

 ![The distances from real digits cross and cross again](../../Figures/04-label-smoothing/quality.svg)

 From left to right: real, labels 1 and 0, labels `0.9` and 0.

 ![Real digits, and those of the twins](../../Figures/04-label-smoothing/comparison.png)

 Of the hard twin's samples a share of {{legibleHard.digits}} is legible, of the other's {{legible.digits}}. (Chapter
 2 explains it. The ratio is blind to single digits that cannot be read, legibility to digits that are
 missing.)

 ### When D is too eager

 So far D was never far ahead. Chapter 2 has a run where it is: D learns twice as fast as G, is sure
 of itself, and the generator forgets digits. There the label makes a difference:
 `swift run label-smoothing --recipe digits --discriminator-pace 2`.

 | Labels | Fréchet ratio | legible | digits | 99th percentile of the logits on real digits | real digits above the label |
 |---|---|---|---|---|---|
 | 1 and 0 | {{frechetRatioHard.digits.eager.range}} | {{legibleHard.digits.eager}} | {{digitsCoveredHard.digits.eager.range}} | {{logitTopHard.digits.eager}} | none |
 | `0.9` and 0 | {{frechetRatio.digits.eager.range}} | {{legible.digits.eager}} | {{digitsCovered.digits.eager.range}} | {{logitTop.digits.eager}} | {{aboveLabel.digits.eager}} |

 ![The eager twins: the hard one leads at first, the smoothed one at the end](../../Figures/04-label-smoothing/eager-quality.svg)

 Look at the picture before you believe the table. In this run the hard twin is *ahead* for the
 first thousand steps, and its best moment is better than any of the smoothed twin's. But then it
 gets worse, and the other stays where it is. So the label did not make better samples. It kept them
 from decaying: at the end the smoothed twin is closer to real digits in each of the three seeds,
 and the judge finds more of the ten.

 ![Real digits, then the eager twins: labels 1 and 0, labels `0.9` and 0](../../Figures/04-label-smoothing/eager.png)

 Then count by eye. You will hardly find a zero or a six on either side. The smoothed twin has a few
 twos that the hard one lacks, and threes in plenty. It is ill too, and less so.

 Three seeds of one recipe are no law: where there is nothing to find, three of the one kind come
 before all three of the other once in 20 times ([how a verdict is reached](../../CLAIMS.md#how-a-verdict-is-reached)).
 And compare the remedy of chapter 2, which holds D back by a
 lower rate: with it, hard labels reach {{frechetRatioHard.digits}}. Smoothing eases the illness; a
 slower D does not fall ill.

 ![The logits of the eager twins](../../Figures/04-label-smoothing/eager-logits.svg)

 Look at the wall: it has holes. The best D would never answer more than `0.9`. This one does, for a
 share of {{aboveLabel.digits.eager}} of all real digits, and its largest answer is
 {{dMax.digits.eager}}. A label is a wish, not a limit.

 ## What goes wrong, and how you would notice

 - **Accuracy is counted at ½.** Whoever calls a sample real when D > ½ draws the line in the wrong
   place: it belongs half-way between the labels. On the line with the label `0.75`, D is right
   about {{accuracy.lesson.one-sided}} of the numbers, and by the line at ½ about
   {{accuracyAtHalf.lesson.one-sided}}. D has not become worse; the ruler has moved.
 - **A loss is compared across labels.** D's loss at equilibrium is $1.386$ with hard labels and
   $1.323$ with `0.75`, and G's is $0.693$ and $0.981$. Neither says that one run is better.
 - **G's label is smoothed along with D's.** A library makes that easy: one argument too many. No
   error is raised, and G is taught to stop short.

 ## What the published tutorials say

 A tutorial for 64 × 64 faces (chapter 3's recipe `faces64`) trains with label smoothing `0.25`. The
 idea is that of *Improved Techniques for Training GANs*, which it names. It gives no reason: the last
 four statements are not its own.

 - *Smoothing `0.25` lowers the label to `0.75`.* Not in that code: its library's formula makes
   `0.875`. And only the real cross-entropy is smoothed there, so it is one-sided all the same.
 - *The smoothed loss is $-\log((1 - s) - \sigma)$*, says a comment in it. None of the code computes
   that. It would be infinite at $\sigma = 0.75$ and undefined beyond; the cross-entropy with a
   smoothed label is finite everywhere.
 - *Smoothing keeps D from being over-confident.* About real samples and on average, yes. It is no
   bound.
 - *Smooth only the real label, or the worst samples get no gradient* (Salimans et al.). True of the
   best D. On the line we saw no harm.
 - *It makes samples better.* Not in the two recipes that work; where D is too eager, it kept them
   from getting worse.
 - *It makes D harder to fool by adversarial examples*, pictures changed by so little that no eye
   would see it (the paper's first reason). We have not tested it.

 ## Try it

 1. `swift run label-smoothing --recipe optimum --fake-mean -1 --out Runs/level`: now $q = p$.
    Before you look: what are the five curves, and what is the pull?
 2. `swift run label-smoothing --recipe optimum --fake-mean 5 --out Runs/apart`: the heaps hardly
    overlap. What do the hard logits do when you give it more `--steps`? And the smoothed ones?
 3. `swift run label-smoothing --real-label 0.55 --out Runs/low`. Foretell D(G(z)). How low can the
    label go before W1 suffers? Why should it not, and why does it in the end?
 4. Take the eager D of digits and try `--smoothing 0.25` in both styles. Is more smoothing better?
 5. In `nonSaturatingLoss`, put `0.9` in place of 1. On the line no answer reaches `0.9` in the end.
    What do you expect of W1, then? (With seed 1 it ends at `0.0780` in place of `0.0778`, with seed 2 at
    `0.0795` in place of `0.0797`.) And what would D have to do for this label to show?

 ## Exercises

 `swift run workbook check 4.1` brings the first, and tells you whether your answer is right.

 {{exercises}}

 ## References

 - T. Salimans et al. (2016), *Improved Techniques for Training GANs*: one-sided label smoothing.
 - C. Szegedy et al. (2016), *Rethinking the Inception Architecture for Computer Vision*: label
   smoothing for classifiers.
 - I. Goodfellow (2016), *NIPS 2016 Tutorial: Generative Adversarial Networks*: why only the real
   label.
 */
