/*:
 ## `mxnet64`: what D wants

 With a higher rate for G, D does not win the first 200 steps. But the digits after 200 steps are hard to read, and the
 steps of such wide networks are long. `swift run dcgan --recipe mxnet64` takes narrow ones, and many
 short steps:

 ![64 real digits beside 64 generated ones at 64 × 64: most are whole digits, with a fine grid on some edges](../../Figures/03-dcgan/mxnet64.png)

 The legible share is {{legible.lesson.mxnet64.range}}, the Fréchet ratio
 {{frechetRatio.lesson.mxnet64.range}} (both at 28 × 28, where the judge has learnt to read), and
 {{digitsCovered.lesson.mxnet64}} of the 10 digits are there. Some strokes have toothed edges, as a
 transposed convolution may leave them, though by the count of [above](#a-pattern-that-nobody-asked-for)
 there is no more of a grid than in drawn digits.

 ![D's accuracy comes down at once and stays well above one half; G's loss comes down and stays too](../../Figures/03-dcgan/mxnet64-drift.svg)

 D is ahead all the way, with an accuracy of {{accuracy.lesson.mxnet64}} in the end, and the digits get
 better all the same. So a D that is ahead need not have won.

 ### What a lesson changes

 The maps and the loop are those of the source. The batch is half as large, and a picture has one channel in
 place of three equal ones ([the appendix](#the-four-recipes-side-by-side)). Beside these, five things are
 changed:

 - the networks are an eighth as wide as published, and a lesson has 8,000 steps;
 - D has no batch norm, and the penalty on its slopes in its place;
 - D's weights begin so that all its maps have the same spread, and not with a deviation of `0.02`;
 - both players learn at `0.001`, five times as fast;
 - the samples are those of G's average.

 Take one away at a time, in runs of 1,500 steps (seeds: {{lesson.mxnet64-short.seeds}}). The last row is
 that of "D wins" with the higher rate for G. Its networks are four times as wide, and its 200 steps take
 nearly as long:

 | `swift run dcgan --recipe mxnet64 --steps 1500` | legible | Fréchet ratio | distance, 50 components | D's accuracy |
 |---|---|---|---|---|
 | all of it | {{legible.lesson.mxnet64-short.range}} | {{frechetRatio.lesson.mxnet64-short.range}} | {{pca50Frechet.lesson.mxnet64-short.range}} | {{accuracy.lesson.mxnet64-short}} |
 | batch norm in D, and the first weights made for it, in place of the penalty: `--published --width 8 --generator-rate 0.001 --discriminator-rate 0.001` | {{legible.lesson.mxnet64-norm.range}} | {{frechetRatio.lesson.mxnet64-norm.range}} | {{pca50Frechet.lesson.mxnet64-norm.range}} | {{accuracy.lesson.mxnet64-norm}} |
 | no penalty: `--penalty 0` | {{legible.lesson.mxnet64-steep.range}} | {{frechetRatio.lesson.mxnet64-steep.range}} | {{pca50Frechet.lesson.mxnet64-steep.range}} | {{accuracy.lesson.mxnet64-steep}} |
 | the source's first weights: `--first-weights small` | {{legible.lesson.mxnet64-small.range}} | {{frechetRatio.lesson.mxnet64-small.range}} | {{pca50Frechet.lesson.mxnet64-small.range}} | {{accuracy.lesson.mxnet64-small}} |
 | the source's rates: `--generator-rate 0.0002 --discriminator-rate 0.0002` | {{legible.lesson.mxnet64-rates.range}} | {{frechetRatio.lesson.mxnet64-rates.range}} | {{pca50Frechet.lesson.mxnet64-rates.range}} | {{accuracy.lesson.mxnet64-rates}} |
 | no average: `--average 0` | {{legible.lesson.mxnet64-moment.range}} | {{frechetRatio.lesson.mxnet64-moment.range}} | {{pca50Frechet.lesson.mxnet64-moment.range}} | {{accuracy.lesson.mxnet64-moment}} |
 | wide: `--published --generator-rate 0.001 --steps 200` | {{legible.lesson.repaired.range}} | {{frechetRatio.lesson.repaired.range}} | {{pca50Frechet.lesson.repaired.range}} | {{accuracy.lesson.repaired}} |

 Three of the changes make digits that can be read. With batch norm in D nothing is legible, in one seed a
 single digit is left, and D is right about nearly all pictures. With the source's first weights, or with
 its rates, little is legible; the slow rates may need no more than time, and nobody has run them to the
 end. Neither of the other two shows in legibility. Without the penalty the ratio is higher, and so is the
 distance on 50 components. Without the average the ratio tells nothing, but that distance does.

 Are narrow networks better, then? The last row only shows that they are ahead in the same time. Give the
 wide ones 2,400 steps, which take nearly twice as long as the whole lesson on one core, and
 {{legible.lesson.mxnet64-wide}} are legible (seeds: {{lesson.mxnet64-wide.seeds}}).

 Why should the first weights matter so much? A likely reason: D's second layer sums 128 products, and
 with weights of about `0.02` its map is four times fainter than the one before. After five such layers D
 says nearly the same of every picture, and its slopes, all that G learns from, are next to nothing until Adam
 has made the weights larger. Batch norm makes up for that. DCGAN's rule was made for networks that have it.

 ### The signal

 This recipe hands you the signal itself. First in the picture stands a sample, and then the gradient that
 trains the generator, with its sign turned, so that it is bright where D wants more.

 ![A sample; what D wants changed, a grain of black and white about the digit; the same over squares of 4 × 4 pixels](../../Figures/03-dcgan/wanted.png)

 At first sight the gradient is noise. That is what the gradient of a convolutional network looks
 like: neighbouring pixels have opposite signs. But it is loud about the digit and quiet in the corners,
 where all real pictures are black and so are these. Last, it is summed over squares of 4 × 4 pixels, and
 some of it has a shape: close beside the strokes it is mostly dark, for D would have less of their
 fringe, and on the strokes there are bright places and dark ones. It is a slope, and no difference to
 any real digit. It says in which direction D believes more, not how far to go. And G can follow it only
 in part: where a pixel is black or white already, tanh is flat and lets nearly nothing through.
 */
