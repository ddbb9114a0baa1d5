/*:
 ## Part 3 · A critic that trains a generator

 Can a network compute a distance while another one trains against it? And if its value really is a
 distance, do you at last have a number during training that says how good the samples are?

 ![The critic's value beside the distance of the samples](../../Figures/05-wgan/critic.svg)

 On the left is what the critic says, and on the right how far the samples are from real digits,
 measured by a judge that the two players never meet. In chapter 2 the loss told nothing about quality.
 Does this one?

 Run it: `swift run wgan`. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 */
import Datasets
import Tensors

/*:
 ### From a distance to two losses

 In part 2 both heaps lay still. Now one of them is the generator's, and it moves. The formula stays,
 with $C$ for the critic:

 $$W_1(p, q) = \max_{C \text{ 1-Lipschitz}} \; \mathbb{E}_{x \sim p}\, C(x) - \mathbb{E}_z\, C(G(z)),$$

 where $q$ is what $G$ makes, and 1-Lipschitz now means $|C(x) - C(y)| \le \|x - y\|$ for any two
 *samples*, be they numbers, points or pictures. Three things differ from chapter 2, and each is easily
 forgotten:

 - the losses, which have no logarithm, and the critic, which has no sigmoid;
 - the critic must be kept from growing steep;
 - it learns several times for each step of the generator, because the generator should follow a critic
   that is nearly the best one.

 There is no batch norm in the critic. That is as in chapter 2, but here it is the penalty that rules it
 out: it asks for the slope of a sample's score, and with batch norm a score depends on the rest of the
 batch. `--critic-norm batch` is refused for that reason. The first paper's code has batch norm in its
 clipped critic. We refuse it there too: it divides by the spread of the batch, so that $c$ no longer
 bounds the slope.

 ### The problems

 | `--problem` | real samples | how good: |
 |---|---|---|
 | `line` | N(−1, 1), as in chapter 1 | Wasserstein-1, exactly |
 | `ring` | 8 round clusters on a circle of radius 1, σ = `0.01` | clusters found, share of good samples |
 | `grid` | 25 clusters at {−4, −2, 0, 2, 4}², σ = `0.05` | the same |
 | `digits` | 28 × 28, drawn or MNIST | the Fréchet ratio of chapter 2 |
 | `faces` | 64 × 64 in colour, drawn or your own | Fréchet distance on 50 components |

 On ring and grid a sample is *good* if it lies within 3σ of the middle of a cluster, and a cluster is
 *covered* if it has a good sample. The networks stand in [Networks.swift](Essay/Networks.swift), with the
 shape after each layer: three hidden layers in the plane, the dense networks of chapter 2 for digits,
 convolutions for faces. Only the generators of digits have batch norm.

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

 As in part 2, the penalty looks at points on straight lines between a real and a generated sample. The
 slope is now a gradient, and its norm is to be 1:

 $$\hat x = \epsilon\, x + (1 - \epsilon)\, G(z), \qquad
 P = \lambda\; \mathbb{E}\, \bigl(\|\nabla_{\hat x} C(\hat x)\| - 1\bigr)^2$$

 The share $\epsilon$ is one uniform number for a *sample*. (One for each pixel would leave the line.)

 With a penalty the critic's problem is another one than in the formula above, as part 2 said. Its value
 was compared with $W_1$ on the line, and for heaps that lie still in the plane. For pictures nobody knows
 $W_1$, and Stanczuk et al. (2021) find that critics of pictures are far from it, and that generators
 learn from them all the same. So take the value for a number to watch, and no more until it is tested.
 */
package func interpolationShares(
  for real: Tensor, using stream: inout RandomStream
) -> Tensor {
  .uniform(Shape([real.shape[0]] + [Int](repeating: 1, count: real.rank - 1)), using: &stream)
}

/*:
 The norm is taken over all numbers of one sample, and the mean over the samples. As in chapter 1,
 the gradient of the *sum* of the scores has in each row that sample's own: a score depends on one
 sample.

 On the line a two-sided penalty locks critics into the wrong sign. Hence `line` takes the one-sided
 one, and all others the paper's.
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

 The first paper did something simpler: after every update it brings all weights of the critic back
 into $[-c, c]$. That bounds the slope, as part 2 showed, by a number that depends on $c$, the
 widths and the depth.

 $$w \leftarrow \max(-c, \min(w, c))$$
 */
