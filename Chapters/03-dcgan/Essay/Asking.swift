import Tensors

/*:
 ## Who is missing?

 The source of `mxnet64` ends with an open question. Some digits never come out of its generator, and to
 make sure that every digit appears, it says, the program would have to be designed anew; it does not
 say how. Chapter 2 has an answer, which is to [ask](../02-dense-gan/README.md#ask-for-a-digit).
 `--conditional` gives the label to both players, in every recipe: G finds it behind the noise,
 and D has an answer for each class, of which the one that was asked for counts.
 */
/// z, and twice the order behind it: `[batch, latentSize + classes]`; z alone where nothing is asked for.
package func with(_ z: Tensor, _ asked: Tensor?) -> Tensor {
  asked.map { .concatenation([z, $0 * 2], along: 1) } ?? z
}

/// Of D's answers the one about what was asked for, `[batch, 1]`; its only one where nothing was.
package func answer(_ logits: Tensor, _ asked: Tensor?) -> Tensor {
  asked.map { (logits * $0).sum(along: [1]) } ?? logits
}

/*:
 `swift run dcgan --conditional` draws ten rows of ten, a row for each digit, of the same ten noise
 vectors:

 ![Ten digits, asked for row by row; a column is one noise vector](../../Figures/03-dcgan/asked.png)

 Down a column the hand stays much the same, in its slant and in the weight of its strokes.
 {{legible.lesson.asked}} of them are legible, where it was {{legible.lesson}} without labels, and
 {{asked.lesson.asked}} are read as the digit that was asked for. No digit is missing, because D is shown
 each order as often as its digit stands in the training set.

 On MNIST (`--dataset mnist`) {{legible.lesson.asked-mnist}} are legible, and {{asked.lesson.asked-mnist}} read as
 asked:

 ![Ten digits of MNIST, asked for row by row](../../Figures/03-dcgan/asked-mnist.png)

 With more time, what did faces good [above](#with-more-time) does digits good too: half as much again of width, twice
 the steps, and rates half as high.
 `swift run dcgan --conditional --dataset mnist --width 24 --steps 24000 --generator-rate 0.0005 --discriminator-rate 0.0005`
 takes about twice as long. {{legible.paper.asked}} are legible then, more than in each of the lesson's
 {{lesson.asked-mnist.seeds}} seeds, and {{asked.paper.asked}} read as asked (one seed):

 ![Ten digits of MNIST, asked for row by row, of the longer run](../../Figures/03-dcgan/paper-asked.png)

 (`swift run dcgan sample --from Chapters/03-dcgan/Pretrained/mnist-asked.safetensors --digit 7` draws sevens of this
 generator at once, and with `--live` you walk through all ten digits.)

 ![Six walks through the noise with the digit held; then six from digit to digit with the noise held](../../Figures/03-dcgan/asked-walk.png)

 In the upper six rows the order stays and the noise walks; in the lower six the noise stays and the
 order walks to the next digit. What stands half-way, nobody ever asked for, and it may be a smudge of
 both.

 Labels answer the source's question only for what has a label. Within a digit the noise is on its own
 again, and a way of writing a seven may go missing as a seven could before. For classes of your own,
 put the pictures of each into a folder of its own, and type
 `swift run dcgan --recipe faces64 --dataset folder --data FOLDER --conditional`. Then
 `swift run dcgan sample --digit NAME` draws one of them.
 */
