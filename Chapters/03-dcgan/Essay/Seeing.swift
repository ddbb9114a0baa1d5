/*:
 ## What you should see

 `swift run dcgan` runs the recipe `small28`. A share of {{legible.lesson}} of its
 samples is legible in the median (chapter 2 explains it), between {{legible.lesson.low}} and
 {{legible.lesson.high}}. The Fréchet ratio ends at {{frechetRatio.lesson}}, and
 {{digitsCovered.lesson}} of the 10 digits are there. (Legibility is blind to variety, the ratio to
 single samples that cannot be read: so here are both, and the pictures.) Real on the left, generated on
 the right:

 ![64 real digits beside 64 generated ones](../../Figures/03-dcgan/comparison.png)

 (Seeds behind a number: here {{lesson.seeds}}, for the faces below {{lesson.faces64.seeds}}, for what goes
 wrong {{lesson.short.seeds}}.)

 Compare the edges with those of chapter 2. They are smooth, and there are no stray dots: a
 convolution cannot make a dot in one place without making it everywhere else that looks the same.
 These samples fail in another way: they are made of good strokes that do not always add up to a
 digit.

 Is it the better generator, then? Digits, judge, losses, penalty and average are those of chapter 2's
 `steady`. That one has {{dense-gan:legible.lesson}} legible, and a ratio of
 {{dense-gan:frechetRatio.lesson}}, after half the time. So the answer is no: at 28 × 28 a
 dense network knows enough. 784 pixels are few, all digits are centred, and there is time to learn by
 heart which pixels are neighbours. What convolutions know beforehand pays off where there are more
 pixels, as below, at 64 × 64.

 ![The distance of the samples from real digits](../../Figures/03-dcgan/quality.svg)

 ![D's accuracy and G's loss](../../Figures/03-dcgan/drift.svg)

 Walk between two noise vectors, and the strokes bend from one digit to another; not every place on
 the way is a digit:

 ![Six walks through the noise](../../Figures/03-dcgan/walk.png)

 ### `keras28`: as published

 `swift run dcgan --recipe keras28` at a quarter of the published width, in about a minute:

 ![64 real digits beside 64 generated ones of keras28](../../Figures/03-dcgan/keras28.png)

 {{legible.lesson.keras28}} are legible, and the ratio is {{frechetRatio.lesson.keras28}}, between
 {{frechetRatio.lesson.keras28.low}} and {{frechetRatio.lesson.keras28.high}}. A step of it takes as
 long as several of `small28`: of the 5 × 5 patterns, one slides over 28 × 28 places in 16 channels
 before the last. Most of what is said below on what goes wrong is about this recipe, for its source
 is about that.

 ![D's accuracy and G's loss in keras28](../../Figures/03-dcgan/keras28-drift.svg)

 D is right nearly always at first, but it does not win: its accuracy ends at
 {{accuracy.lesson.keras28}}.

 ### `mxnet64`: what D wants

 `swift run dcgan --recipe mxnet64` takes the same digits to 64 × 64 pixels, half as wide as published and
 a fortieth as long. {{legible.lesson.mxnet64}} are legible, and the Fréchet ratio is
 {{frechetRatio.lesson.mxnet64}} (both at 28 × 28, where the judge has learnt to read):

 ![64 real digits beside 64 generated ones, at 64 × 64](../../Figures/03-dcgan/mxnet64.png)

 ![D's accuracy and G's loss in mxnet64](../../Figures/03-dcgan/mxnet64-drift.svg)

 D is ahead nearly all the way, with an accuracy of {{accuracy.lesson.mxnet64}} in the end, and the
 digits get better all the same. To be ahead is not to have won.

 This recipe hands you the signal itself. Below each sample stands the gradient that trains the
 generator, with its sign turned: bright where D wants more.

 ![Twelve samples; what D wants changed; the same over squares of 4 × 4 pixels](../../Figures/03-dcgan/wanted.png)

 At first sight it is noise. That is what the gradient of a convolutional network looks like:
 neighbouring pixels have opposite signs. Summed over squares of 4 × 4 pixels, in the last row, the
 strokes can be made out, darker than the rest: D would have less of them. It is a slope, and no
 difference to any real digit. It says in which direction D believes more, not how far to go, and G
 can follow it only in part: where a pixel is black or white already, tanh is flat and lets nearly
 nothing through.

 ### `faces64`: faces out of noise

 `swift run dcgan --recipe faces64` learns from faces that the workbook draws:

 ![64 drawn faces beside 64 generated ones](../../Figures/03-dcgan/faces64.png)

 There is no classifier for faces, so the Fréchet distance is taken on where a picture lies along the
 50 directions in which real pictures vary most, its *principal components*. It begins near 40, and
 it falls to {{pca50Frechet.lesson.faces64}}, between
 {{pca50Frechet.lesson.faces64.low}} and {{pca50Frechet.lesson.faces64.high}}; 0 is perfect. The way
 there, from the same noise:

 ![The same noise at eight moments: texture first, then heads, then faces](../../Figures/03-dcgan/faces64-progress.png)

 ### What two minutes can do

 Those faces are not what the published recipe draws in a lesson's time. At a quarter of the width,
 after 640 of 20,000 steps (`--published`), it looks like this, at a distance of
 {{pca50Frechet.lesson.faces64-published}} and with a grid of
 {{checkerboard.lesson.faces64-published}}:

 ![64 drawn faces beside 64 of the published recipe](../../Figures/03-dcgan/faces64-published.png)

 It may well draw better after 20,000 steps of the full width, but nobody has two days. What can be
 changed, so that two minutes are enough? The networks stay the same, with their maps of 4, 8, 16, 32
 and 64 places. First, many small steps in place of few large ones: half the lesson's width, batches
 of 16, and one update of G for each of D, with fresh noise. Then, one for one:

 - pixels are repeated and convolved by 3 × 3, in place of the transposed convolutions: the grid has less
   to grow from;
 - the last map is normalised, and 3 × 3 places of it make a pixel's colour, not one;
 - D has no batch norm, and the penalty on its slopes in its place;
 - G learns ten times as fast, at `0.001`, and D at `0.0005`;
 - the samples are those of G's average.

 Take one away at a time, in runs of 1,500 steps, a quarter of the lesson (the median of
 {{lesson.faces64-short.seeds}} seeds):

 | `swift run dcgan --recipe faces64 --steps 1500` | distance | grid |
 |---|---|---|
 | all of it | {{pca50Frechet.lesson.faces64-short}} | {{checkerboard.lesson.faces64-short}} |
 | transposed convolutions: `--up strides` | {{pca50Frechet.lesson.faces64-strides}} | {{checkerboard.lesson.faces64-strides}} |
 | one place for a pixel: `--brush places` | {{pca50Frechet.lesson.faces64-places}} | {{checkerboard.lesson.faces64-places}} |
 | no penalty: `--penalty 0` | {{pca50Frechet.lesson.faces64-steep}} | {{checkerboard.lesson.faces64-steep}} |
 | the source's rates: `--generator-rate 0.0001 --discriminator-rate 0.0004` | {{pca50Frechet.lesson.faces64-rates}} | {{checkerboard.lesson.faces64-rates}} |
 | no average: `--average 0` | {{pca50Frechet.lesson.faces64-moment}} | {{checkerboard.lesson.faces64-moment}} |
 */
