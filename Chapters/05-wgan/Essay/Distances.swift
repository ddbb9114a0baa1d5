/*:
 # Chapter 5 · From GAN to WGAN

 The generator's heap of samples lies here, the real one over there, and the two do not touch. Which
 way should the generator go, and who can tell it?

 Not the discriminator's answer, once it has learnt its task to the end. Watch two bricks move apart:

 ![Two bricks move apart, and D becomes a cliff between two flats](../../Figures/05-wgan/bricks.svg)

 The brick with the solid edge is the real density, the other the generated one, $\theta$ to its right. The
 dotted curve is a discriminator that was trained to the end at each distance. When the bricks part, D
 becomes right everywhere, and flat wherever a sample lies. A flat D says *generated*, but it does not say
 *go left*. Chapters 1 and 2 train with $\log D$. Its slope is $D'/D$: where D is flat because it is nearly
 0, both are small and their ratio need not be. So that loss does say *left*. Part 1 asks what the size of
 this slope is worth.

 This chapter has four parts. First you measure distances between heaps exactly, and see which of them
 have a slope to follow. Then you train a *critic*, a network that measures one of these distances, and
 test it like any other ruler, against distances that you know. Then you train a generator with it, and last you see
 what became of the idea.

 ## Part 1 · What is a good distance?

 `swift run wgan distances` makes every picture of this part, in a few seconds. A recorded number is
 the median over the seeds, of which there are {{distances.seeds}} here; a picture shows the first of them.
 With `--live` you drag the bricks apart yourself, and with `swift run wgan --problem ring --live` you see
 the critic's landscape while it grows, and what becomes of it without its penalty.
 */
import Foundation
import Metrics
import Tensors

/*:
 The bricks: two uniform densities of width 1, one at 0 and one at $\theta$. Cut the line into cells, and
 a density becomes a list of masses with the sum 1. For bricks on whole cells nothing is lost by it.
 */
package struct Bricks {
  package static let cellsPerUnit = 16
  /// θ, in cells.
  package let shift: Int

  package init(shift: Int) { self.shift = shift }

  package var distance: Double { Double(shift) / Double(Bricks.cellsPerUnit) }
  package var real: [Double] { masses(at: 0) }
  package var fake: [Double] { masses(at: shift) }

  private func masses(at start: Int) -> [Double] {
    let width = Bricks.cellsPerUnit
    return (0..<shift + width).map { start..<start + width ~= $0 ? 1 / Double(width) : 0 }
  }
}

/*:
 **Kullback–Leibler**: how much more surprised you are, on average, by samples of $p$ when you had
 expected $q$ than if you had expected $p$. (The surprise itself is $-\log q_i$, and even somebody who
 expects $p$ is surprised by $-\log p_i$.)

 $$\mathrm{KL}(p \,\|\, q) = \sum_i p_i \log \frac{p_i}{q_i}$$

 One cell with $p_i > 0$ and $q_i = 0$ is enough to make it infinite: what cannot happen has happened. So
 for the bricks it is 0 at $\theta = 0$ and infinite everywhere else.
 */
package func kullbackLeibler(_ p: [Double], _ q: [Double]) -> Double {
  zip(p, q).reduce(0) { sum, cell in
    let (p, q) = cell
    return p == 0 ? sum : q == 0 ? .infinity : sum + p * log(p / q)
  }
}

/*:
 **Jensen–Shannon**: the same, against the mixture of both. Chapter 1 found it in the game: with the best
 discriminator, the value is $V = 2\,\mathrm{JS} - 2 \log 2$. A generator that makes $V$ small follows it;
 one with the loss of chapters 1 and 2 does not: what it follows is said further down.

 $$\mathrm{JS}(p, q) = \tfrac12 \mathrm{KL}(p \,\|\, m) + \tfrac12 \mathrm{KL}(q \,\|\, m),
 \qquad m = \tfrac12 (p + q)$$

 The mixture is nowhere 0 where a brick is, so this is finite. Where the bricks overlap, $p = m$ and the
 logarithm is 0; where they do not, $p/m = 2$. So $\mathrm{JS} = \theta \log 2$ while they overlap, and as
 soon as they part it is $\log 2 \approx 0.693$: next to each other, or a mile apart.
 */
