/*:
 ## Two numbers that go round

 A good distance does not suffice. Generator and critic learn at the same time, each from the other as it
 is now, and two who react to each other may never come to rest. The smallest GAN, which Mescheder et al.
 (2018) call the *Dirac-GAN*, shows it exactly. All real samples are 0. The generator makes one number,
 $\theta$. The discriminator is a straight line, $D(x) = \psi x$, with one number $\psi$ to learn. The
 equilibrium is $\theta = \psi = 0$.

 `swift run wgan dirac` draws this section.
 */
import Tensors

/*:
 The value of the game, which $\psi$ makes large and $\theta$ small: for the GAN of chapter 1 with
 $\psi x$ as the logit, and for a critic without sigmoid and logarithm,

 $$V = \log \sigma(0) + \log\bigl(1 - \sigma(\psi\theta)\bigr), \qquad V = 0 - \psi\theta.$$

 (The generator of chapter 1 makes $-\log D$ small instead. Near the equilibrium, where $D$ is one half,
 its slope is the same.)

 $D$ has the same slope $\psi$ everywhere, so the penalties of this chapter become: $\psi^2$ times
 $\gamma/2$ for the slope penalty of chapter 1 (known as $R_1$), and $\lambda (|\psi| - 1)^2$ for
 that of WGAN-GP. Clipping keeps $\psi$ between $-c$ and $c$.
 */
package struct DiracGAN {
  package typealias Rules = (game: Game, remedy: Remedy)
  package enum Game { case gan, wasserstein }
  package enum Remedy: Equatable {
    case none
    /// The discriminator answers the generator's new number, not its old one.
    case alternating
    case r1(weight: Float)
    case twoSidedPenalty(weight: Float)
    case clipping(Float)
  }

  package let game: Game
  package let remedy: Remedy
  /// θ and ψ: the generated number lies right of the real one, and D knows that.
  package var theta = Tensor(1).tracked()
  package var psi = Tensor(-1).tracked()

  package init(_ game: Game, _ remedy: Remedy) { (self.game, self.remedy) = (game, remedy) }

  /// V, without what does not depend on either number.
  func value(_ theta: Tensor, _ psi: Tensor) -> Tensor {
    switch game {
    case .gan: -(psi * theta).softplus()  // log(1 − σ(t)) = −log(1 + exp t)
    case .wasserstein: -(psi * theta)
    }
  }

  func penalty(_ psi: Tensor) -> Tensor {
    switch remedy {
    case .r1(let weight): psi.squared() * (weight / 2)
    case .twoSidedPenalty(let weight): (psi.absoluteValue() - 1).squared() * weight
    case .none, .alternating, .clipping: Tensor(0)
    }
  }
}

/*:
 One step: down the slope of $V$ with $\theta$, up with $\psi$, both from where they stand.
 */
extension DiracGAN {
  package mutating func step(_ rate: Float) {
    let down = gradients(of: value(theta, psi), withRespectTo: [theta])[0]
    let moved = (theta - rate * down).detached().tracked()
    let opponent = remedy == .alternating ? moved : theta
    let up = gradients(of: value(opponent, psi) - penalty(psi), withRespectTo: [psi])[0]
    psi = (psi + rate * up).detached()
    if case .clipping(let limit) = remedy { psi = psi.clipped(to: -limit...limit) }
    psi = psi.tracked()
    theta = moved
  }

  /// How far the two are from the equilibrium.
  package var radius: Float {
    // In double precision, for the squares of very small numbers would be 0.
    let (theta, psi) = (Double(theta.scalar), Double(psi.scalar))
    return Float((theta * theta + psi * psi).squareRoot())
  }

  /// The places of θ and ψ from the start on.
  package mutating func path(steps: Int, rate: Float) -> [(theta: Float, psi: Float)] {
    var path = [(theta.scalar, psi.scalar)]
    for _ in 0..<steps {
      step(rate)
      path.append((theta.scalar, psi.scalar))
    }
    return path
  }
}

