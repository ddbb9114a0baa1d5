/*:
 # Chapter 4 · A label that is not quite sure

 The discriminator is told 1 for every real sample and 0 for every generated one, and to come closer
 to 1 it makes its logits larger without end. *Label smoothing* tells it `0.9` instead, and is said to
 make the samples better. What does it do?

 ![What D answers with five pairs of labels: on the right four curves fall to 0, one stays above](../../Figures/04-label-smoothing/optimum.svg)

 Five discriminators look at the same two heaps of numbers, with different labels. The points are what
 they have learnt to answer, and the lines are a formula. Here the labels have names:

 | Name | Real and generated | Options that train this twin |
 |---|---|---|
 | hard | 1 and 0 | none: always the first twin |
 | smoothed | `0.9` and 0 | none |
 | slim | `0.875` and 0 | `--smoothing 0.25` |
 | one-sided | `0.75` and 0 | `--smoothing 0.25 --smoothing-style one-sided` |
 | two-sided | `0.875` and `0.125` | `--smoothing 0.25 --fake-label 0.125` |

 *Twins* (those of chapter 3 were samples) are GANs that begin with the same weights, see the same
 batches and the same noise, and differ in their labels alone. The recipe `optimum` trains only D, with
 all five, against a generator that never moves. `line` is the GAN of chapter 1, `digits`
 chapter 2's `batchnorm`.

 Run it: `swift run label-smoothing` trains two twins of the line in some five seconds, and leaves its
 pictures in `Runs/`. [NOTATION.md](../../NOTATION.md) explains every symbol and term. To drag the labels
 and see the formula follow, `swift run label-smoothing --recipe optimum --live`.
 */
import Foundation

/*:
 ## What a label asks for

 Say the label of real samples is $t$, and that of generated ones $f$. Where the densities are $p$ and
 $q$, the cross-entropy of D's answer with its labels is

 $$-\,p\,\bigl[t \log D + (1 - t) \log(1 - D)\bigr] - q\,\bigl[f \log D + (1 - f) \log(1 - D)\bigr]$$

 Before $\log D$ there stands $tp + fq$, and before $\log(1 - D)$ the rest of $p + q$. As in
 [chapter 1](../01-toy-gan/README.md#the-game), the best answer is the first as a share of both:

 $$D^*(x) = \frac{t\,p(x) + f\,q(x)}{p(x) + q(x)}$$

 Four things follow:

 1. **An answer means something else.** $D^*$ runs from $f$, where all is generated, to $t$, where all is
    real, and is half-way between them where $q = p$. Read an answer $D$ as the share $(D - f)/(t - f)$ of
    real samples.
 2. **The loss on real samples has a floor.** Nothing is better than to answer $t$ itself, and that costs
    $-t \log t - (1 - t)\log(1 - t)$.
 3. **A logit has an end.** The best one is at most $\log\bigl(t/(1 - t)\bigr)$. Only with hard labels does
    a D that is right gain by ever larger logits.
 4. **If $f = 0$, the gradient for G stays as it was.** The generator makes $\log D$ large, and
    $\log D^* = \log t + \log\,p/(p + q)$. The label adds a constant, which has no gradient. If $f > 0$,
    $D^*$ is level at $f$ where nearly all is generated, and the worst samples are told nothing.

 So if a one-sided label helps, it must be because D is not at its best. At $q = p$:

 | $t$, with $f = 0$ | $D^*$ | $L_D$ | $L_G$ | floor of the real term | best logit at most |
 |---|---|---|---|---|---|
 | 1 | `0.5` | `1.386` | `0.693` | 0 | without end |
 | `0.9` | `0.45` | `1.376` | `0.799` | `0.325` | `2.197` |
 | `0.875` | `0.4375` | `1.371` | `0.827` | `0.377` | `1.946` |
 | `0.75` | `0.375` | `1.323` | `0.981` | `0.562` | `1.099` |

 [Tests](../../Tests/LabelSmoothingTests/LabelTests.swift) hold the code to all but the last column.
 */
package struct Labels: Equatable, Sendable {
  package var real: Float
  package var fake: Float

  package init(real: Float, fake: Float = 0) {
    self.real = real
    self.fake = fake
  }

  package static let hard = Labels(real: 1)

  /// D*(x) where the real density is `p` and the generated one `q`.
  package func optimum(p: Double, q: Double) -> Double {
    (Double(real) * p + Double(fake) * q) / (p + q)
  }

  /// D* where real and generated samples are equally likely.
  package var middle: Float { (real + fake) / 2 }

  /// What an answer says of p / (p + q): the inverse of ``optimum(p:q:)``.
  package func share(of answer: Float) -> Float { (answer - fake) / (real - fake) }

  /// The least cross-entropy with the real label: its entropy, reached where D answers the label.
  package var realFloor: Double {
    let t = Double(real)
    return t == 1 ? 0 : -t * log(t) - (1 - t) * log(1 - t)
  }
}

/*:
 ## One number, two meanings

 Which label is "label smoothing `0.25`"? In TensorFlow's slim, which the published tutorial uses, a
 label $y$ becomes

 $$y\,(1 - s) + \tfrac{s}{2}$$

 In the paper that brought the trick to GANs (Salimans et al., 2016) 1 becomes $1 - s$. Hence the rows
 *slim* and *one-sided* above. Both of them, and the tutorial, leave the label of generated samples at
 0. (`--real-label` and `--fake-label` set a label directly.)
 */
package enum Smoothing: String, CaseIterable {
  case slim
  case oneSided = "one-sided"

  /// The label that takes the place of `y`, 0 or 1.
  package func callAsFunction(_ y: Float, by s: Float) -> Float {
    switch self {
    case .slim: y * (1 - s) + s / 2  // 1 → 0.875, 0 → 0.125
    case .oneSided: y * (1 - s)  // 1 → 0.75, 0 → 0
    }
  }
}
