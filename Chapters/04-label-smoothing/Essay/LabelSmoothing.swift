import Tensors

/*:
 ## The data and the networks

 They are those of chapters 1 and 2: see [Networks.swift](Essay/Networks.swift),
 [RealData.swift](Essay/RealData.swift), and [Recipe.swift](Essay/Recipe.swift) for what differs between
 the recipes. In `optimum` the frozen generator adds 1 to normal noise, so that $p$ = N(−1, 1) and
 $q$ = N(1, 1) are both known, and D sees one number at a time, as the formula's D does.

 ## The losses

 $L_D$ is [chapter 1's cross-entropy](../01-toy-gan/README.md#the-losses), with $t$ and $f$ where 1
 and 0 stood:

 $$L_D = -\,\mathbb{E}_{x \sim p}\bigl[t \log D(x) + (1 - t)\log(1 - D(x))\bigr]$$

 $$-\,\mathbb{E}_z\bigl[f \log D(G(z)) + (1 - f)\log(1 - D(G(z)))\bigr]$$
 */
package func smoothedLoss(realLogits: Tensor, fakeLogits: Tensor, labels: Labels) -> Tensor {
  sigmoidCrossEntropy(logits: realLogits, label: labels.real)
    + sigmoidCrossEntropy(logits: fakeLogits, label: labels.fake)
}

/*:
 $L_G$ is chapter 1's non-saturating loss, and its label stays 1. Its slope in a logit $l$ is
 $\sigma(l) - 1$, never above 0. With a label $t$ it would be $\sigma(l) - t$, and a sample that D takes
 to be real with more than $t$ would be pushed *away*.
 */
package func nonSaturatingLoss(fakeLogits: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeLogits, label: 1)
}

/*:
 The line also has chapter 1's penalty $R$ on D's slope at real numbers, `slopePenalty`.

 ## Twins

 All twins take their first weights from the same random numbers.
 */
package struct Twin {
  package var labels: Labels
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
 One update of the discriminator, down the slope of $L_D + R$:
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
      along: gradients(of: loss, withRespectTo: discriminator.parameters, keepingRecord: false))
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
      &generator.parameters,
      along: gradients(of: lossG, withRespectTo: generator.parameters, keepingRecord: false))
    average?.update(with: generator)
    return lossG
  }
}

/*:
 ## The training loop

 Each batch and each noise is drawn once and handed to all twins. A difference at the end may be luck all
 the same: a GAN magnifies any small difference, and the next seed may turn it round. The hard twin of the
 line *is* the run of chapter 1, to the last bit. That of digits plays the game of chapter 2's `batchnorm`
 from the same weights, batches and noise, but its D sees the two kinds of pictures one after the other, so
 that the last bits differ and then the runs; and its samples are those of the last step, not of an average.
 */