package func clipped(_ parameters: [Tensor], to clipValue: Float) -> [Tensor] {
  parameters.map { $0.detached().clipped(to: -clipValue...clipValue).tracked() }
}

/*:
 ### Two relatives

 `--recipe gan` is the game of the chapters before, for comparison: here its scores are the logits.

 $$L_D = -\,\mathbb{E} \log \sigma(C(x)) - \mathbb{E} \log\bigl(1 - \sigma(C(G(z)))\bigr),
 \qquad L_G = -\,\mathbb{E} \log \sigma(C(G(z)))$$
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
 A sample on the right side but far away still feels a pull, where the logarithm has gone flat. It is no
 Wasserstein distance: nothing keeps its critic 1-Lipschitz.

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

 One loop for five recipes: each brings its two losses, and the penalty and the clipping are there
 if a recipe has a weight or a value for them. The optimisers, rates and counts stand in
 [Recipe.swift](Essay/Recipe.swift), and what a problem changes of them in
 [Problem.swift](Essay/Problem.swift): with `--preset paper` those of the papers (RMSprop at 5e-5 and
 $c = 0.01$ for clipping, Adam at 1e-4 with $\beta_1 = 0$, $\beta_2 = 0.9$ and $\lambda = 10$ for
 the penalty, 5 critic steps, batches of 64); for a lesson faster ones. On the line and in the plane
 a lesson also lets the rates fall to 0 over the second half, for every recipe alike, and in the
 plane $\lambda$ is 1. (The authors' code takes a small one there, too.) On images the penalty's lesson
 has two things more from chapter 1, falling rates and an average of the generator's parameters, with
 which the samples are drawn. `--no-falling-rates --average 0` shows what they are worth.

 The authors' code for `clip` makes 100 critic steps at each of the first 25 steps, and we do too: a
 critic that knows nothing has nothing to teach. (Their code does it again at every 500th step; ours does
 not.)
 */
