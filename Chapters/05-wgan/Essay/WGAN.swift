/*:
 ## Part 3 · A critic that trains a generator

 Can a network measure a distance while another one trains against it? And does its value then tell you,
 during training, how good the samples are?

 ![The critic's value and the distance both fall, fast and then slowly, and more samples become legible](../../Figures/05-wgan/critic.svg)

 On the left is what the critic says. On the right a judge that the two players never meet measures how far
 the samples are from real digits.

 Run it: `swift run wgan`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 */
import Datasets
import Tensors

/*:
 ### From a distance to two losses

 In part 2 both heaps lay still. Now one of them is what the generator makes, and it moves. The formula of
 [part 2](#part-2--a-critic-is-a-ruler) stays, with a critic $C$ for $f$, and 1-Lipschitz now means
 $|C(x) - C(y)| \le \|x - y\|$ for any two *samples*. Four things differ from chapter 2:

 - The losses have no logarithm, and the critic has no sigmoid.
 - The critic's slope is held near 1 or under a bound, where chapter 2's penalty pulls D's towards 0.
 - It learns several times for each step of the generator, so that it is nearly the best one.
 - The penalty rules out batch norm in the critic, as chapter 2's does in D: it asks for the slope of one
   sample's score, and with batch norm a score depends on the whole batch. (The first paper's code has it in
   its clipped critic. We refuse it there too, because it divides by the batch's spread, and $c$ then bounds
   no slope.)

 ### The problems

 | `--problem` | real samples | how good: |
 |---|---|---|
 | `line` | N(−1, 1), as in chapter 1 | Wasserstein-1, exactly |
 | `ring` | 8 round clusters on a circle of radius 1, σ = `0.01` | clusters found, share of good samples |
 | `grid` | 25 clusters at {−4, −2, 0, 2, 4}², σ = `0.05` | the same |
 | `digits` | 28 × 28, drawn or MNIST | the Fréchet ratio of chapter 2 |
 | `faces` | 64 × 64 in colour, drawn or your own | Fréchet distance on 50 components |

 On ring and grid a sample is *good* if it lies within 3σ of the middle of a cluster, and a cluster is
 *covered* if it has a good sample. [Networks.swift](Essay/Networks.swift) has the networks of each problem,
 with the shape after each layer; those for digits are chapter 2's.

 ### The losses

 The critic makes its mean score on real samples as much higher as it can than that on generated ones.
 An optimiser makes a loss small, so its loss is the difference the other way round. Its negative is the
 critic's *estimate* of the distance.

 $$L_C = \mathbb{E}\, C(G(z)) - \mathbb{E}\, C(x)$$
 */
package func wassersteinLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  fakeScores.mean() - realScores.mean()
}

/*:
 The generator moves its samples to where the critic scores higher.

 $$L_G = -\,\mathbb{E}\, C(G(z))$$
 */
package func wassersteinGeneratorLoss(fakeScores: Tensor) -> Tensor {
  -fakeScores.mean()
}

/*:
 ### Keeping the critic flat: a penalty

 As in part 2, the penalty looks at points between a real and a generated sample. The slope is now a
 gradient, and its norm is to be 1:

 $$\hat x = \epsilon\, x + (1 - \epsilon)\, G(z), \qquad
 P = \lambda\; \mathbb{E}\, \bigl(\|\nabla_{\hat x} C(\hat x)\| - 1\bigr)^2$$

 The share $\epsilon$ is one uniform number for a *sample*. (One for each pixel would leave the line.)

 As part 2 said, this critic solves another problem than that of the formula. For pictures nobody knows
 $W_1$, and Stanczuk et al. (2021) find that critics of pictures are far from it, and that generators learn
 from them all the same. So take the value for a number to watch, until it is tested.
 */
package func interpolationShares(
  for real: Tensor, using stream: inout RandomStream
) -> Tensor {
  .uniform(Shape([real.shape[0]] + [Int](repeating: 1, count: real.rank - 1)), using: &stream)
}

