/*:
 ## Part 2 · A critic is a ruler

 In part 1 prices proved a plan to be the cheapest. Kantorovich's theorem says more: the best prices
 *reach* the cost, and a single price list $f$, for bricks here and bricks wanted alike, will do.
 Nobody gains by carrying if $f$ never climbs more steeply than the cost of the way,
 $|f(x) - f(y)| \le |x - y|$: $f$ is *1-Lipschitz*. Carry the generated bricks to the real places
 this time (it costs the same), so that prices are higher where the real ones are:

 $$W_1(p, q) = \max_{f \text{ 1-Lipschitz}} \; \mathbb{E}_{x \sim p} f(x) - \mathbb{E}_{x \sim q} f(x)$$

 There is no plan in this formula, only two means over samples, and a maximum over functions, which a
 network can look for. Call the network a *critic*: it gives scores, not probabilities, so it has no
 sigmoid, and its loss no logarithm. The second mean runs over samples of the *generator*, $x = G(z)$.

 That leaves the condition: how does one keep a network's slope at or below 1? Two answers are
 famous. Arjovsky et al. (2017) clip every weight to $[-c, c]$ after each update, which is called
 *WGAN*, and Gulrajani et al. (2017) penalise a slope that is not 1, which is called *WGAN-GP*. Either
 way you get a number that claims to be $W_1$. On the line $W_1$ is known exactly, so that the two can be
 compared.

 `swift run wgan ruler` makes every picture of this part, in some ten seconds.
 */
import Datasets
import Metrics
import Tensors

/*:
 The lengths to measure: pairs of heaps, 256 numbers each. The real one comes from two bell curves beside each
 other, the generated one from a single bell, all at random places and of random widths. The samples *are*
 the heaps, so $W_1$ between them is exact.
 */
package struct HeapPair {
  package let real: Tensor  // [256, 1]
  package let fake: Tensor  // [256, 1]
  package let w1: Float

  package init(index: Int, count: Int, seed: UInt64) {
    var places = RandomStream(seed: seed, for: "pair \(index)")
    let u = Tensor.uniform([5], from: 0, to: 1, using: &places).scalars.map { Double($0) }
    let (middle, gap, width) = (2 * u[0] - 1, u[1], 0.2 + 0.4 * u[2])
    let real = Distribution(
      mixing: [-gap, gap].compactMap {
        try? .init(mean: middle + $0, standardDeviation: width)
      })
    let fake = Distribution.normal(mean: 2 * u[3] - 1, standardDeviation: 0.2 + 0.8 * u[4])
    var samples = RandomStream(seed: seed, for: "heaps \(index)")
    self.init(
      real: real.sample(count, using: &samples), fake: fake.sample(count, using: &samples))
  }

  package init(real: Tensor, fake: Tensor) {
    (self.real, self.fake) = (real, fake)
    w1 = wasserstein1(real.scalars, fake.scalars) ?? 0
  }
}

/*:
 ### The critic

 Three layers, 1153 numbers to learn, and one of three ways to hold it back. (The third, spectral norm, waits for part 4.)
 */