package struct Training {
  package let recipe: Recipe
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
          &critic.parameters, along: gradients(of: lossC, withRespectTo: critic.parameters))
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
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
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

 **Digits.** `swift run wgan` trains the dense networks of chapter 2 with the penalty. Over the
 recorded seeds the Fréchet ratio ends at a median of {{frechetRatio.lesson}} (between
 {{frechetRatio.lesson.low}} and {{frechetRatio.lesson.high}}), with {{digitsCovered.lesson}} of the
 10 digits, and a share of {{legible.lesson}} of the samples is *legible*: three small readers agree on
 the digit. The other recipes get 600 steps in place of its 4,000. Beside them stands the penalty in as
 many, without average and falling rates (`--steps 600 --no-falling-rates --average 0`):

 | | Fréchet ratio | legible | digits |
 |---|---|---|---|
 | penalty | {{frechetRatio.lesson}} | {{legible.lesson}} | {{digitsCovered.lesson}} |
 | penalty, 600 steps | {{frechetRatio.lesson.bare}} | {{legible.lesson.bare}} | {{digitsCovered.lesson.bare}} |
 | clipping, with a $c$ of `0.03` | {{frechetRatio.lesson.clip}} | {{legible.lesson.clip}} | {{digitsCovered.lesson.clip}} |
 | the plain game, one update of the critic in place of five | {{frechetRatio.lesson.gan}} | {{legible.lesson.gan}} | {{digitsCovered.lesson.gan}} |

 ![Real on the left, generated on the right](../../Figures/05-wgan/comparison.png)

 The two numbers see different things. The ratio judges the heap: it may be small while single digits are
 ragged, as it is after 600 steps. Legibility judges single digits, and is blind to variety:
 a generator that makes one fine 7 has all of it.

 The way there, from the same twelve noise vectors, from the first step to the last:

 ![Twelve noise vectors at eight moments: noise, one blot for all, then digits](../../Figures/05-wgan/progress.png)

 Now the question from the top. At forty moments of the run, take the critic's estimate on samples that
 it has not seen at that step, and the Fréchet ratio of the generator's samples. Do the two rise and fall
 together? Their rank correlation (1: always, 0: it tells nothing), over the whole run and without its
 first quarter:

 | | over the run | after the first quarter |
 |---|---|---|
 | penalty | {{criticQuality.lesson.range}} | {{criticQualityLate.lesson.range}} |
 | clipping | {{criticQuality.lesson.clip.range}} | {{criticQualityLate.lesson.clip.range}} |
 | the plain game | {{criticQuality.lesson.gan.range}} | {{criticQualityLate.lesson.gan.range}} |

 With the penalty the value falls as the samples get better, until there is little left to see: after
 the first quarter the ratio hardly falls. But ask what a clock would score. The ratio falls as training
 goes on, so minus the number of the step agrees with it too, and a clock has seen no sample. A run
 prints that correlation beside the critic's (`stepQuality`). In the picture at the top the ratio falls
 so steadily that the clock agrees with it better than the critic's value does. So the table does not
 show that the value knows how good samples are. For that it has to beat the clock, or to follow a run
 that gets worse again. In the recorded run with clipping it does not even fall with the ratio:

 ![With clipping: the critic's value beside the distance of the samples](../../Figures/05-wgan/clip-critic.svg)

 The value drops to nearly 0 while the samples are still one grainy blot. When they become digits at
 last, it does not fall: it climbs a little. The critic's unit changes while its weights move, and
 that outweighs the distance. This is one value of $c$ and one length of a run, and no proof that
 clipping never tells. On the line its correlation with W1 is {{criticQuality.lesson.line-clip.range}},
 where the penalty's is {{criticQuality.lesson.line.range}}.

 ![The norm of the critic's gradient](../../Figures/05-wgan/slopes.svg)

 This is how you notice that the penalty works: the norm between real and generated samples settles
 a little above 1. A norm that runs away means that the penalty is not in the loss. Why above 1, part 2
 has told: a slope a little too great gains more than it costs.

 Norm and value fit together, but do not take that for a proof that the value is a distance. The last
 layer has no activation, so its weights can make all scores $s$ times as large. With $r$ for the value
 and $n$ for the norms, the loss is then $-s r + \lambda\, \mathbb{E}(s n - 1)^2$, and a critic that has
 settled has its least loss at $s = 1$. So $r = 2\lambda\, \mathbb{E}\, n(n - 1)$, whatever its scores
 mean. (With part 2's $a = 1 + W_1/2\lambda$ for all norms it reads $r = a W_1$: the same equation once
 more, and no measurement of $W_1$.) In the recorded run the norm is {{gradientNormMean.lesson}}, its
 standard deviation {{gradientNormStd.lesson}} and the value {{criticEstimate.lesson}}. They fit, and all
 that this says is that the last layer keeps up. A comparison with $W_1$ could fail.

 **The line.** `swift run wgan --problem line`: W1 ends at {{w1.lesson.line.range}} with the one-sided penalty, and at {{w1.lesson.line-clip.range}} with clipping.
 Here the comparison can be made. With the penalty the critic says {{criticEstimate.lesson.line}} at the
 end where W1 is {{w1.lesson.line}}: the right size, and too little. The heaps nearly agree, and the
 critic, whose slope is {{gradientNormMean.lesson.line}} on average, does not use what it may; besides,
 some of that W1 is the noise of the 2,500 samples that were judged. The clipped critic says
 {{criticEstimate.lesson.line-clip}} where W1 is {{w1.lesson.line-clip}}: its unit is its own. When the
 generator waits, a [test](../../Tests/WGANTests/ConvergenceTests.swift) finds the penalised critic within
 5 % of $W_1(1 + W_1/2\lambda)$.

 ![The generated density and the critic's scores, step by step](../../Figures/05-wgan/line.svg)

 Watch the dotted line. At first it climbs from the generated heap in both directions: go apart. At the end
 it is nearly flat in the middle, where the densities agree. It is lowest where the generator makes too many
 numbers, and climbs outwards from there: at both ends it makes too few.

 **Modes.** `swift run wgan --problem ring` and `--problem grid`. The shades are the critic's scores, the
 arrows its gradient at the samples: where each is sent next.

 ![Scores, samples and gradients in the plane](../../Figures/05-wgan/ring.svg)

 | | penalty: clusters | share of good samples | `--recipe gan`: clusters | share of good samples |
 |---|---|---|---|---|
 | ring, 8 | {{modesCovered.lesson.ring.range}} | {{highQuality.lesson.ring}} | {{modesCovered.lesson.ring-gan.range}} | {{highQuality.lesson.ring-gan}} |
 | grid, 25 | {{modesCovered.lesson.grid.range}} | {{highQuality.lesson.grid}} | {{modesCovered.lesson.grid-gan.range}} | {{highQuality.lesson.grid-gan}} |

 On the ring the plain game finds most clusters too, and its samples lie closer to them. On the grid
 it drops about half of them, and the penalty none. First the penalty's samples, then the plain
 game's:

 ![Where the samples of the grid lie with the penalty: on every cluster, and on lines between them](../../Figures/05-wgan/grid-density.svg)

 ![Where they lie in the plain game: on few clusters, and smeared](../../Figures/05-wgan/grid-gan-density.svg)

 A cluster is covered by one good sample among 2,500, and the penalty's samples also lie *between*
 the clusters: a generator is continuous and has to get from one to the next. The networks, steps
 and batches are the same for both recipes, but the critic's updates are five for one. The fourth thing to try is
 the run to compare with.

 **Faces.** `swift run wgan --problem faces` trains the convolutions on drawn faces of 64 × 64 in
 colour, in a few minutes. The measure is chapter 3's: the Fréchet distance on 50 principal
 components, which begins above 40 and ends at {{pca50Frechet.lesson.faces.low}} with the better
 recorded seed and at {{pca50Frechet.lesson.faces.high}} with the worse.

 ![Real faces on the left, generated on the right](../../Figures/05-wgan/faces.png)

 There are heads, hair of several kinds and backgrounds of all colours. Do not take the distance for a
 contest with chapter 3 of two losses: networks, batches and numbers of updates differ too.

 The critic's value falls with the distance here as well: the rank correlation is
 {{criticQuality.lesson.faces}}, and {{criticQualityLate.lesson.faces}} after the first quarter. The
 norm ends at {{gradientNormMean.lesson.faces}}. Pictures of 12,288 numbers lie far apart, so a steep
 critic gains much, and pays the same.

 ### What goes wrong, and how you would notice

 Eight mistakes are easily made, and none stops the program. The checks that find them stand in
 [Mistakes.swift](Essay/Mistakes.swift), and the tests make each mistake on purpose.

 | Mistake | How you notice |
 |---|---|
 | $\epsilon$ for each pixel | the points do not lie on the line between their two samples |
 | norm over the wrong axis | a linear critic with a gradient of norm 3 must get $(3 - 1)^2 = 4$, on any batch |
 | penalty computed, never added | the critic's weights are the same with $\lambda = 0$; the norm runs away |
 | penalty at real points only | worked out from the points, all $\epsilon$ are 1 |
 | batch norm in the critic | a sample's score changes with its company |
 | a sigmoid or a logarithm left in the loss | the loss changes when a number is added to all scores |
 | clipping before the update | after a step a weight lies beyond $\pm c$ |
 | a hinge loss sold as Wasserstein | scores beyond a margin have no gradient |

 ### What the published tutorial says

 - *WGAN is the GAN code plus the penalty.* It leaves out the losses and the critic's several updates, and
   that it is the penalty which rules out batch norm in the critic. And what is pulled to 1 is the norm of
   the gradient at points between samples, not of the weights.
 - *DCGAN enlarges pictures.* DC stands for deep convolutional.

 ### Try it

 1. `swift run wgan --problem line --penalty-sides two --out Runs/two`. Try several seeds. In which of them
    does the critic never turn round? Look at `training.svg`.
 2. `swift run wgan --recipe clip --clip-value 0.3 --out Runs/loose`, then `0.01`. What happens to the
    critic's value and to the norm of its gradient? What to the samples? And does the value still tell nothing
    after `--steps 4000`?
 3. `swift run wgan --critic-steps 1 --out Runs/one`. What does the correlation say about a critic that has
    no time to become good?
 4. `swift run wgan --problem grid --recipe gan --critic-steps 5 --out Runs/five`. Is it the five updates or
    the distance that finds the clusters?
 5. `swift run wgan --penalty-weight 0 --steps 100 --out Runs/free`. Before you look: where will
    the norm of the gradient end?
 */