/*:
 The norm is taken over all numbers of a sample, and the mean over the samples. As in chapter 1, the
 gradient of the *sum* of the scores has a row for each sample. The problem `line` takes the one-sided
 penalty, because the paper's two-sided one can lock a critic on the line into the wrong sign, as in part 2.
 */
package func gradientPenalty(
  critic: (Tensor) -> Tensor, real: Tensor, fake: Tensor, epsilon: Tensor,
  sides: PenaltySides = .two
) -> (penalty: Tensor, norms: Tensor) {
  let between = (epsilon * real + (1 - epsilon) * fake).detached().tracked()
  let slopes = gradients(
    of: critic(between).sum(), withRespectTo: [between], differentiable: true)[0]
  let norms = (slopes.flattened().squared().sum(along: [1]) + 1e-12).squareRoot()
  let excess = sides == .one ? (norms - 1).relu() : norms - 1
  return (excess.squared().mean(), norms.detached())
}

/*:
 ### Keeping the critic flat: clipping

 The first paper brings all weights of the critic back into $[-c, c]$ after every update. As part 2 showed,
 that bounds the slope by a number that depends on $c$, the widths and the depth.

 $$w \leftarrow \max(-c, \min(w, c))$$
 */
package func clipped(_ parameters: [Tensor], to clipValue: Float) -> [Tensor] {
  parameters.map { $0.detached().clipped(to: -clipValue...clipValue).tracked() }
}

/*:
 ### Two relatives

 `--recipe gan`, *the plain game*, is that of the chapters before: its losses are
 [those of chapter 1](../01-toy-gan/README.md#the-losses), with the scores for logits.
 */
package func minimaxLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: realScores, label: 1)
    + sigmoidCrossEntropy(logits: fakeScores, label: 0)
}

package func nonSaturatingLoss(fakeScores: Tensor) -> Tensor {
  sigmoidCrossEntropy(logits: fakeScores, label: 1)
}

/*:
 `--recipe lsgan` (Mao et al., 2017) pulls scores to 1 on real and to 0 on generated samples, by squares.
 A sample on the right side but far away still feels a pull, where the logarithm has gone flat. Nothing keeps
 this critic 1-Lipschitz, so its value is no Wasserstein distance.

 $$L_D = \tfrac12\, \mathbb{E}\,(C(x) - 1)^2 + \tfrac12\, \mathbb{E}\, C(G(z))^2, \qquad
 L_G = \tfrac12\, \mathbb{E}\,(C(G(z)) - 1)^2$$
 */
package func leastSquaresLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  ((realScores - 1).squared().mean() + fakeScores.squared().mean()) / 2
}

package func leastSquaresGeneratorLoss(fakeScores: Tensor) -> Tensor {
  (fakeScores - 1).squared().mean() / 2
}

/*:
 ### The training loop

 One loop serves five recipes: each brings its two losses, and the penalty or the clipping if it has a
 weight or a value for them. Optimisers and rates stand in [Recipe.swift](Essay/Recipe.swift), and what a
 problem changes of them in [Problem.swift](Essay/Problem.swift). `--preset paper` takes those of the
 papers. A lesson's rates are higher, and fall to 0 over the second half on the line and in the plane; in
 the plane $\lambda$ is 1 in place of 10. With the penalty on images they fall as well, and the generator is
 averaged, as in chapter 1.
 */