package struct Ruler {
  package enum Constraint: Equatable, Sendable {
    case clipping(Float)
    case oneSidedPenalty(weight: Float)
    case twoSidedPenalty(weight: Float)
    /// Every weight divided by its largest singular value.
    case spectralNorm
  }

  package let constraint: Constraint
  package var layers: Sequential

  package init(_ constraint: Constraint, using weights: inout RandomStream) {
    self.constraint = constraint
    layers = Sequential([  // x: [batch, 1]
      Dense(inputs: 1, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
      Dense(inputs: 32, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
      Dense(inputs: 32, outputs: 1, using: &weights),  // [batch, 1]
    ])
    if constraint == .spectralNorm {
      layers.layers = layers.layers.map { SpectralNorm($0, using: &weights) }
    }
  }
}

/*:
 What it says of a pair: the mean score of the real heap less that of the generated one.
 */
extension Ruler {
  package func estimate(_ real: Tensor, _ fake: Tensor) -> Tensor {
    layers(real).mean() - layers(fake).mean()
  }
}

/*:
 The penalty looks at points between the heaps, because there a best critic has the slope 1: on the line from
 a brick to its goal the price climbs as fast as it may. Each point is $\hat{x} = \epsilon x + (1 - \epsilon) y$
 of a real $x$ and a generated $y$, with a fresh $\epsilon \sim U(0, 1)$ for each sample. (These $x$ and $y$ are
 paired at random, not by a best plan; the paper does so too.)

 $$\text{two-sided: } \lambda\, \mathbb{E}\bigl(|f'(\hat{x})| - 1\bigr)^2, \qquad
 \text{one-sided: } \lambda\, \mathbb{E}\max\bigl(0,\ |f'(\hat{x})| - 1\bigr)^2$$

 Here $\lambda = 10$. WGAN-GP takes the two-sided one. The one-sided one asks for no more than the theorem: a
 slope *at most* 1.
 */
extension Ruler {
  package func penalty(at between: Tensor) -> Tensor {
    let x = between.tracked()
    let slope = gradients(of: layers(x).sum(), withRespectTo: [x], differentiable: true)[0]
    let excess = slope.absoluteValue() - 1  // [batch, 1]; on the line the norm is |f′|
    switch constraint {
    case .oneSidedPenalty(let weight): return weight * excess.relu().squared().mean()
    case .twoSidedPenalty(let weight): return weight * excess.squared().mean()
    case .clipping, .spectralNorm: return Tensor(0)
    }
  }
}

/*:
 ### The training

 No generator: the heaps stay where they are, and the critic learns to the end. The penalised
 critics learn with Adam, the clipped ones with RMSprop, as in the papers, at rates that fit this
 size. Clipping comes *after* the update, or the critic that you use is one that was never clipped.
 */
extension Ruler {
  package mutating func learn(_ pair: HeapPair, updates: Int, using epsilons: inout RandomStream) {
    let (real, fake) = (pair.real, pair.fake)
    var optimizer: any Optimizer
    switch constraint {
    case .clipping(let c): optimizer = RMSProp(learningRate: c / 20)
    default: optimizer = Adam(learningRate: 0.01, beta1: 0.5, beta2: 0.9)
    }
    let schedule = LearningRate.linear(
      initial: optimizer.learningRate, from: updates / 2, to: updates)
    for update in 0..<updates {
      // In the training phase spectral norm looks for the singular values.
      var loss = layers(fake, phase: .training).mean() - layers(real, phase: .training).mean()
      switch constraint {
      case .clipping, .spectralNorm: break
      case .oneSidedPenalty, .twoSidedPenalty:
        let epsilon = Tensor.uniform(real.shape, from: 0, to: 1, using: &epsilons)
        loss += penalty(at: epsilon * real + (1 - epsilon) * fake)
      }
      optimizer.learningRate = schedule(update)
      optimizer.update(
        &layers.parameters, along: gradients(of: loss, withRespectTo: layers.parameters))
      if case .clipping(let c) = constraint {
        layers.parameters = layers.parameters.map { $0.detached().clipped(to: -c...c).tracked() }
      }
    }
  }
}

/*:
 ### What you should see

 ![Five rulers against exact distances](../../Figures/05-wgan/ruler.svg)

 Each point is a pair of heaps with a critic of its own; across is the exact $W_1$, up what the
 critic says. The line is where the points should lie; dotted is the most that a clipped critic can
 read. (The fifth, spectral norm, is for part 4.)

 | Critic held by | correlation with $W_1$ | what it reads | the worst pair |
 |---|---|---|---|
 | one-sided penalty | {{oneSidedPearson.ruler.range}} | $W_1 (1 + W_1/2\lambda)$ | differs by a share of {{oneSidedError.ruler.range}} |
 | two-sided penalty | {{twoSidedPearson.ruler.range}} | the same, or far less | a share of {{twoSidedWrong.ruler.range}} of the pairs reads below 0 |
 | clipping, $c = 0.01$ | {{clipSmallPearson.ruler.range}} | {{clipSmallScale.ruler}} times $W_1$ | is read at {{clipSmallWorst.ruler}} of that |
 | clipping, $c = 0.2$ | {{clipLargePearson.ruler.range}} | {{clipLargeScale.ruler}} times $W_1$ | is read at {{clipLargeWorst.ruler}} of that |
 | spectral norm (part 4) | {{spectralPearson.ruler.range}} | {{spectralScale.ruler}} times $W_1$ | is read at {{spectralWorst.ruler}} of that |

 (The correlation is Pearson's, 1 if the points lie on one rising line. *Times* is the median of the pairs.
 The number of seeds is {{ruler.seeds}}.)

 **The one-sided penalty measures.** Why does it read too much when the distance is great? A slope $a$
 slightly above 1 costs $\lambda(a-1)^2$ and gains $a W_1$; the best is $a = 1 + W_1 / 2\lambda$, so that
 the reading is $a W_1$. The shortest lengths are the hardest, for there the heaps lie in each other, and the
 critic has to turn. The error of the long ones is known, and can be taken off.

 So a penalised critic does not solve the problem in the formula, even here. It may be steeper than 1 at a
 price, and that pays most where much mass has to pass and few $\hat{x}$ fall. Its reading less the penalty
 that it pays, which is minus its loss, is then at best the cost of *congested* transport, where a way costs
 more the more mass takes it (Milne and Nachman, 2021). On the line the best critic reads at least
 $W_1(1 + W_1/2\lambda)$, and just that where each heap is a single point. The larger $\lambda$ is beside
 the distance, the less the two problems differ.

 **The two-sided penalty does not**, on the line. Some of its critics end below zero, in the picture two of
 sixteen: they score the real heap lower. Is that bad
 training? It is not, as the simplest critic shows, $f(x) = a x$, on two heaps $\Delta$ apart. Its loss is
 $-a\Delta + \lambda(|a| - 1)^2$:

 ![The loss against the slope: two valleys for the two-sided penalty, one for the one-sided](../../Figures/05-wgan/valleys.svg)

 There are two valleys, one at $a = 1 + \Delta/2\lambda$, the other at $a = -1 + \Delta/2\lambda$,
 as long as $\Delta < 2\lambda$. Which one a critic rolls into is decided by its initial weights. To
 change its mind it would have to pass $a = 0$, where the penalty is greatest. And this network is
 smooth: wherever the sign of $f'$ has to differ from place to place, it passes 0 in between, and pays
 for it. (A critic with kinks need not: $|x|$ has the slopes −1 and 1, and nothing between. Those of
 part 3 have kinks; the first thing to try there asks whether that frees them.) In more dimensions a
 gradient can *turn*, from one direction to the opposite, and keep its norm all the while. So WGAN-GP
 can work on pictures, and fails on the line, where checking is easiest. In the plane exact $W_1$ takes
 a plan. A [test](../../Tests/WGANTests/ConvergenceTests.swift) finds the cheapest one between 200 real
 and 200 generated points, and there the two-sided critic has to come near $W_1(1 + W_1/2\lambda)$.
 */
extension Ruler {
  /// The loss of the critic f(x) = slope · x on two heaps that are a distance apart.
  package static func loss(slope: Double, distance: Double, weight: Double, twoSided: Bool)
    -> Double
  {
    let excess = abs(slope) - 1
    let penalty = twoSided || excess > 0 ? weight * excess * excess : 0
    return -slope * distance + penalty
  }
}

/*:
 **Clipping measures the distance in a unit of its own.** With the paper's $c = 0.01$ it reads a thousandth
 of the true value, with $c = 0.2$ several times that value. Clipping bounds the slope, and does nothing
 more. tanh is nowhere steeper than 1. A unit of the first layer has a slope of at most $c$; the two layers above
 add 32 slopes each, times at most $c$. So the critic's is at most
 $c \cdot 32 c \cdot 32 c = 1024\,c^3$: $0.001$ for the one and $8.2$ for the other. $W_1$ comes in
 a unit of up to $1024\,c^3$, which changes with the depth, the width, and $c$. And the ruler is
 bent: even in its own unit it does not read all pairs alike, because a network of such weights cannot take
 every shape that is allowed.

 Where do the weights go? The critic wants more slope than it may have, so every weight that helps runs to the stop:

 ![Under the penalty the weights form a hill round 0; clipped, they lie at the two ends](../../Figures/05-wgan/weights.svg)

 With $c = 0.01$ the share of them that lies at $\pm c$ is {{clipSmallAtLimit.ruler}}, with $c = 0.2$ it is
 {{clipLargeAtLimit.ruler}}. Here is what it costs, on two real heaps outside and a
 generated one in the middle, where the best price list falls and then climbs:

 ![The exact price list, and what three critics make of it](../../Figures/05-wgan/critics.svg)

 The one-sided critic is nearly the exact list. The two-sided one does not turn: it has settled on one sign. The
 clipped one, drawn in its own unit, climbs on one side and is flat on the other, with a single bend.

 **What would prove this wrong?** A pair far apart on which the one-sided reading is far from
 $W_1(1 + W_1/2\lambda)$, or seeds for which the two-sided correlation is near 1. `--seed` draws
 other pairs.

 ### What a published tutorial says

 - *In the second form of the GAN's objective, $x$ comes from the noise's distribution.* D judges samples of
   the generator, $x = G(z)$, and so does a critic.
 - *Even clipping need not make the critic 1-Lipschitz.* It holds: clipping bounds the constant, and the
   bound is $1024\,c^3$ here, not 1.
 - *WGAN is of 2018.* It appeared in January 2017 (arXiv `1701.07875`), the penalty in March.
 */