package func jensenShannon(_ p: [Double], _ q: [Double]) -> Double {
  let m = zip(p, q).map { ($0 + $1) / 2 }
  return (kullbackLeibler(p, m) + kullbackLeibler(q, m)) / 2
}

/*:
 **Wasserstein-1**, or earth mover's: the least work to turn one heap into the other, where work is mass
 times way. A plan $\pi$ says how much goes from each place to each other, and its row and column
 sums must be the two heaps:

 $$W_1(p, q) = \min_\pi \sum_{i,j} \pi_{ij}\, |x_i - x_j|,
 \qquad \sum_j \pi_{ij} = p_i, \quad \sum_i \pi_{ij} = q_j$$

 ![Ten bricks moved: before, after, and the plan as a table](../../Figures/05-wgan/plan.svg)

 Each brick carries the letter of the place that it came from, and the table is $\pi$. This plan
 costs {{planWork.distances}} (bricks times places). A brick is a tenth of the mass, so $W_1$ is
 {{planDistance.distances}} places, and no plan is cheaper. How can one be sure? By prices: suppose
 a brick is worth $u_i$ where it is now and $v_j$ where it is wanted, such that nobody gains by
 carrying one: $v_j - u_i \le |x_i - x_j|$. Multiply by $\pi_{ij}$ and add up: any plan costs at
 least $\sum_j q_j v_j - \sum_i p_i u_i$. Prices under which this plan costs just that prove it
 best. [TransportPlan.swift](../../Sources/Metrics/TransportPlan.swift) finds plan and prices
 together, exactly. Keep the prices in mind: a critic will turn out to be a price list.
 */
package func cheapestPlan(from heap: [Int], to other: [Int]) -> TransportPlan {
  let costs = heap.indices.map { i in other.indices.map { j in Double(abs(i - j)) } }
  return TransportPlan(from: heap, to: other, costs: costs)
}

/*:
 On a line no search is needed. All mass that lies left of a point in one heap and not in the other has to
 cross that point. So add up what crosses each border between two cells, times the width of a cell. For
 the bricks, everything moves by $\theta$, and $W_1 = \theta$.
 */
package func wasserstein(_ p: [Double], _ q: [Double], cellWidth: Double) -> Double {
  var (surplus, work) = (0.0, 0.0)
  for (p, q) in zip(p, q) {
    surplus += p - q
    work += abs(surplus) * cellWidth
  }
  return work
}

/*:
 Here are all three while the bricks move apart:

 ![KL leaves the picture at once, JS is flat from 1 on, W is a straight line](../../Figures/05-wgan/distances.svg)

 Suppose the generator has one parameter, $\theta$: it makes $G(z) = z + \theta$ of
 $z \sim U(0, 1)$. It learns by the slope of these curves. KL has none, and JS has the slope $\log 2$
 up to $\theta = 1$ and 0 from there on. $W_1$ has the slope 1 wherever the brick lies.

 ### What a trained discriminator says

 That was the mathematics of a perfect discriminator. Does a trained one behave like it? Take the game of
 chapter 1, give D enough updates to settle, and read from its loss what it knows: since the loss is
 $-V$, it estimates JS as $\log 2 - L_D/2$, and never above the true value
 but for the last digits, for no D beats the best one.
 */
