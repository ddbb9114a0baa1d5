/*:
 # Chapter 4 · A label that is not quite sure

 The discriminator is told 1 for every real sample and 0 for every generated one, and to come closer
 to 1 it makes its logits larger without end. *Label smoothing* tells it `0.9` instead. It is a line
 of code, it stands in most lists of tricks for GANs, and it is said to make the samples better.
 What does it do?

 ![Five discriminators with five pairs of labels, each on its own formula](../../Figures/04-label-smoothing/optimum.svg)

 Five discriminators look at the same two heaps of numbers, and only their labels differ. The points
 are what they have learnt to answer, the lines are a formula that you will derive in a minute. With
 the label `0.9`, D does not want to say more than `0.9`. Look at the right end, too: there the
 labels `0.875` and `0.125` do something that the other four do not. It will matter.

 To see what a label does and nothing else, this chapter trains *twins*: GANs that begin with the
 same weights and see the same batches and the same noise, and differ in their labels alone. (The
 twins of chapter 3 were samples.) There are three recipes. `optimum` trains only D, against a
 generator that never moves, so that its best answer is known. `line` is the GAN of chapter 1, and
 `digits` that of chapter 2.

 Run it: `swift run label-smoothing`. It takes some five seconds, trains the twins of the line with
 the labels 1 and `0.9`, and leaves its pictures in `Runs/`. `--recipe optimum` takes about as long,
 `--recipe digits` half a minute. [NOTATION.md](../../NOTATION.md) explains every symbol and term.
 */
import Foundation

/*:
 ## What a label asks for

 Say the label of real samples is $t$, and that of generated ones $f$. *Hard* labels are 1 and 0.
 The discriminator makes the cross-entropy of its answers with its labels small. With the real
 density $p$ and the generated one $q$, that is, at one point $x$,

 $$-\,p\,\bigl[t \log D + (1 - t) \log(1 - D)\bigr] - q\,\bigl[f \log D + (1 - f) \log(1 - D)\bigr]$$

 Collect what stands before $\log D$: $a = tp + fq$. Before $\log(1 - D)$ there stands the rest,
 $b = p + q - a$. As in chapter 1, $a \log D + b \log(1 - D)$ is largest at $D = a / (a + b)$:

 $$D^*(x) = \frac{t\,p(x) + f\,q(x)}{p(x) + q(x)}$$

 Four things follow, and each can be measured.

 1. **D is a thermometer with another scale.** The share of real samples at $x$ is $p/(p + q)$, and
    $D^*$ runs from $f$, where all is generated, to $t$, where all is real. Read an answer $D$ as
    the share $(D - f)/(t - f)$. When $q = p$, D answers half-way between its labels: `0.45` for
    `0.9` and 0.
 2. **The loss on real samples has a floor.** Nothing is better than to answer $t$ itself, and that
    costs $-t \log t - (1 - t)\log(1 - t)$: 0 for hard labels, but $0.325$ for `0.9`.
 3. **A logit has an end.** With hard labels a D that is right always gains by a larger logit. With
    $t = 0.9$ the best logit is at most $\log(0.9/0.1) \approx 2.2$; one that goes further costs
    more.
 4. **If $f = 0$, the gradient for G stays as it was.** The generator makes $\log D$ large, and
    $\log D^* = \log t + \log\,p/(p + q)$. The label adds a constant, and a constant has no
    gradient. With $f > 0$ nothing of the kind holds.

 The fourth is worth a second look. It says that to a generator with the best opponent there is, a
 one-sided label makes *no difference at all*. If smoothing helps, it must be because D is not at
 its best. At $q = p$, with $f = 0$:

 | $t$ | $D^*$ | $L_D$ | $L_G$ | floor of the real term |
 |---|---|---|---|---|
 | 1 | `0.5` | `1.386` | `0.693` | 0 |
 | `0.9` | `0.45` | `1.376` | `0.799` | `0.325` |
 | `0.875` | `0.4375` | `1.371` | `0.827` | `0.377` |
 | `0.75` | `0.375` | `1.323` | `0.981` | `0.562` |

 The [tests](../../Tests/LabelSmoothingTests/LabelTests.swift) hold the code to these numbers.
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

 "Label smoothing `0.25`": which label is that? It depends on whom you ask. Loss functions in
 libraries mix the label with the indifferent ½, and so does that of the published tutorial
 (TensorFlow's slim): a label $y$ becomes

 $$y\,(1 - s) + \tfrac{s}{2}$$

 so $s = 0.25$ makes `0.875` out of 1, and would make `0.125` out of 0. The paper that brought the
 trick to GANs (Salimans et al., 2016) lowers the real label alone, to $1 - s$, and its `0.25` would
 be `0.75`. `--smoothing 0.25` takes the first meaning,
 `--smoothing 0.25 --smoothing-style one-sided` the second. Both of them, and the tutorial, smooth
 only the cross-entropy of real samples; add `--fake-label 0.125` for the other. `--real-label`
 gives the label itself. Without any of these it is `0.9`.
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
