/*:
 ## Part 4 · What became of it

 Part 3 takes five updates of the critic for one of the generator, and each time a penalty that costs as
 much as two more. Are they needed for faces like these?

 ![Real faces on the left; the generated ones on the right have clear features, and some are smudged](../../Figures/05-wgan/modern-faces.png)

 They are not. Huang et al. (2024) asked what is left of all the advice on GANs if you throw away what is not
 needed. You have met nearly all that is left:

 | what | where you met it | what it is good for |
 |---|---|---|
 | only the *difference* of two scores counts | part 3, the critic | a number added to all scores changes nothing |
 | a slope that costs | chapter 1, the slope penalty, and two numbers that go round | two who circle come to rest |
 | rates that fall to 0 | chapter 1, and part 3 | the rest of the circling gets small |
 | an average of the generator | chapter 1 | the average of a circle is its middle |
 | no batch norm in the critic | part 3 | a score belongs to one sample |

 Run it: `swift run wgan --recipe modern`, and with each `--problem` of part 3.
 */
import Tensors

/*:
 ### A loss for pairs

 Show the critic *two* samples, a real $x$ and a generated $G(z)$, and let it say which of the two is real.
 If the difference of their scores is the logit, it says $x$ with the probability
 $\sigma(C(x) - C(G(z)))$, and cross-entropy makes of that (Jolicoeur-Martineau, 2018)

 $$L_C = \mathbb{E}\, \log\bigl(1 + e^{\,C(G(z)) - C(x)}\bigr).$$

 The generator plays for the opposite answer: the same loss, with the two exchanged. Near a difference of
 0 its slope is that of the Wasserstein loss, halved. A pair that is told apart with certainty no longer
 pulls the critic, where the Wasserstein critic would climb for ever. In the plain game a generator can win
 by making again and again one sample that $C$ takes for real, while here each of its samples is held against
 a real one. (Sun et al., 2020, prove for an idealised game of pairs that no valley of its loss ends in a wrong
 place; the plain game has many that do, where samples crowd on some of the clusters.) The two players still
 go round each other: on the Dirac-GAN, where $C(0) = 0$, this loss is the plain game's.
 */
package func pairingLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  (fakeScores - realScores).softplus().mean()
}

/*:
 ### Two slopes that cost

 $$R_1 = \tfrac{\gamma}{2}\, \mathbb{E}\, \|\nabla_x C(x)\|^2, \qquad
 R_2 = \tfrac{\gamma}{2}\, \mathbb{E}\, \|\nabla C(G(z))\|^2$$

 They look at the samples themselves, not between them, and pull the slope to 0, not to 1. When the two
 heaps agree there is nothing to say, and the best critic is flat. The penalty of part 3 does not let it be
 flat, as the arrows of the ring showed. With $R_1$
 [the Dirac-GAN](../01-toy-gan/README.md#two-numbers-that-go-round) came to rest at its equilibrium, and with the penalty of part 3 at
 a wrong place. $R_2$ does for the other heap what $R_1$ does for the real one.

 A penalty costs a second differentiation, and is not needed at every step. Karras et al. (2020) apply $R_1$
 at every sixteenth, with sixteen times the weight, and find no harm. Here it is every fourth.
 */
package func squaredSlope(of scores: Tensor, at samples: Tensor) -> Tensor {
  let slopes = gradients(of: scores.sum(), withRespectTo: [samples], differentiable: true)[0]
  return slopes.squared().sum() / Float(samples.shape[0])
}

extension Recipe {
  /// The penalties are in the loss at every so many steps, so many times as heavy.
  package var penaltyEvery: Int { 4 }
}

/*:
 ### The training loop

 The players learn in turn, one update each. Real and generated samples go through the critic together, so
 $R_1 + R_2$ is one mean over both heaps: $\gamma$ times the mean of $\|\nabla C\|^2$. Networks, noise and
 data are those of part 3.
 */
extension Training {
  mutating func modernLoop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    let (batch, latent) = (recipe.batchSize, recipe.problem.latent)
    for step in steps {
      let x = real.next(batch)
      let fake = generator(latent(batch, using: &noise), phase: .training).detached()
      let both = Tensor.concatenation([x, fake]).tracked()  // [2 batch, …]
      let scores = critic(both, phase: .training)  // [2 batch, 1]
      var lossC = pairingLoss(
        realScores: scores.slice(0..<batch), fakeScores: scores.slice(batch..<2 * batch))
      if step % recipe.penaltyEvery == 0 {
        let weight = Float(recipe.penaltyEvery) * recipe.slopePenaltyWeight
        lossC += weight * squaredSlope(of: scores, at: both)
      }
      let share = recipe.rateShare(at: step)
      criticOptimizer.learningRate = recipe.criticPace * recipe.criticRate * share
      criticOptimizer.update(
        &critic.parameters,
        along: gradients(of: lossC, withRespectTo: critic.parameters, keepingRecord: false))

      let z = latent(batch, using: &noise)
      let made = critic(generator(z, phase: .training), phase: .training)
      let lossG = pairingLoss(realScores: made, fakeScores: critic(x).detached())
      generatorOptimizer.learningRate = recipe.generatorPace * recipe.generatorRate * share
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: lossG, withRespectTo: generator.parameters, keepingRecord: false))
      average?.update(with: generator)
      try observe(self, Answers(criticLosses: [lossC.detached()], lossG: lossG))
    }
  }
}

