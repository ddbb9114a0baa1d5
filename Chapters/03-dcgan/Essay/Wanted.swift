/*:
 ## `mxnet64`: what D wants

 With a higher rate for G, D no longer wins. But the digits after 200 steps are hard to read, and in the
 time of a lesson such wide networks take only ten times as many. `swift run dcgan --recipe mxnet64`
 takes narrow ones instead:

 ![64 real digits beside 64 generated ones at 64 × 64: digits, and strokes that make none](../../Figures/03-dcgan/mxnet64.png)

 The legible share is {{legible.lesson.mxnet64.range}}, the Fréchet ratio
 {{frechetRatio.lesson.mxnet64.range}} (both at 28 × 28, where the judge has learnt to read), and
 {{digitsCovered.lesson.mxnet64}} of the 10 digits are there.

 ![D's accuracy swings up and down above one half, and G's loss stays near that of a game that nobody wins](../../Figures/03-dcgan/mxnet64-drift.svg)

 D is ahead nearly all the way, with an accuracy of {{accuracy.lesson.mxnet64}} in the end, and the
 digits get better all the same. So a D that is ahead need not have won.

 ### What a lesson changes

 The maps and the loop are those of the source. What is changed is little:

 - the networks are an eighth as wide as published, so that a lesson has time for many steps;
 - D has no batch norm, and the penalty on its slopes in its place;
 - both players learn at `0.001`, five times as fast;
 - the samples are those of G's average.

 Take one away at a time, in runs of 1,500 steps ({{lesson.mxnet64-short.seeds}} seeds each). The last row
 takes all but the average away, as "D wins" did, but for G's rate, and as many steps as take as long as the first
 row.

 | `swift run dcgan --recipe mxnet64 --steps 1500` | legible | Fréchet ratio | D's accuracy |
 |---|---|---|---|
 | all of it | {{legible.lesson.mxnet64-short.range}} | {{frechetRatio.lesson.mxnet64-short.range}} | {{accuracy.lesson.mxnet64-short}} |
 | batch norm in D and no penalty: `--published --width 8 --generator-rate 0.001 --discriminator-rate 0.001` | {{legible.lesson.mxnet64-norm.range}} | {{frechetRatio.lesson.mxnet64-norm.range}} | {{accuracy.lesson.mxnet64-norm}} |
 | neither: `--penalty 0` | {{legible.lesson.mxnet64-steep.range}} | {{frechetRatio.lesson.mxnet64-steep.range}} | {{accuracy.lesson.mxnet64-steep}} |
 | the source's rates: `--generator-rate 0.0002 --discriminator-rate 0.0002` | {{legible.lesson.mxnet64-rates.range}} | {{frechetRatio.lesson.mxnet64-rates.range}} | {{accuracy.lesson.mxnet64-rates}} |
 | no average: `--average 0` | {{legible.lesson.mxnet64-moment.range}} | {{frechetRatio.lesson.mxnet64-moment.range}} | {{accuracy.lesson.mxnet64-moment}} |
 | wide, 200 steps: `--published --generator-rate 0.001` | {{legible.lesson.repaired.range}} | {{frechetRatio.lesson.repaired.range}} | {{accuracy.lesson.repaired}} |

 TODO.

 ### A gradient to look at

 This recipe hands you the signal itself. Below each sample stands the gradient that trains the
 generator, with its sign turned, so that it is bright where D wants more.

 ![Samples; below, what D wants changed, a grain of black and white; the same over squares of 4 × 4 pixels](../../Figures/03-dcgan/wanted.png)

 At first sight the second row is noise. That is what the gradient of a convolutional network looks
 like: neighbouring pixels have opposite signs. Summed over squares of 4 × 4 pixels, in the last row,
 some of it has a shape: there are dark places on the strokes, of which D would have less, and bright
 ones beside them. It is a slope, and no difference to any real digit. It says in which direction D
 believes more, not how far to go. And G can follow it only in part: where a pixel is black or white
 already, tanh is flat and lets nearly nothing through.
 */
