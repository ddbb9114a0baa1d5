/*:
 ## What you should see

 `swift run dcgan` runs the recipe `small28`. Real digits are on the left, generated ones on the right:

 ![64 real digits beside 64 generated ones: most are whole digits, some only strokes](../../Figures/03-dcgan/comparison.png)

 The share of samples that are legible is {{legible.lesson.range}} (chapter 2 explains the measures),
 the Fréchet ratio is {{frechetRatio.lesson.range}}, and {{digitsCovered.lesson}} of the 10 digits are
 there. Legibility is blind to variety, and the ratio to single samples that cannot be read, so here
 are both, and the pictures.

 **How to read a number.** It is the median over the seeds, and the brackets hold the least and the
 greatest. The number of seeds is {{lesson.seeds}} here, {{lesson.faces64.seeds}} for the faces below, and
 {{lesson.short.seeds}} for what goes wrong; {{lesson.faces64-published.seeds}} for the faces as published,
 {{lesson.asked.seeds}} for the digits that are asked for, {{lesson.asked-mnist.seeds}} for those of MNIST,
 {{lesson.keras28.seeds}} for the whole lesson of `keras28`, and {{lesson.mxnet64.seeds}} for that of `mxnet64`. Of two ways to train we say that one is better only if
 their ranges do not overlap; if they do, we say that nothing can be told.
 [CLAIMS.md](../../CLAIMS.md) has the same rule, and how often luck gets past it.

 Compare the samples with those of chapter 2. Their edges are smoother, and single stray dots are
 gone, because a convolution cannot make a dot in one place without making it everywhere else that
 looks the same. They fail in another way. They are made of good strokes that do not always add up to
 a digit, and where a stroke is in doubt there is a grey smudge.

 Is it the better generator, then? Digits, judge, losses and average are those of chapter 2's `steady`, and
 so is the penalty but for its weight. In less time, that one comes to {{dense-gan:legible.lesson}} legible,
 in a range that lies apart, and to a ratio that cannot be told from this one's. So the answer is no: at 28
 × 28 a dense network knows enough. There are only 784 pixels, all digits are centred, and there is time to
 learn by heart which pixels are neighbours. What convolutions know beforehand should pay off where there
 are more pixels, as at the 64 × 64 below, where we have trained no dense network.

 ![The Fréchet ratio falls step by step, and the share of legible samples rises](../../Figures/03-dcgan/quality.svg)

 ![D's accuracy comes down and stays above one half; G's loss comes down with it](../../Figures/03-dcgan/drift.svg)

 Walk between two noise vectors, and the strokes bend from one digit to another. Not every place on
 the way is a digit:

 ![Six walks through the noise, each from left to right](../../Figures/03-dcgan/walk.png)

 ### `faces64`: faces out of noise

 `swift run dcgan --recipe faces64` learns from faces that the workbook draws:

 ![64 drawn faces beside 64 generated ones, with eyes and glasses that dissolve into stripes](../../Figures/03-dcgan/faces64.png)

 Hair, skin and background go together as they should. What is small comes out badly: many eyes and
 glasses dissolve into stripes. There is no classifier for faces, so the Fréchet distance is taken on
 where a picture lies along the 50 directions in which real pictures vary most, its *principal
 components*. It falls to {{pca50Frechet.lesson.faces64.range}}, where 0 is perfect. The way
 there, from the same noise:

 ![The same noise at eight moments: grey, then texture, then heads, then faces](../../Figures/03-dcgan/faces64-progress.png)

 ### What some minutes can do

 Those faces are not what the published recipe draws in a lesson's time. At a quarter of the width,
 after 640 of 20,000 steps (`--published`), it draws heads under a mesh of coloured dots, at a distance
 of {{pca50Frechet.lesson.faces64-published.range}} and with a [grid](#a-pattern-that-nobody-asked-for)
 that scores {{checkerboard.lesson.faces64-published}}:

 ![64 drawn faces beside 64 of the published recipe: heads and hair under a mesh of dots](../../Figures/03-dcgan/faces64-published.png)

 It draws better after more steps, as you will see [below](#the-published-recipe-with-more-time), but that takes
 ten times as long as the lesson. What can be changed, so that minutes are enough? The maps stay the same, of 4, 8,
 16, 32 and 64 places. First, there are many small steps in place of few large ones: an eighth of the published width,
 batches of 16, and one update of G for each of D, with fresh noise. Then:

 - pixels are repeated and convolved by 3 × 3, in place of the transposed convolutions, so that the grid
   has less to grow from;
 - the last map is normalised, and 3 × 3 places of it make a pixel's colour, not one;
 - D has no batch norm, and the penalty on its slopes in its place;
 - G learns ten times as fast, at `0.001`, and D at `0.0005`;
 - the real label is 1, not `0.875`;
 - the samples are those of G's average.

 Take one away at a time, in runs of 1,500 steps, a quarter of the lesson ({{lesson.faces64-short.seeds}} seed each):

 | `swift run dcgan --recipe faces64 --steps 1500` | distance | grid |
 |---|---|---|
 | all of it | {{pca50Frechet.lesson.faces64-short}} | {{checkerboard.lesson.faces64-short}} |
 | transposed convolutions: `--up strides` | {{pca50Frechet.lesson.faces64-strides}} | {{checkerboard.lesson.faces64-strides}} |
 | one place for a pixel: `--brush places` | {{pca50Frechet.lesson.faces64-places}} | {{checkerboard.lesson.faces64-places}} |
 | no penalty: `--penalty 0` | {{pca50Frechet.lesson.faces64-steep}} | {{checkerboard.lesson.faces64-steep}} |
 | the source's rates: `--generator-rate 0.0001 --discriminator-rate 0.0004` | {{pca50Frechet.lesson.faces64-rates}} | {{checkerboard.lesson.faces64-rates}} |
 | no average: `--average 0` | {{pca50Frechet.lesson.faces64-moment}} | {{checkerboard.lesson.faces64-moment}} |

 One seed is a sign and no proof. The average and the way up give most, and of the grid the way up gives
 nearly all. What lies close to the first row cannot be told from it, and that is so of the penalty and of
 the last layer here. With the source's slow rates the run is even ahead after a quarter of the lesson;
 nobody has run them to its end.

 ### With more time

 That gives an idea: what if there is time for rates half as high, networks twice as wide, and twice the steps?
 `swift run dcgan --recipe faces64 --width 16 --steps 12000 --generator-rate 0.0005 --discriminator-rate 0.00025`
 takes three or four times as long as the lesson, and its distance is {{pca50Frechet.paper.faces64}} (one seed), less
 than half of the lesson's:

 ![64 drawn faces beside 64 of the longer run: eyes look somewhere, glasses have frames, a few heads dissolve](../../Figures/03-dcgan/paper-faces64.png)

 Eyes look somewhere now, glasses have frames, and nearly every mouth is one. Some heads still dissolve into
 stripes. The way there, from the same noise:

 ![The same noise at eight moments of the longer run: texture, then heads, and in the last rows glasses and mouths](../../Figures/03-dcgan/paper-faces64-progress.png)

 By the distance, which the run's `metrics.csv` has, it had come about as far as the lesson half of the way, at step
 6,000. Then little seemed to happen for 2,000 steps, and by the end the distance had halved. So somebody who stops
 when it stands still may stop too soon. (This generator is a file of the workbook: `swift run dcgan sample --from
 Chapters/03-dcgan/Pretrained/faces64.safetensors` draws from it at once, and with `--live` you can walk.)

 ### The published recipe, with more time

 And what becomes of the published recipe? Its source, at the full width, tells a story of 20,000 steps: balance until
 about step 5,000, then a collapse at 5,500 (the samples are noise again), a recovery at 8,000, and a blur again after 16,000.
 `swift run dcgan --recipe faces64 --published --steps 6000` goes as far as the collapse, at a quarter of the
 width. (It takes ten times as long as the lesson.)

 ![64 drawn faces beside 64 of the published recipe after 6,000 steps: faces of all kinds under a fine mesh of dots](../../Figures/03-dcgan/paper-faces64-published.png)

 ![The same noise at eight moments: grey, a mesh, dark heads, then faces that get clearer to the last row](../../Figures/03-dcgan/paper-faces64-published-progress.png)

 Nothing collapses. The distance falls to step 3,900, then hardly moves, and is lowest at the last measurement:

 ![The distance on 50 components falls from above 5 to below 1 in 6,000 steps, with small steps back](../../Figures/03-dcgan/paper-faces64-published-quality.svg)

 It is no balance either. From step 1,500 on D's loss on generated pictures sinks, and its other two as well:

 ![The four losses of 6,000 steps: D's and both of its parts sink, that on generated pictures to an eighth of a nat; G's does not rise](../../Figures/03-dcgan/paper-faces64-published-losses.svg)

 The source takes that as a bad sign, and here the faces get better meanwhile, or at least no worse. Do not trust the
 line of G. It is the loss after the last of five updates on the *same* noise, and on that noise G has just learnt what D likes. To pictures
 of fresh noise D's mean answer is {{dFake.paper.faces64-published}}, and it is right about
 {{accuracy.paper.faces64-published}} of all pictures. So D is well ahead, and yet G learns from it. One seed, at a
 quarter of the width and on drawn faces, says nothing of the source's run. It says only that these updates and rates need
 not lead to a collapse by step 6,000.

 On as many samples as the lesson's the distance is {{pca50Frechet.paper.faces64-published}}, and the lesson's
 {{pca50Frechet.lesson.faces64.range}}: by the distance neither is better. Would you have said so? The mesh
 scores {{checkerboard.paper.faces64-published}} here and {{checkerboard.lesson.faces64}} there. But the directions
 in which faces vary most are large and smooth, so the distance hardly looks at single pixels: it sees hair, skin and
 backgrounds, and hardly the dots. What a measure is blind to, a picture may be full of.
 */
