/*:
 ## What you should see

 `swift run dense-gan` runs the recipe `steady`. The share of the samples that is legible comes to
 {{legible.lesson.range}} (the median, and in brackets the least and the greatest over the seeds), the
 Fréchet ratio to {{frechetRatio.lesson.range}}, and {{digitsCovered.lesson}} of the 10 digits are there. Real on the
 left, generated on the right. (How many seeds a number is the median of is not the same everywhere:
 here it is {{lesson.seeds}}, of the experiments below {{lesson.batchnorm.seeds}}, and where the table of batch
 norm has no range it is {{lesson.plain.seeds}}.)

 ![64 real digits beside 64 generated ones](../../Figures/02-dense-gan/comparison.png)

 You can read most of them. Those that you cannot are made of good strokes that do not add up to a
 digit. And you can tell the sides apart: the generated edges are ragged, for a dense layer makes each
 pixel by itself. Nothing in it says that neighbours go together, and that is what chapter 3 is about.

 **What the average does.** These are not the samples of the generator that the last step left behind.
 They are those of its average: of the parameters, and of what batch norm remembers, over about the
 last thousand steps. Above, the generator of the last step; below, its average, of the same noise:

 ![The generator of the last step above its average](../../Figures/02-dense-gan/averaged.png)

 The strokes are the same; the dots are gone, or fewer. G circles: each step pushes it where D is weak at
 the moment, the next steps push it elsewhere, and what the pushes do not agree on, a dot here and
 none there, the average cancels, or leaves as a grey smudge. So the share of the same run's samples that is legible grows, and
 in the median it grows more where nothing else holds the two players, as in the recipe `batchnorm` below:

 | Legible | without the average | with it |
 |---|---|---|
 | `steady` | {{legibleUnaveraged.lesson}} | {{legible.lesson}} |
 | `batchnorm`, which has no penalty | {{legibleUnaveraged.lesson.batchnorm}} | {{legible.lesson.batchnorm}} |

 The average costs a pass over the parameters at each step
 and teaches G nothing: D never sees it. (At first it covers only the last tenth of the steps so far, so that
 the beginning is soon forgotten. `--average 0` does without.)

 **The loss does not tell quality.** On the left, the ratio falls. On the right, the losses move
 little after a thousand steps:

 ![The distance goes on falling when the losses look settled](../../Figures/02-dense-gan/quality.svg)

 The generator's loss says how well it fools *this* discriminator, and the discriminator gets
 better all the while. Take the ten moments in the second half of the run at which both G's loss and the ratio
 are noted, put them in the order of the one and in the order of the other, and compare the two orders. Their
 *rank correlation* is 1 if the orders agree and −1 if one is the other reversed; two unrelated
 orders of ten stay within `0.65` of zero nineteen times out of twenty. It is
 {{lossQuality.lesson.range}}. In some runs a falling loss goes with better samples, in others with
 worse ones, and in none more than chance would have it.

 And D? It judges a share of {{accuracy.lesson}} of the pictures right. Read the sentence of chapter 1 the
 right way round: if $q$ were $p$, no D could do better than guessing. This one does, so $q$ is not $p$ yet
 (unless D knows the training pictures by heart). In the picture, look at the accuracy: it comes down a
 little, settles above one half, and goes neither to one half nor to 1.

 ![D's accuracy and its answers](../../Figures/02-dense-gan/accuracy.svg)

 **Between two digits.** Each row walks from one noise vector to another in twelve pictures. Within a
 digit, a small step in $z$ is a small step in the picture. The change from one digit to another may fall
 between two of the twelve, as in the first row, or take several, as in the fourth, and then there is
 something on the way that you would not find in any training set.

 ![Six walks through the noise](../../Figures/02-dense-gan/walk.png)

 **Has it memorised?** Below each sample stands the training image that is nearest to it, pixel by
 pixel.

 ![Samples above, their nearest training images below](../../Figures/02-dense-gan/neighbours.png)

 They are alike, and not the same. In numbers: a sample lies {{neighbourDistance.lesson}} from the training
 image nearest to it, and an unseen *real* digit lies {{neighbourDistanceUnseen.lesson}} from its own
 (medians of the Euclidean distance; a pixel goes from 0 to 1). A generator that copied pixel by pixel would
 come closer than real digits do. But the number does not prove that this generator makes no rough copies:
 ragged edges alone put a sample far from its nearest image. The walks are better evidence: within a digit
 its slant and its width change little by little, where a generator that only had copies to offer would jump
 from one to the next.

 **On MNIST** (`--dataset mnist`) a share of {{legible.lesson.mnist}} of the same recipe's samples is
 legible, and the ratio ends at {{frechetRatio.lesson.mnist.range}}, with {{digitsCovered.lesson.mnist}} digits. That judge has learnt other digits, so its numbers cannot be
 compared with those above; handwriting varies more, and more of these samples are hard to read:

 ![64 real digits of MNIST beside 64 generated ones](../../Figures/02-dense-gan/mnist.png)

 ## The experiment: what batch norm does

 The penalty would hide what follows, so the experiments below take the recipe `batchnorm`, which has
 none, and half as many steps. Run it without batch norm:
 `swift run dense-gan --recipe batchnorm --no-batch-norm`. The Fréchet ratio, as the
 median over the seeds and, if there are several, the range:

 | | with batch norm | without |
 |---|---|---|
 | after 1,000 steps | {{frechetRatio.lesson.early.range}} | {{frechetRatio.lesson.early-plain.range}} |
 | at the end, 5,000 steps | {{frechetRatio.lesson.batchnorm.range}} | {{frechetRatio.lesson.plain.range}} |
 | ten times the learning rate, 2,500 steps | {{frechetRatio.lesson.fast.range}} | {{frechetRatio.lesson.fast-plain.range}} |

 The first two rows are a surprise, if you have read that a GAN needs batch norm: at a rate that somebody
 has tuned, this small generator draws all digits without. With it the ratio is lower (number of seeds
 without batch norm: {{lesson.plain.seeds}}). The share of legible samples is nearly the same,
 {{legible.lesson.batchnorm}} and {{legible.lesson.plain}}, and the eye hardly tells the two apart.

 The third row is what batch norm is for. Raise the rate tenfold, for half as many steps
 (`--recipe batchnorm --learning-rate 0.01 --steps 2500`). With batch norm the ratio still comes down.
 Without, it does not, and D is right about {{accuracy.lesson.fast-plain}} of the pictures instead of
 {{accuracy.lesson.fast}}. Look at the
 strokes: in the first sheet, with batch norm, they hang together, if with more dots than before;
 in the second, without, they fall apart into white squares, and many digits look alike:

 ![With batch norm, at ten times the rate](../../Figures/02-dense-gan/fast.png) ![Without](../../Figures/02-dense-gan/fast-plain.png)

 Why? A layer that normalises does not care how large its weights have grown: multiply them all by ten, and
 its output stays the same. The gradient with respect to these weights is then a tenth as large. Adam
 divides that out, so its steps stay as long; and beside weights that are ten times as large, the same step
 counts a tenth as much. Weights that have run away slow down by themselves. (That is an explanation; the
 table shows only the effect.) So batch norm does not make a good generator; it makes it easier to find a
 rate that works.

 ## What goes wrong, and how you would notice

 The recipe lets D learn half as fast as G. What if D learns twice as fast instead, a piece of
 advice that you will find in print? `swift run dense-gan --recipe batchnorm --discriminator-pace 2`:

 ![Real digits, and those of a generator whose D is eager](../../Figures/02-dense-gan/eager.png)

 Look at a single sample: most can be read. Now look at all of them. Count the zeros, the twos and the
 sixes, and count them again in the sheet of `steady` further up. This generator has *forgotten* some
 digits; {{digitsCovered.lesson.eager}} of 10 are left in the median, and as few as
 {{digitsCovered.lesson.eager.low}}. This is called *mode collapse*. Chapter 1 showed the extreme, one
 number in place of a bell curve, and a cure: a D that sees the batch, which this recipe does not have. Why
 do digits go? Perhaps like this: a D that is sure of itself lets little pass. The gradient of one bad six
 says how to make it pass, and the shortest way leads to a five.

 ![The distance rises again, and the losses only say that D is ahead](../../Figures/02-dense-gan/eager-quality.svg)

 How would you notice? Not by the losses: D's drifts down and G's up, which says that D is ahead and no
 more. (In the run of `steady` they stay level, while the samples get better: that tells nothing either.)
 Not by looking at your favourite samples. You notice by counting. The ratio goes *up* as training goes on,
 from its best value after a thousand steps or so to {{frechetRatio.lesson.eager}} at the end (the median).
 More training made it worse, and still you can read the samples, {{legible.lesson.eager}} of them: what
 lifts the ratio is what is not there.

 The same seeds, with nothing but D's pace changed:

 | D's rate, as a multiple of G's | Fréchet ratio | legible | digits | D is right | distance, 50 components | precision | recall |
 |---|---|---|---|---|---|---|---|
 | `0.5` | {{frechetRatio.lesson.batchnorm.range}} | {{legible.lesson.batchnorm}} | {{digitsCovered.lesson.batchnorm.range}} | {{accuracy.lesson.batchnorm}} | {{pca50Frechet.lesson.batchnorm}} | {{precision.lesson.batchnorm}} | {{recall.lesson.batchnorm}} |
 | 1 | {{frechetRatio.lesson.equal.range}} | {{legible.lesson.equal}} | {{digitsCovered.lesson.equal.range}} | {{accuracy.lesson.equal}} | {{pca50Frechet.lesson.equal}} | {{precision.lesson.equal}} | {{recall.lesson.equal}} |
 | 2 | {{frechetRatio.lesson.eager.range}} | {{legible.lesson.eager}} | {{digitsCovered.lesson.eager.range}} | {{accuracy.lesson.eager}} | {{pca50Frechet.lesson.eager}} | {{precision.lesson.eager}} | {{recall.lesson.eager}} |

 The legible share does not tell: it is *highest* where digits are missing, for what is left can be read. Nor do the
 last two columns. Precision asks the samples, and a digit that nobody draws leaves
 no sample to ask. Recall asks the real digits, and even *rises*: what the eager generators do draw lies nearer to
 real digits ({{neighbourDistance.lesson.eager}} from the nearest training image, in place of
 {{neighbourDistance.lesson.batchnorm}}), and that may outweigh what is gone. The pixels are not to blame: the column
 before has the Fréchet distance in the 50 directions in which the pixels of real digits vary most (their
 *principal components*), and puts the runs in the order of the others. Believe no single number.

 ### The penalty comes back

 In chapter 1 a penalty on D's slope kept two players from circling. Does it help here? The recipe
 `steady` is `batchnorm` with that penalty, at twice the rate, and runs twice as long. So that only the
 penalty differs, the first two rows both have the rate and the steps of `batchnorm` (the second is
 `--recipe batchnorm --penalty 0.3`), and so have the last two, with a D as eager as above:

 | | steps | legible | Fréchet ratio | digits |
 |---|---|---|---|---|
 | no penalty | 5,000 | {{legible.lesson.batchnorm}} | {{frechetRatio.lesson.batchnorm}} | {{digitsCovered.lesson.batchnorm}} |
 | penalty | 5,000 | {{legible.lesson.penalty}} | {{frechetRatio.lesson.penalty}} | {{digitsCovered.lesson.penalty}} |
 | penalty: the recipe `steady` | 10,000 | {{legible.lesson}} | {{frechetRatio.lesson}} | {{digitsCovered.lesson}} |
 | no penalty, an eager D | 5,000 | {{legible.lesson.eager}} | {{frechetRatio.lesson.eager}} | {{digitsCovered.lesson.eager}} |
 | penalty, an eager D | 5,000 | {{legible.lesson.eager-penalty}} | {{frechetRatio.lesson.eager-penalty}} | {{digitsCovered.lesson.eager-penalty}} |

 What the penalty does to single samples is little. What it does to the whole is much: the ratio is a
 fraction of what it was, and with an eager D the digits stay. A possible reason: a D
 whose slopes are small cannot turn from one opinion to the opposite between one digit and the next, so that
 no digit becomes a place that G has to leave.
 */