package struct Training {
  package var recipe: Recipe
  package var real: RealSamples
  package var generator: Sequential
  package var critic: Sequential
  /// The generator's parameters, averaged over the steps, if the recipe averages.
  package var average: MovingAverage<Sequential>?
  package var generatorOptimizer: any Optimizer
  package var criticOptimizer: any Optimizer
  package var noise: RandomStream
  /// For the places between real and generated samples where the penalty looks.
  package var shares: RandomStream

  package init(_ recipe: Recipe, real source: RealSamples.Source, seed: UInt64) {
    var weights = RandomStream(seed: seed, for: "weights")
    self.recipe = recipe
    real = RealSamples(source, for: recipe, seed: seed)
    generator = recipe.networks.generator(from: recipe.problem.latent, using: &weights)
    critic = recipe.networks.critic(norm: recipe.criticNorm, using: &weights)
    if let decay = recipe.averageDecay { average = MovingAverage(of: generator, decay: decay) }
    generatorOptimizer = recipe.makeOptimizer(rate: recipe.generatorRate)
    criticOptimizer = recipe.makeOptimizer(rate: recipe.criticRate)
    noise = RandomStream(seed: seed, for: "noise")
    shares = RandomStream(seed: seed, for: "interpolation")
  }

  /// The generator that samples are drawn with: averaged, if the recipe averages.
  package var finalGenerator: Sequential { average?.network ?? generator }

  package mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    guard let generatorLoss = recipe.generatorLoss else {
      return try modernLoop(over: steps, observe: observe)  // The chapter's last part.
    }
    let (batch, latent) = (recipe.batchSize, recipe.problem.latent)
    for step in steps {
      var criticLosses: [Tensor] = []
      for _ in 0..<recipe.criticSteps(at: step) {
        let x = real.next(batch)
        let fake = generator(latent(batch, using: &noise), phase: .training).detached()
        let realScores = critic(x, phase: .training)  // [batch, 1]
        let fakeScores = critic(fake, phase: .training)
        var lossC = recipe.criticLoss(realScores, fakeScores)
        if recipe.gradientPenaltyWeight > 0 {
          let epsilon = interpolationShares(for: x, using: &shares)  // [batch, 1, …]
          let penalty = gradientPenalty(
            critic: { critic($0) }, real: x, fake: fake, epsilon: epsilon,
            sides: recipe.penaltySides
          ).penalty
          lossC += recipe.gradientPenaltyWeight * penalty
        }
        criticOptimizer.learningRate =
          recipe.criticPace * recipe.criticRate * recipe.rateShare(at: step)
        criticOptimizer.update(
          &critic.parameters,
          along: gradients(of: lossC, withRespectTo: critic.parameters, keepingRecord: false))
        if let clipValue = recipe.clipValue {
          critic.parameters = clipped(critic.parameters, to: clipValue)
        }
        criticLosses.append(lossC.detached())
      }

      let z = latent(batch, using: &noise)
      let fakeScores = critic(generator(z, phase: .training), phase: .training)
      let lossG = generatorLoss(fakeScores)
      generatorOptimizer.learningRate =
        recipe.generatorPace * recipe.generatorRate * recipe.rateShare(at: step)
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: lossG, withRespectTo: generator.parameters, keepingRecord: false))
      average?.update(with: generator)
      try observe(self, Answers(criticLosses: criticLosses, lossG: lossG))
    }
  }
}

/// The losses of one step, each before the player moved.
package struct Answers {
  /// One for each update of the critic, with the penalty.
  package let criticLosses: [Tensor]
  package let lossG: Tensor
}

