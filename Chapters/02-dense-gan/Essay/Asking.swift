import Datasets
import Tensors

/*:
 ## Ask for a digit

 Nobody can tell the generator of this chapter which digit to draw. It decides by the noise, and
 nobody knows where in the noise the sevens are. But the training set is labelled: suppose both
 players could read the labels?

 Then the game is played ten times at once, with the same two networks. The generator gets noise and
 an order: ten numbers more, of which the one in the place of the digit is 2 and the others 0. (2 and
 not 1, so that it is heard among 32 numbers of noise.) The discriminator answers ten questions in
 place of one, *is it a real 0? a real 1?* …, and only its answer about the digit that was ordered
 counts: of a real picture the one on its label, of a generated one the order. A perfect five is a
 fake if a seven was asked for. Everything else stays: losses, optimisers, rates, and the number of
 steps. (Mirza and Osindero, 2014, had the idea; they hand the label to D as an input. To take one of
 several outputs is how Mescheder et al., 2018, do it.)
 */
package let classCount = 10

/// z, and twice the order behind it: `[batch, latentSize + 10]`; z alone where nothing is asked for.
package func with(_ z: Tensor, _ asked: Tensor?) -> Tensor {
  asked.map { .concatenation([z, $0 * 2], along: 1) } ?? z
}

/// Of D's ten answers the one about what was asked for, `[batch, 1]`; its only one where nothing was.
package func answer(_ logits: Tensor, _ asked: Tensor?) -> Tensor {
  asked.map { (logits * $0).sum(along: [1]) } ?? logits
}

/// The order for some labels, a row of ten for each: 1 in the place of its class, `[count, 10]`.
package func order(_ labels: [Int]) -> Tensor { .oneHot(labels, classes: classCount) }

/*:
 Type `swift run dense-gan --conditional`. Ten rows of ten: the same ten noise vectors in every row,
 and a row for each digit.

 ![Ten digits, asked for one by one](../../Figures/02-dense-gan/asked.png)

 With the same networks, the same optimiser and as many steps, far more of the samples are legible, and
 nearly all are read as the digit that was asked for. So it is on MNIST, where we took the penalty away,
 for with labels there is less to hold back (`--recipe batchnorm --learning-rate 0.002 --steps 10000`, as
 many as above):

 | | legible without labels | legible with them | read as asked |
 |---|---|---|---|
 | drawn digits | {{legible.lesson}} | {{legible.lesson.asked}} | {{asked.lesson.asked}} |
 | MNIST | {{legible.lesson.mnist}} | {{legible.lesson.asked-mnist}} | {{asked.lesson.asked-mnist}} |

 ![Ten digits of MNIST, asked for one by one](../../Figures/02-dense-gan/asked-mnist.png)

 Why is it so much easier? Without labels, the generator has to cut its noise into ten regions, and
 between two regions lies something that is no digit, for a smooth map cannot jump. The label makes the cuts, and the generator no longer
 needs to. And no digit can be forgotten, for D sees every order as often as its digit is in the training
 set: *mode collapse* among the ten is over. Within one digit it is not. Look along a row: how many
 ways of writing a seven are there?

 The price of an order is that somebody had to label 20,000 pictures.

 ![Six walks through the noise with the digit held; then from digit to digit with the noise held](../../Figures/02-dense-gan/asked-walk.png)

 In the upper six rows the order stays and the noise walks: slant, width and pen change, and it stays
 the digit, though the 4 ends as a scribble. In the lower six the noise stays and the order walks from one digit to the next. The slant
 and the pen stay, more or less: noise has become *style*. Nobody told the generator to keep the two
 apart. Half-way between two orders stands what nobody ever asked for.

 `swift run dense-gan sample --digit 7 --from Runs/…/generator.safetensors --out sevens.png` draws
 as many sevens as you like.
 */