package struct Training {
  package var recipe: Recipe
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

 `swift run label-smoothing --recipe optimum` trains the five discriminators of the first picture. Over
 {{optimum.seeds}} seeds, this is what they answer at $x = 0$, where $p = q$; how far they are at most from
 the formula between −3 and 3; and how far an answer is, on average, from the share of real samples among
 all samples with about that answer: once taken at its word, once read between its labels, as
 $(D - f)/(t - f)$:

 | Labels | D* at 0 | D at 0 | from D*, at most | from the share, at its word | from the share, between the labels |
 |---|---|---|---|---|---|
 | hard | `0.5` | {{dMiddleHard.optimum.range}} | {{optimumErrorHard.optimum}} | {{calibrationErrorRawHard.optimum}} | {{calibrationErrorHard.optimum}} |
 | smoothed | `0.45` | {{dMiddle.optimum.range}} | {{optimumError.optimum}} | {{calibrationErrorRaw.optimum}} | {{calibrationError.optimum}} |
 | slim | `0.4375` | {{dMiddleReal875Fake0.optimum.range}} | {{optimumErrorReal875Fake0.optimum}} | {{calibrationErrorRawReal875Fake0.optimum}} | {{calibrationErrorReal875Fake0.optimum}} |
 | one-sided | `0.375` | {{dMiddleReal750Fake0.optimum.range}} | {{optimumErrorReal750Fake0.optimum}} | {{calibrationErrorRawReal750Fake0.optimum}} | {{calibrationErrorReal750Fake0.optimum}} |
 | two-sided | `0.5` | {{dMiddleReal875Fake125.optimum.range}} | {{optimumErrorReal875Fake125.optimum}} | {{calibrationErrorRawReal875Fake125.optimum}} | {{calibrationErrorReal875Fake125.optimum}} |

 **An answer means something else.** Taken at its word, a D without hard labels misses the share; read
 between its labels, it is as good as the hard one. With one-sided labels an answer of `0.6` means that
 four of five are real:

 ![The share of real samples behind each answer: the points lie along a straight line for each pair of labels](../../Figures/04-label-smoothing/calibration.svg)

 **It is less sure of what is real**, and as sure as before of what is generated, for that label was
 not smoothed:

 ![Logits of D: the smoothed ones of real numbers pile up where D answers its label (the heights have different scales)](../../Figures/04-label-smoothing/logits.svg)

 **What reaches the generator** is the pull of $\log D$ to the left, where the real numbers are. On the
 right the points leave the line that four pairs of labels share, for few samples fall there. But with
 two-sided labels it is the *formula* that takes the pull away:

 ![The pull to the left: with two-sided labels it falls to nothing again](../../Figures/04-label-smoothing/pull.svg)

 | Labels | best logit at most | logits on real numbers, 99th percentile | pull at $x = 2$, formula | measured |
 |---|---|---|---|---|
 | hard | without end | {{logitTopHard.optimum}} | `1.96` | {{pullFarHard.optimum.range}} |
 | smoothed | `2.197` | {{logitTop.optimum}} | `1.96` | {{pullFar.optimum.range}} |
 | slim | `1.946` | {{logitTopReal875Fake0.optimum}} | `1.96` | {{pullFarReal875Fake0.optimum.range}} |
 | one-sided | `1.099` | {{logitTopReal750Fake0.optimum}} | `1.96` | {{pullFarReal750Fake0.optimum.range}} |
 | two-sided | `1.946` | {{logitTopReal875Fake125.optimum}} | `0.19` | {{pullFarReal875Fake125.optimum.range}} |

 (Do not conclude that smoothing helps here: half a unit further out, the hard D of the picture pulls
 harder than the smoothed one.)

 ## What you should see: the whole game on the line

 `swift run label-smoothing` trains the twins of the first two rows. All rows are over
 {{lesson.seeds}} seeds.

 | Labels | W1 at the end | gradient that reaches G | D(G(z)) | read between the labels | D's accuracy, counted at the middle between the labels | counted at ½ |
 |---|---|---|---|---|---|---|
 | hard | {{w1Hard.lesson.range}} | {{gradientToGHard.lesson.range}} | {{dFakeHard.lesson}} | {{calibrationHard.lesson}} | {{accuracyHard.lesson}} | {{accuracyAtHalfHard.lesson}} |
 | smoothed | {{w1.lesson.range}} | {{gradientToG.lesson.range}} | {{dFake.lesson}} | {{calibration.lesson}} | {{accuracy.lesson}} | {{accuracyAtHalf.lesson}} |
 | slim | {{w1.lesson.slim.range}} | {{gradientToG.lesson.slim.range}} | {{dFake.lesson.slim}} | {{calibration.lesson.slim}} | {{accuracy.lesson.slim}} | {{accuracyAtHalf.lesson.slim}} |
 | one-sided | {{w1.lesson.one-sided.range}} | {{gradientToG.lesson.one-sided.range}} | {{dFake.lesson.one-sided}} | {{calibration.lesson.one-sided}} | {{accuracy.lesson.one-sided}} | {{accuracyAtHalf.lesson.one-sided}} |
 | two-sided | {{w1.lesson.two-sided.range}} | {{gradientToG.lesson.two-sided.range}} | {{dFake.lesson.two-sided}} | {{calibration.lesson.two-sided}} | {{accuracy.lesson.two-sided}} | {{accuracyAtHalf.lesson.two-sided}} |

 ![D's mean answer to generated numbers settles a little below the middle between its labels](../../Figures/04-label-smoothing/answers.svg)

 The ranges of W1 lie over each other: **no gain can be measured here**, nor any harm of two-sided
 labels.

 ![W1 falls alike for both twins, and then stays level](../../Figures/04-label-smoothing/w1.svg)

 The gradient that reaches G hardly depends on a one-sided label, though this D is not the best there is.
 (It falls a little, with `0.75` in ranges that lie apart, and we do not know why.) With two-sided labels it
 loses a quarter: where $q = p$, the slope of $D^*$ is $t - f$ times that of hard labels and its value
 $t + f$ times theirs, so the slope of $\log D^*$ is $(t - f)/(t + f)$ times, here `0.75`. This may do no
 harm because Adam's steps hardly depend on its length.

 ![The mean length of the gradient that reaches G: both twins' lines run together](../../Figures/04-label-smoothing/gradients.svg)

 ## What you should see: digits

 In the first hundred steps of `swift run label-smoothing --recipe digits`, D tells everything apart.
 If you did not know of the floor, you would take the smoothed D for one that is no good yet.

 ![D's loss on real digits: at first the hard twin's is near 0, the other's near its floor; then both rise](../../Figures/04-label-smoothing/losses.svg)

 | D's rate beside G's | Labels | Fréchet ratio | legible | digits of ten | from the share, between the labels | logits on real digits, 99th percentile | real digits above the label |
 |---|---|---|---|---|---|---|---|
 | half | hard | {{frechetRatioHard.digits.range}} | {{legibleHard.digits}} | {{digitsCoveredHard.digits.range}} | {{calibrationErrorHard.digits}} | {{logitTopHard.digits}} | none |
 | half | smoothed | {{frechetRatio.digits.range}} | {{legible.digits}} | {{digitsCovered.digits.range}} | {{calibrationError.digits}} | {{logitTop.digits}} | {{aboveLabel.digits}} |
 | twice | hard | {{frechetRatioHard.digits.eager.range}} | {{legibleHard.digits.eager}} | {{digitsCoveredHard.digits.eager.range}} | {{calibrationErrorHard.digits.eager}} | {{logitTopHard.digits.eager}} | none |
 | twice | smoothed | {{frechetRatio.digits.eager.range}} | {{legible.digits.eager}} | {{digitsCovered.digits.eager.range}} | {{calibrationError.digits.eager}} | {{logitTop.digits.eager}} | {{aboveLabel.digits.eager}} |

 The first two rows are this run, over {{digits.seeds}} seeds. The ranges of the ratio overlap, and on
 the way there the lead changes hands.
 ([Chapter 2](../02-dense-gan/README.md#how-to-fool-the-judge) says what each measure is blind to.)

 ![The twins' distances from real digits fall, and cross again and again](../../Figures/04-label-smoothing/quality.svg)

 ![Real digits, those of the hard twin, those of the smoothed twin](../../Figures/04-label-smoothing/comparison.png)

 ### When D is too eager

 Chapter 2 has a run in which D learns twice as fast as G, and the generator forgets digits. There the
 label makes a difference. The last two rows come of the option `--discriminator-pace 2`.

 ![Eager D: the hard twin is ahead at first, gets worse, and ends behind the smoothed one](../../Figures/04-label-smoothing/eager-quality.svg)

 Look at the picture before you believe the table. In this run the hard twin is *ahead* at first, and
 its best moment is better than any of the smoothed twin's. Then it gets worse, and the other stays
 about where it is. So the label did not make better samples, it kept them from decaying. At the end
 the ranges of the ratio do not meet. Luck alone puts three smoothed seeds before three hard ones once
 in 20 times ([how a verdict is reached](../../CLAIMS.md#how-a-verdict-is-reached)).

 ![Eager D: real digits, those of the hard twin, those of the smoothed twin](../../Figures/04-label-smoothing/eager.png)

 The smoothed twin has forgotten digits too, only fewer: in both generated sheets there is hardly a zero or
 a six. With chapter 2's remedy, a slower D, even the hard twin keeps them all, as the first row says.

 ![Logits with an eager D: with smoothed labels they reach less far, but many lie beyond D's label](../../Figures/04-label-smoothing/eager-logits.svg)

 The best D would never answer more than its label. This one answers more than its label on the share of
 real digits in the table's last column, and its largest answer is {{dMax.digits.eager}}.

 ## What goes wrong, and how you would notice

 - **Accuracy is counted at ½** and not at the middle between the labels. In the table of the line, the
   one-sided D then looks as if it were guessing.
 - **A loss is compared across labels.** Even at $q = p$ it depends on the label.
 - **G's label is smoothed along with D's.** No error is raised, and G is taught to stop short.

 ## What the published tutorials say

 A tutorial for 64 × 64 faces (chapter 3's recipe `faces64`) trains with label smoothing `0.25`. It
 names the paper of Salimans et al., and gives no reason. It contradicts itself:

 - *Smoothing `0.25` lowers the label to `0.75`*, if one goes by a comment in the code. The library
   that the code calls makes it `0.875`.
 - *The smoothed loss is $-\log((1 - s) - \sigma)$*, says that comment, with $\sigma$ for D's answer. None of the
   code computes it. It would be infinite at $\sigma = 1 - s$; the cross-entropy is finite for every logit.

 Others say more for smoothing, and [CLAIMS.md](../../CLAIMS.md) has the numbers. It keeps D from being
 over-confident: on real samples, and on average, it does. Only the real label may be smoothed, or the worst
 samples get no gradient (Salimans et al.): that is true of the best D, but on the line we saw no harm. It
 makes samples better: where D is too eager, it kept them from getting worse. And it makes a network harder
 to fool by *adversarial examples*, pictures changed so little that nobody sees it (Salimans et al.): we
 have not tested that.

 ### At full size

 `--preset paper` gives the twins of the line the 10,000 steps of chapter 1's tutorial, twice the lesson's. Over {{paper.seeds}}
 seeds they end at {{w1Hard.paper.range}} with hard labels, and at {{w1.paper.range}} with smoothed ones: still no
 difference to speak of. Smoothing in the recipe that it came with, the faces of chapter 3, is part of
 [a run of 6,000 steps](../03-dcgan/README.md#the-published-recipe-with-more-time) there.

 ## Try it

 1. `swift run label-smoothing --recipe optimum --fake-mean -1 --out Runs/level`: now $q = p$.
    Foretell the five curves, and the pull.
 2. `swift run label-smoothing --recipe optimum --fake-mean 5 --out Runs/apart`: the heaps hardly
    overlap. What do the logits of each twin do with more `--steps`?
 3. `swift run label-smoothing --real-label 0.55 --out Runs/low`. Foretell D(G(z)). How low can the
    label go before W1 suffers? Why should it not, and why does it in the end?
 4. Take the eager D of digits and try `--smoothing 0.25` in both styles. Is more smoothing better?
 5. In `nonSaturatingLoss`, put `0.9` in place of 1. On the line no answer reaches that in the end.
    What do you expect of W1? And what would D have to do for this label to show?

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