/*:
 ### A fifth ruler, and a third way to keep a critic flat

 A layer multiplies the vector that comes in by the table (matrix) of its weights. Miyato et al. (2018)
 divide each such table by its largest singular value, the most by which it can lengthen a vector
 ([SpectralNorm.swift](../../Sources/Tensors/Layers/SpectralNorm.swift)). No layer then lengthens a
 difference, and tanh and leaky ReLU do not either, so a dense critic *is* 1-Lipschitz. It needs no penalty
 and no clipping, and has no unit of its own. As a ruler it never reads too much. The last panel of [part
 2's picture](#what-you-should-see) and the last row of its table are its: it reads nearly all of the
 distance, and the shortest lengths are the hardest here too.

 The recipe `hinge` has it, with a loss of the same name: scores beyond a margin of 1 no longer count.

 $$L_C = \mathbb{E} \max(0,\ 1 - C(x)) + \mathbb{E} \max(0,\ 1 + C(G(z))), \qquad
 L_G = -\,\mathbb{E}\, C(G(z))$$
 */
package func hingeLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  (1 - realScores).relu().mean() + (1 + fakeScores).relu().mean()
}

/*:
 ### What you should see

 | | penalty | modern |
 |---|---|---|
 | line: W1 | {{w1.lesson.line}} | {{w1.lesson.modern-line}} |
 | ring, 8: clusters, share of good samples | {{modesCovered.lesson.ring}}, {{highQuality.lesson.ring}} | {{modesCovered.lesson.modern-ring}}, {{highQuality.lesson.modern-ring}} |
 | grid, 25: clusters, share of good samples | {{modesCovered.lesson.grid}}, {{highQuality.lesson.grid}} | {{modesCovered.lesson.modern-grid}}, {{highQuality.lesson.modern-grid}} |
 | digits: legible | {{legible.lesson}} | {{legible.lesson.modern}} |
 | digits: Fréchet ratio | {{frechetRatio.lesson}} | {{frechetRatio.lesson.modern}} |
 | faces: distance on 50 components | {{pca50Frechet.lesson.faces}} | {{pca50Frechet.lesson.modern-faces}} |

 `modern` makes more steps in less time: a step here has two updates and a quarter of a penalty, one of part 3
 six updates and five penalties.

 ![Real digits on the left; on the right generated ones, most of them legible and some broken](../../Figures/05-wgan/modern.png)

 What does each part contribute? On the grid, where one sees it best, take them away one by one, over
 {{lesson.modern-grid.seeds}} seeds each:

 | | clusters | share of good samples | the critic's slope |
 |---|---|---|---|
 | all of it | {{modesCovered.lesson.modern-grid.range}} | {{highQuality.lesson.modern-grid.range}} | {{gradientNormMean.lesson.modern-grid}} |
 | `--penalty-weight 0` | {{modesCovered.lesson.modern-grid-unpenalised.range}} | {{highQuality.lesson.modern-grid-unpenalised.range}} | {{gradientNormMean.lesson.modern-grid-unpenalised}} |
 | `--no-falling-rates` | {{modesCovered.lesson.modern-grid-steady.range}} | {{highQuality.lesson.modern-grid-steady.range}} | {{gradientNormMean.lesson.modern-grid-steady}} |
 | `--average 0` | {{modesCovered.lesson.modern-grid-moment.range}} | {{highQuality.lesson.modern-grid-moment.range}} | {{gradientNormMean.lesson.modern-grid-moment}} |
 | `--no-falling-rates --average 0` | {{modesCovered.lesson.modern-grid-bare.range}} | {{highQuality.lesson.modern-grid-bare.range}} | {{gradientNormMean.lesson.modern-grid-bare}} |

 Without the penalties clusters are missing in every seed, and the critic is more than ten times as steep. Without
 falling rates the samples are a little worse, seed by seed in all five, and without the average a little *better*,
 in all five: each of the two calms the circling, and one alone is enough here. Without either, the samples are
 those of a generator that is still moving, and fewer of them are good.

 ![Where the samples of the grid lie: on every cluster, and on some lines between](../../Figures/05-wgan/modern-grid-density.svg)

 What you lose is a value that could be read as a distance: this loss has none behind it. As on part 3's
 line, a clock goes better with the distance of the samples:

 | over the run | the critic's value | a clock |
 |---|---|---|
 | the line | {{criticQuality.lesson.modern-line.range}} | {{stepQuality.lesson.modern-line.range}} |
 | the ring | {{criticQuality.lesson.modern-ring.range}} | {{stepQuality.lesson.modern-ring.range}} |
 | the grid | {{criticQuality.lesson.modern-grid.range}} | {{stepQuality.lesson.modern-grid.range}} |

 In every seed the clock is ahead. On faces the correlation is {{criticQuality.lesson.modern-faces}}, because
 the value climbs while the samples get better. On the line, where the heaps come to agree, the critic ends
 with a slope of {{gradientNormMean.lesson.modern-line}}: one that has nothing left to say is flat, and $R_1$
 and $R_2$ leave it so.

 Now the relatives, with the networks, batches and rates of the plain game (the hinge has five updates of its
 critic in a step, the others have one):

 | | ring: clusters | share of good samples | grid: clusters | share of good samples |
 |---|---|---|---|---|
 | plain game | {{modesCovered.lesson.ring-gan}} | {{highQuality.lesson.ring-gan}} | {{modesCovered.lesson.grid-gan}} | {{highQuality.lesson.grid-gan}} |
 | least squares | {{modesCovered.lesson.ring-lsgan}} | {{highQuality.lesson.ring-lsgan}} | {{modesCovered.lesson.grid-lsgan}} | {{highQuality.lesson.grid-lsgan}} |
 | hinge, spectral norm | {{modesCovered.lesson.ring-hinge}} | {{highQuality.lesson.ring-hinge}} | {{modesCovered.lesson.grid-hinge}} | {{highQuality.lesson.grid-hinge}} |

 Least squares asks for a number, 1 or 0, from every score, and drops clusters as the plain game does. The
 hinge finds nearly all of them, and on the grid few of its samples are good. With a slope of at most 1 no score on a ring of radius
 1 gets far, and the margin is hardly reached: there its loss *is* the Wasserstein loss. The critic's slope
 is {{gradientNormMean.lesson.ring-hinge}} at the end, far from the 1 that it may have.

 **What would prove this wrong?** A problem of part 3 on which the penalty between the heaps ends nearer to
 the real samples in equal time; `--problem` has five, and `--dataset folder` has yours. (The table does not
 compare equal times. On digits the steps of the penalty cost more than twice as much altogether, so its
 Fréchet ratio there decides nothing.)

 ### Try it

 1. `swift run wgan --recipe modern --problem ring --penalty-weight 0 --out Runs/loose`. Look at
    `slopes.svg` before you look at the samples. What do you expect of them?
 2. `swift run wgan --recipe hinge --critic-norm none --out Runs/hinge`. A hinge has a margin, and a margin needs a
    scale. What holds the scale now?
 3. `swift run wgan --recipe modern --critic-norm spectral --problem grid --out Runs/both`. Two ways to keep a
    critic flat at once: are they better than one?

 ### Exercises

 `swift run workbook check 5.1` brings the first, and tells you whether your answer is right.

 {{exercises}}

 ### More references

 Arjovsky et al., Gulrajani et al., Petzka et al. and Mescheder et al. stand in the list above.

 - N. Huang, A. Gokaslan, V. Kuleshov, J. Tompkin (2024), *The GAN is dead; long live the GAN! A Modern Baseline GAN*.
 - A. Jolicoeur-Martineau (2018), *The relativistic discriminator: a key element missing from standard GAN*.
 - T. Karras et al. (2020), *Analyzing and Improving the Image Quality of StyleGAN*: penalties at some of the steps.
 - Z. Lin, A. Khetan, G. Fanti, S. Oh (2018), *PacGAN: The power of two samples in generative adversarial
   networks*: the counting of modes.
 - X. Mao et al. (2017), *Least Squares Generative Adversarial Networks*.
 - T. Miyato, T. Kataoka, M. Koyama, Y. Yoshida (2018), *Spectral Normalization for Generative Adversarial Networks*.
 - J. Stanczuk, C. Etmann, L. M. Kreusser, C.-B. Schönlieb (2021), *Wasserstein GANs Work Because They Fail (to
   Approximate the Wasserstein Distance)*.
 - R. Sun, T. Fang, A. Schwing (2020), *Towards a Better Global Loss Landscape of GANs*.
 - Y. Yazıcı et al. (2019), *The Unusual Effectiveness of Averaging in GAN Training*.
 */