/*:
 ### What you should see

 **Digits.** `swift run wgan` makes 4,000 steps with the penalty. The other recipes make 600, and so does the
 second row (`--steps 600 --no-falling-rates --average 0`). *Legible* are the samples on which three small
 readers agree.

 | | Fréchet ratio | legible | digits |
 |---|---|---|---|
 | penalty | {{frechetRatio.lesson.range}} | {{legible.lesson.range}} | {{digitsCovered.lesson}} |
 | penalty, 600 steps | {{frechetRatio.lesson.bare.range}} | {{legible.lesson.bare.range}} | {{digitsCovered.lesson.bare}} |
 | clipping, with a $c$ of `0.03` | {{frechetRatio.lesson.clip.range}} | {{legible.lesson.clip.range}} | {{digitsCovered.lesson.clip}} |
 | the plain game, one update of the critic in place of five | {{frechetRatio.lesson.gan.range}} | {{legible.lesson.gan.range}} | {{digitsCovered.lesson.gan}} |

 ![Real digits on the left; on the right generated ones, many of them clean and some in pieces](../../Figures/05-wgan/comparison.png)

 The ratio judges the heap, and may be small while single digits are ragged, as after 600 steps. Legibility
 judges single digits, and is blind to variety. Twelve noise vectors, from the first step to the last:

 ![Twelve noise vectors at eight moments: noise, grainy blots, then strokes, and most of these become digits](../../Figures/05-wgan/progress.png)

 Now the question from the top. At forty moments of a run, take the critic's estimate on fresh samples, and
 the distance of the generator's samples. Do the two rise and fall together? Their rank correlation says it
 (1: always, 0: it tells nothing):

 | | over the run | after the first quarter |
 |---|---|---|
 | penalty | {{criticQuality.lesson.range}} | {{criticQualityLate.lesson.range}} |
 | clipping | {{criticQuality.lesson.clip.range}} | {{criticQualityLate.lesson.clip.range}} |
 | the plain game | {{criticQuality.lesson.gan.range}} | {{criticQualityLate.lesson.gan.range}} |
 | the line, penalty | {{criticQuality.lesson.line.range}} | {{criticQualityLate.lesson.line.range}} |
 | the line, clipping | {{criticQuality.lesson.line-clip.range}} | {{criticQualityLate.lesson.line-clip.range}} |
 | faces, penalty | {{criticQuality.lesson.faces.range}} | {{criticQualityLate.lesson.faces.range}} |

 With the penalty the value falls as the samples get better. But so does whatever falls with time. Ask a clock
 that has seen no sample: how does minus the number of the step rise and fall with the distance? (Every run's
 last line says it.)

 | over the run | the critic's value | a clock |
 |---|---|---|
 | the line, penalty | {{criticQuality.lesson.line.range}} | {{stepQuality.lesson.line.range}} |
 | the line, clipping | {{criticQuality.lesson.line-clip.range}} | {{stepQuality.lesson.line-clip.range}} |
 | the ring, penalty | {{criticQuality.lesson.ring.range}} | {{stepQuality.lesson.ring.range}} |
 | the grid, penalty | {{criticQuality.lesson.grid.range}} | {{stepQuality.lesson.grid.range}} |
 | digits, penalty | {{criticQuality.lesson.range}} | {{stepQuality.lesson.range}} |
 | the line, and from step 700 on a generator that learns far too fast | {{criticQuality.lesson.line-worse.range}} | {{stepQuality.lesson.line-worse.range}} |
 | the line, and from step 700 on a critic that learns no more | {{criticQuality.lesson.line-frozen.range}} | {{stepQuality.lesson.line-frozen.range}} |

 On the line with the penalty and on the grid the clock is ahead in every seed, and in the other three of the
 first five rows the ranges lie over each other. So a high correlation does not show that the value knows how good samples are. It has to follow a
 run that gets worse again. The last two rows are such runs (`--problem line --no-falling-rates` with
 `--at 700:generator-rate=0.03`, or with `--at 700:critic-rate=0`):

 ![The distance falls to step 700, jumps up and stays there; the value falls with it, and then swings about 0](../../Figures/05-wgan/worse-critic.svg)

 While the samples got better the value fell with the distance. When they get worse at a blow, it swings
 about 0, and would tell a reader that all is well: this critic cannot follow so fast a generator. And one
 that no longer learns says the less, the farther the samples run away. Only of a critic that has come to
 rest can the value be a distance, as in part 2; of one that has not, these two runs show that it need not
 follow the samples at all. On digits with clipping the value falls in the first hundred steps, and tells
 nothing when the distance falls a second time, from step 400 or so:

 ![With clipping the value is near 0 early on and stays there; the distance stands still and falls late](../../Figures/05-wgan/clip-critic.svg)

 When the distance falls that second time, the value climbs a little, too little for this axis: the critic's
 unit changes while its weights move. This is one value of $c$ and one length of a run. On the line
 clipping's value does fall with W1.

 ![The norm of the critic's gradient falls at once, and settles a little above 1](../../Figures/05-wgan/slopes.svg)

 If the penalty works, the norm settles a little above 1, for the reason given in part 2. A norm that runs
 away means that the penalty is not in the loss.

 Norm and value fit together, but that does not prove the value a distance. The last layer has no
 activation, so its weights can make all scores $s$ times as large. With $r$ for the value and $n$ for the
 norms, the loss is then $-s r + \lambda\, \mathbb{E}(s n - 1)^2$, and a critic that has settled has its
 least loss at $s = 1$. So $r = 2\lambda\, \mathbb{E}\, n(n - 1)$, whatever its scores mean. (With part 2's
 $a = 1 + W_1/2\lambda$ for all norms it reads $r = a W_1$: the same equation, and no measurement of $W_1$.)
 Recorded are a norm of {{gradientNormMean.lesson}}, with a standard deviation of
 {{gradientNormStd.lesson}}, and a value of {{criticEstimate.lesson}}. Put the first two into the formula,
 with $\lambda = 10$, and it comes near the third. That says only that the last layer has settled.

 **The line.** To compare the value with $W_1$ itself is a test that it could fail, and `--problem line`
 makes it:

 | | W1 | the critic's value | norm of its gradient |
 |---|---|---|---|
 | one-sided penalty | {{w1.lesson.line.range}} | {{criticEstimate.lesson.line.range}} | {{gradientNormMean.lesson.line.range}} |
 | clipping | {{w1.lesson.line-clip.range}} | {{criticEstimate.lesson.line-clip.range}} | {{gradientNormMean.lesson.line-clip.range}} |

 With the penalty the value is of the right order, and too small: the critic is flatter than it may be, and
 some of that W1 is the noise of 2,500 samples. The clipped critic has a unit of its own. When the
 generator waits, a [test](../../Tests/WGANTests/ConvergenceTests.swift) finds the penalised critic within 5 %
 of $W_1(1 + W_1/2\lambda)$.

 ![At the end the generated density has two shoulders, and the critic's score is lowest near them](../../Figures/05-wgan/line.svg)

 Watch the dotted line. After a few steps it climbs from the generated heap in both directions: go apart. At
 the end it is nearly flat in the middle, where the densities agree, and lowest where the generator makes too
 many numbers.

 **Modes.** With `--problem ring` the shades are the critic's scores, and the arrows its gradient at thirty of
 the samples:

 ![At the end most samples lie on the eight clusters, and arrows lead from there to all sides](../../Figures/05-wgan/ring.svg)

 In the last frame most arrows begin on a cluster that is hit, and lead away from it. Nothing has to be moved
 there, so a flat critic would do. But many of the points $\hat x$ lie in or near a cluster, and the two-sided
 penalty forces a slope of 1 there too. The picture shows it: the length of an arrow stands for the critic's
 slope, and none is much shorter than half of the longest. Only the direction is free, so samples of one cluster
 are sent to different sides.

 | | penalty: clusters | share of good samples | `--recipe gan`: clusters | share of good samples |
 |---|---|---|---|---|
 | ring, 8 | {{modesCovered.lesson.ring.range}} | {{highQuality.lesson.ring}} | {{modesCovered.lesson.ring-gan.range}} | {{highQuality.lesson.ring-gan}} |
 | grid, 25 | {{modesCovered.lesson.grid.range}} | {{highQuality.lesson.grid}} | {{modesCovered.lesson.grid-gan.range}} | {{highQuality.lesson.grid-gan}} |

 On the ring the plain game finds most clusters too, and of its samples more are good in the median, but the two
 ranges overlap. On the grid it drops about half of the clusters:

 ![Where the samples of the grid lie with the penalty: on every cluster, and on lines between them](../../Figures/05-wgan/grid-density.svg)

 ![Where they lie in the plain game: on streaks, which cross some of the clusters](../../Figures/05-wgan/grid-gan-density.svg)

 One good sample among 2,500 covers a cluster. The penalty's samples also lie *between* the clusters, for a
 generator is continuous and has to get from one to the next. Its critic has five updates where the plain
 game's has one: the fourth thing to try is the run to compare with.

 **Faces.** With `--problem faces` the Fréchet distance on 50 components begins above 40, and ends at
 {{pca50Frechet.lesson.faces.range}} after a few minutes.

 ![Real faces on the left; the generated ones on the right are blurred and grainy](../../Figures/05-wgan/faces.png)

 Do not take the distance for a contest with chapter 3 of two losses: networks, batches and numbers of updates
 differ too.

 ### At full size

 The digits above come from dense networks, at rates that suit a lesson. The papers have convolutions, other rates, and
 200,000 steps. With their networks and rates and on real digits, but for a small part of the steps (the workbook's README
 has the time; one seed each):

 | `swift run wgan --problem digits --preset paper --dataset mnist` | legible | Fréchet ratio | the critic's value and the ratio, over the run | a clock |
 |---|---|---|---|---|
 | the penalty: `--steps 3000` | {{legible.paper.gp}} | {{frechetRatio.paper.gp}} | {{criticQuality.paper.gp}} | {{stepQuality.paper.gp}} |
 | clipping, with a $c$ of `0.01`: `--recipe clip --steps 4000` | {{legible.paper.clip}} | {{frechetRatio.paper.clip}} | {{criticQuality.paper.clip}} | {{stepQuality.paper.clip}} |

 ![Real digits of MNIST beside those of the penalty: most are digits, some pale or broken](../../Figures/05-wgan/paper-gp.png)

 ![Real digits of MNIST beside those of clipping: strokes of the right thickness, and few of them a digit](../../Figures/05-wgan/paper-clip.png)

 Both draw all ten digits, and both were still getting better when they stopped. Clipping learns far more slowly (at its
 paper's rate, which is half of that for the penalty). What does its value say here?

 ![With clipping the value jumps above 150, falls below 10 in 500 steps, and lies at 0 from then on, while the distance keeps falling](../../Figures/05-wgan/paper-clip-critic.svg)

 This time it falls together with the distance, unlike the lesson's. But half of the run it lies about 0, and toward the
 end it is below 0 again and again: by its critic, fakes are then *more* real than what is real, while four of five cannot be
 read. The clock is ahead of both critics once more.

 ### What goes wrong, and how you would notice

 None of these mistakes stops the program. [Mistakes.swift](Essay/Mistakes.swift) has checks that find them,
 and the tests make each of them on purpose.

 | Mistake | How you notice |
 |---|---|
 | $\epsilon$ for each pixel | the points do not lie on the line between their two samples |
 | norm over the wrong axis | a linear critic with a gradient of norm 3 must get $(3 - 1)^2 = 4$, on any batch |
 | penalty computed, never added | the critic's weights are the same with $\lambda = 0$; the norm runs away |
 | penalty at real points only | worked out from the points, all $\epsilon$ are 1 |
 | batch norm in the critic | a sample's score changes with its company |
 | a sigmoid or a logarithm left in the loss | the loss changes when a number is added to all scores |
 | clipping before the update | after a step a weight lies beyond $\pm c$ |
 | a hinge loss (part 4) sold as Wasserstein | scores beyond a margin have no gradient |

 ### What the published tutorial says

 - *WGAN is the GAN code plus the penalty.* It leaves out the losses, the critic's several updates, and that
   the penalty rules out batch norm. What is pulled to 1 is the norm of the gradient at points between samples.
 - *DCGAN enlarges pictures.* DC stands for deep convolutional.

 ### Try it

 1. `swift run wgan --problem line --penalty-sides two --out Runs/two`, with several seeds. In which of them
    does the critic never turn round? Look at `training.svg`.
 2. `swift run wgan --recipe clip --clip-value 0.3 --out Runs/loose`, then `0.01`. What happens to the
    critic's value, to the norm and to the samples? Does the value still tell nothing after `--steps 4000`?
 3. `swift run wgan --critic-steps 1 --out Runs/one`. What does the correlation say about a critic that has
    no time to become good?
 4. `swift run wgan --problem grid --recipe gan --critic-steps 5 --out Runs/five`. Is it the five updates or
    the distance that finds the clusters?
 5. `swift run wgan --penalty-weight 0 --steps 100 --out Runs/free`. Before you look: where will the norm end?
 6. `swift run wgan --problem ring --penalty-sides one --out Runs/flat`. A critic may now be flat where a
    cluster is hit. Are the arrows there shorter than those between the clusters?
 */
