/*:
 ## Two numbers that go round

 Why should a penalty on D's slope bring two players to rest? The whole game has too many numbers to
 draw, so play the smallest there is, which Mescheder et al. (2018) call the *Dirac-GAN*. All real
 samples are 0. The generator makes one number, $\theta$, whatever the noise. The discriminator is a
 straight line: at $x$ its logit is $\psi x$, with one number $\psi$ to learn. At $\theta = \psi = 0$
 what is generated is real, and D has nothing left to say: that is the equilibrium.

 `swift run toy-gan dirac` draws this section.
 */
import Tensors

/*:
 The value of the game, which $\psi$ makes large and $\theta$ small, is

 $$V = \log \sigma(0) + \log\bigl(1 - \sigma(\psi\theta)\bigr).$$

 (The generator above makes $-\log D$ small instead. Near the equilibrium, where $D$ is one half, its
 slope is the same.) D has the same slope $\psi$ everywhere, so the penalty is $\psi^2\,\gamma/2$; it is
 known as $R_1$.

 The code knows a second game and two more remedies. They are those of the critic in chapter 5, which
 has no logarithm, $V = -\psi\theta$: pass over them until then.
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
 ![Six paths of θ and ψ: three go round, two come home, one comes to rest elsewhere](../../Figures/01-toy-gan/dirac.svg)

 The upper row is the game of this chapter; the lower one waits for
 [chapter 5](../05-wgan/README.md#does-it-come-to-rest). Each path starts at $\theta = 1$,
 $\psi = -1$ and takes 500 steps of size $h = 0.2$. (R₁ is the penalty with $\gamma = 1$.)

 | Rules | distance from the equilibrium, $\sqrt2 \approx 1.414$ at first |
 |---|---|
 | both at once | {{radiusPlain.dirac}} |
 | in turn: D answers the newest $\theta$ | {{radiusAlternating.dirac}} |
 | both at once, and the penalty | {{radiusR1.dirac}} |

 Why *out*? Near the equilibrium $\sigma$ is one half. So a step adds $\tfrac h2 \psi$ to $\theta$ and
 takes $\tfrac h2 \theta$ from $\psi$: it goes along $(\psi, -\theta)$, at a right angle to the way home,
 $(-\theta, -\psi)$. It follows the tangent of a circle round the equilibrium, and a tangent leads out of
 its circle: by Pythagoras, the distance grows by the factor $\sqrt{1 + h^2/4}$ at each step. In turn, the
 pair stays near its circle, and neither leaves nor arrives.

 The penalty takes $h\gamma\psi$ more from $\psi$ at each step, and that points inwards wherever $\psi$ is
 not 0. It takes about $2h\gamma\psi^2$ from the square of the distance. On the way round, $\psi^2$ is on
 average half of that square, so the penalty takes a share of about $h\gamma$ of it, while the tangent adds
 a share of only $h^2/4$: with small steps the penalty wins. D's slope is what drives $\theta$ past its
 goal, and a D that pays for its slope keeps one only while $\theta$ is off the goal. (For those who know
 eigenvalues: a step multiplies $(\theta, \psi)$ by the matrix with the rows $(1,\ h/2)$ and
 $(-h/2,\ 1 - h\gamma)$. Here its eigenvalues are both $0.9$, and $0.9^{500} \approx 10^{-23}$; where two
 eigenvalues are equal, a factor comes in that grows with the number of steps.)

 Near the equilibrium of two numbers that is a proof, and for two networks a reason to try it. Mescheder et al. prove that the
 circling dies out in larger games too: near an equilibrium in which G makes exactly the real density, and
 with plain gradient steps that are small enough. The fourth thing to try below measures what the penalty
 is worth in the game of this chapter.
 */