/*:
 ![Six paths of θ and ψ: three go round, two come home, one comes to rest elsewhere](../../Figures/05-wgan/dirac.svg)

 Each picture starts at radius $1.414$ and takes 500 steps of size $0.2$. The plain GAN goes round
 and *out*: it ends at radius {{radiusPlain.dirac}}. At the equilibrium the arrow of
 $(\theta, \psi)$ is a quarter turn away from the way home, and a step along the tangent of a circle
 leads out of the circle. Let the discriminator answer the newest $\theta$ (*alternating*), and it
 stays on its circle, at {{radiusAlternating.dirac}}: it neither leaves nor arrives. With $R_1$ and
 $\gamma = 1$ it arrives, at {{radiusR1.dirac}}. Near the equilibrium one step multiplies
 $(\theta, \psi)$ by a matrix, whose second row is now $(-h/2,\ 1 - h\gamma)$ with $h = 0.2$: its
 eigenvalues are both $0.9$, and $0.9^{500} \approx 10^{-23}$. (Where two eigenvalues are equal, a
 factor comes in that grows with the number of steps.) Without the penalty they are $1 \pm 0.1\,i$,
 of size $1.005$.

 Does $W_1$ cure the rotation? Look at the lower three pictures. Clipping to $\pm 1$ leaves the pair
 on a cycle ({{radiusClipped.dirac}} at the end): $\psi$ swings from one stop to the other, and past
 the equilibrium each time. The two-sided penalty with $\lambda = 1$ does come to rest, at radius
 {{radiusTwoSided.dirac}}: at $\theta = -2\lambda$, a wrong place. The critic ought to change the
 sign of its slope there, and to get from $-1$ to $1$ it would have to pass 0, where the penalty is
 greatest. At $\theta = -2\lambda$ what it would gain and what it would pay are in balance, its
 slope is 0, and the generator stops: the trap of part 2.

 $R_1$ works here as it does above ({{radiusWassersteinR1.dirac}}). Mescheder et al. prove, by this
 very game, that WGAN and WGAN-GP need not converge when the generator takes a step for every fixed
 number of the critic's. And they prove that games like that of chapter 1 do converge with $R_1$ or
 $R_2$: near an equilibrium in which generated is real, by plain gradient steps that are small enough.
 For the critic without a logarithm you do the sum yourself, in the exercise *Out, round, or home?*
 What $W_1$ gives the generator is a slope wherever it is, and it does not bring the two to rest. So in
 part 3 expect samples that get better steadily at first, and then go on moving.

 ### Try it

 1. `swift run wgan distances --steps 20 --out Runs/early`. Before you look at `gradients.svg`: what has the
    minimax slope at $\theta = 8$ become, and what has D's estimate of JS?
 2. `swift run wgan ruler --seed 2 --out Runs/seed2` has other pairs and other initial weights. Which of the four
    pictures changes most, and which least?
 3. In the picture of the plan, brick A goes all the way to place 7. Find a plan of the same cost in which it does not.
    (On a line, what must a cheapest plan never do?)
 4. Work out by hand at which $\lambda$ the two valleys of $-a\Delta + \lambda(|a| - 1)^2$ become one. Why is that no way
    out?
 5. In `Essay/DiracGAN.swift`, let the discriminator take five steps for each of the generator's: put the lines of `step`
    from `let up` to `psi = psi.tracked()` into `for _ in 0..<5 { … }`, then `swift run wgan dirac --out Runs/five`. Which
    of the six games come to rest now? (The same three. The plain GAN gets farther out, to `3.81`; the alternating
    one leaves its circle, for `1.85`; clipping stays on its cycle, at `1.01`.) What has the discriminator's
    learning five times as fast not changed?

 ### References for parts 1 and 2

 - L. Kantorovich (1942), *On the Translocation of Masses*: plans, and prices that prove them.
 - S. S. Vallender (1974), *Calculation of the Wasserstein Distance between Probability Distributions on the Line*.
 - M. Arjovsky, L. Bottou (2017), *Towards Principled Methods for Training Generative Adversarial Networks*:
   what the generator follows with the best D.
 - M. Arjovsky, S. Chintala, L. Bottou (2017), *Wasserstein GAN*.
 - I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin, A. Courville (2017), *Improved Training of Wasserstein GANs*.
 - H. Petzka, A. Fischer, D. Lukovnikov (2018), *On the Regularization of Wasserstein GANs*: the one-sided penalty.
 - L. Mescheder, A. Geiger, S. Nowozin (2018), *Which Training Methods for GANs do actually Converge?*
 - T. Milne, A. Nachman (2021), *Wasserstein GANs with Gradient Penalty Compute Congested Transport*.
 */