package struct BrickDiscriminator {
  package var layers: Sequential

  package init(real: Tensor, fake: Tensor, updates: Int, using weights: inout RandomStream) {
    layers = Sequential([  // x: [batch, 1]
      Dense(inputs: 1, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
      Dense(inputs: 32, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
      Dense(inputs: 32, outputs: 1, using: &weights),  // [batch, 1]
    ])
    let schedule = LearningRate.linear(initial: 3e-3, from: updates / 2, to: updates)
    var optimizer = Adam(learningRate: 3e-3)
    for update in 0..<updates {
      let loss = loss(real: real, fake: fake)
      optimizer.learningRate = schedule(update)
      optimizer.update(
        &layers.parameters, along: gradients(of: loss, withRespectTo: layers.parameters))
    }
  }

  func loss(real: Tensor, fake: Tensor) -> Tensor {
    sigmoidCrossEntropy(logits: layers(real), label: 1)
      + sigmoidCrossEntropy(logits: layers(fake), label: 0)
  }

  package func jensenShannon(real: Tensor, fake: Tensor) -> Float {
    Float(log(2.0)) - loss(real: real, fake: fake).scalar / 2
  }
}

/*:
 And what does the generator learn from this D? Its loss depends on $\theta$ through $D(z + \theta)$. The
 game as it is written has the *minimax* loss $\mathbb{E} \log(1 - D)$, and chapter 1 took the
 *non-saturating* $-\mathbb{E} \log D$ instead. With $l$ the logit:

 $$\frac{\partial}{\partial\theta}\, \mathbb{E} \log(1 - \sigma(l)) = -\mathbb{E}\, \sigma(l)\, l'(x),
 \qquad
 \frac{\partial}{\partial\theta}\, \mathbb{E}\bigl[-\log \sigma(l)\bigr]
 = -\mathbb{E}\, \bigl(1 - \sigma(l)\bigr)\, l'(x)$$

 `z` holds 128 numbers evenly spread over (0, 1), so no sampling noise enters.
 */
extension BrickDiscriminator {
  /// The slopes of the two losses of a generator z + θ at this θ. Positive means: θ should fall.
  package func slopes(z: Tensor, theta: Float) -> (minimax: Float, nonSaturating: Float) {
    let theta = Tensor(shape: [1, 1], scalars: [theta]).tracked()
    let logits = layers(z + theta)  // [128, 1]
    let minimax = -logits.softplus().mean()
    let nonSaturating = sigmoidCrossEntropy(logits: logits, label: 1)
    return (
      gradients(of: minimax, withRespectTo: [theta])[0].scalar,
      gradients(of: nonSaturating, withRespectTo: [theta])[0].scalar
    )
  }
}

/*:
 ![The minimax slope falls by five orders of magnitude](../../Figures/05-wgan/gradients.svg)

 | Slope with respect to $\theta$ | at $\theta = 0.25$ | at its greatest | at $\theta = 8$ |
 |---|---|---|---|
 | minimax loss | {{minimaxNear.distances}} | | {{minimaxFar.distances}} |
 | non-saturating loss | {{nonSaturatingNear.distances}} | {{nonSaturatingMost.distances}} | {{nonSaturatingFar.distances}} |
 | $W_1$ | 1 | 1 | 1 |

 Where the bricks overlap, the minimax slope is near $2 \log 2$, which is the slope of $2\,\mathrm{JS}$.
 At $\theta = 8$ hardly anything is left of it. D has become better and better at its task, and the
 generator gets less and less to learn from. Before the bricks are one and a half apart, D's estimate of JS
 has come to {{jsLeast.distances}}, which is $\log 2$, and there it stays: it has found the true value, and
 the true value is the same at all distances from 1 on.

 The non-saturating slope does not vanish. But what sort of number is it? With the best D it is the slope of
 $\mathrm{KL}(q \,\|\, p) - 2\,\mathrm{JS}$ (Arjovsky and Bottou, 2017), not of JS. Between two bell curves
 of standard deviation 1 the best logit is a straight line, as steep as they are far apart: its slope says
 *left*, and how far. For bricks that KL is infinite, and the slope is the steepness of a logit that no loss
 pins down: a D that is trained for longer has a steeper cliff. It still says *left*, and its size says
 nothing of how far. $W_1$ gives 1, near and far.

 **What would prove this wrong?** A trained D with a useful minimax slope at 8. Stop it early: with
 `--steps 20` the slope at 8 is much greater. So the minimax loss lives on discriminators that are *not*
 trained to the end, and with either loss it is a matter of skill how far to train one. A distance with a
 slope everywhere would end that. The question is how to get $W_1$ in many dimensions, where no list of
 cells is possible.

 ### What a published tutorial says

 - *KL is 0 for heaps that do not overlap.* It is infinite. JS is the one that is constant there, and the constant
   is $\log 2$. What is 0 is the gradient of JS, and that is the point.
 - *The earth mover's distance can measure heaps that do not overlap.* It holds, and its slope is 1 for these bricks.
 */
