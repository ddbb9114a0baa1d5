/*:
 ## What goes wrong

 Two published recipes show it. The source of `keras28` ends with four troubles and what to do about
 each, and in `mxnet64` D wins the first steps at the published rates.

 ### Four cases, each with a flag

 First `keras28` as it is, at a quarter of the published width and with half of the steps, which takes
 about a minute: `swift run dcgan --recipe keras28`.

 ![64 real digits beside 64 of keras28: some are whole digits, many are strokes that make none](../../Figures/03-dcgan/keras28.png)

 The legible share is {{legible.lesson.keras28}}, and the Fréchet ratio
 {{frechetRatio.lesson.keras28.range}}. In this one run that is far behind `small28`, and a step takes as
 long as several of `small28`'s, for its patterns are 5 × 5, and several of them slide over all 28 × 28
 places.

 ![D's accuracy is 1 for a moment, falls for two hundred steps and stays; G's loss falls and stays](../../Figures/03-dcgan/keras28-drift.svg)

 D is right nearly always at first, but it does not win, and its accuracy comes down.

 Now the four troubles. The table has one change for each, with `--recipe keras28 --steps 500`. The
 last row is the recipe without a change, with which the others are compared.

 | the trouble | the source's advice | one change | legible | Fréchet ratio | distance, 50 components | D's accuracy |
 |---|---|---|---|---|---|---|
 | 1 · images too noisy | dropout of `0.3` to `0.6` in both networks | no dropout: `--dropout 0` | {{legible.lesson.dry.range}} | {{frechetRatio.lesson.dry.range}} | {{pca50Frechet.lesson.dry.range}} | {{accuracy.lesson.dry}} |
 | 2 · D's loss falls to zero | a higher rate for D than for G | five times D's rate: `--discriminator-rate 0.004` | {{legible.lesson.eager.range}} | {{frechetRatio.lesson.eager.range}} | {{pca50Frechet.lesson.eager.range}} | {{accuracy.lesson.eager}} |
 | 3 · still noise | check activation, batch norm and dropout | no batch norm: `--block no-norm` | {{legible.lesson.no-norm.range}} | {{frechetRatio.lesson.no-norm.range}} | {{pca50Frechet.lesson.no-norm.range}} | {{accuracy.lesson.no-norm}} |
 | 4 · which numbers to begin with? | published ones, one change at a time | none | {{legible.lesson.short.range}} | {{frechetRatio.lesson.short.range}} | {{pca50Frechet.lesson.short.range}} | {{accuracy.lesson.short}} |

 Eight changes more stand in [the appendix](#twelve-runs-of-keras28), and the text speaks of them too.

 *1 · Images too noisy.* The advice is dropout, and rather little of it. Here the samples are best without, worse
 with the published `0.4` and worst with `0.6`: by the legible share, by the distance on 50 components, and by
 precision, the share of samples that lie among real digits pixel by pixel. So little is better than much, but none
 is better still. (`--dropout` changes both networks, and wider ones may need it.)

 *2 · D's loss falls to zero and G stops learning.* Take batch norm away, as in the third row, and you
 see it. D is right about every picture, G's cross-entropy is {{lossG.lesson.no-norm}} (in *nats*, the unit of a natural logarithm; guessing
 costs $\log 2$), and all
 samples are the same picture.

 ![64 samples without batch norm: all black, with a dotted line down the left edge](../../Figures/03-dcgan/no-norm.png)

 The source gives three pieces of advice here, and the table has the second. The first is not to train D beforehand.
 We gave D a head start of 250 steps, and it did not win, so our run decides nothing. The second is to give D a
 *higher* rate than G, which sounds wrong. The published rate is twice that of G. With five times as much fewer
 samples are legible, and the other measures tell no difference; with a quarter of it they are worse by every
 measure. But D was not winning in these runs, and where it really wins, in `mxnet64` [below](#d-wins), the rate is
 no cure. (Without batch norm we have not tried it.) The third piece is another sample of noise for G's step. In
 `keras28` it is always drawn anew, and D wins without batch norm all the same; nor does it help in `mxnet64`. Normal
 noise in place of uniform is another matter, and makes no difference that three seeds could show.

 *3 · Still noise.* The advice is to check activation, batch norm and their order, and it is good. No batch norm is
 the worst of all runs, and with ReLU before batch norm the samples are worse by every measure. Without ReLU, nothing
 in G bends but the sigmoid at its end: in the inference phase batch norm only scales and shifts, so all layers
 before are one linear map plus a constant. It still draws strokes, but few digits: hardly half as
 many samples are legible, and few real digits lie among its samples. Dropout before batch norm makes no difference that
 three seeds could show.

 ![64 samples without ReLU: strokes and blots, and few whole digits](../../Figures/03-dcgan/no-relu.png)

 *4 · Which numbers to begin with?* The advice is to take published ones and to change one at a time, and that is what
 the table does. It is not enough. The range in the last row comes of nothing but the
 seed, and those of five of the eleven changes lie over it: by the ratio of one run of each you could have concluded nearly anything. The legible share is
 steadier, and tells two of the five.

 The appendix has one row that is no advice but a quirk of the source, a D that is not frozen. Its mean
 answer to fakes is {{dFake.lesson.unfrozen}} in place of {{dFake.lesson.short}}, because G's step pays
 it for calling them real. The samples are worse for it, by the legible share, the ratio, the distance
 and precision.

 ### D wins

 `swift run dcgan --recipe mxnet64 --published --steps 200` trains the published networks at half
 their width.

 ![D's accuracy is 1 but for two dips, and G's cross-entropy about 5 nats or more nearly all the way](../../Figures/03-dcgan/won-drift.svg)

 In two of three seeds D's accuracy ends at {{accuracy.lesson.published}}, and in the median G's
 cross-entropy at {{lossG.lesson.published}} nats: where it is $L$, D gives a typical fake the chance
 $e^{-L}$ of being real. In two of the seeds all samples are one picture. (The chart shows the third, which
 at its end is measured at {{lossG.lesson.published.low}}. Thin lines are single steps, thick ones a running
 mean. Twice G shakes D for some steps, and D recovers.) The source of this recipe prints such numbers of
 its own networks after a hundred epochs: accuracy `1.0` and `8.3` nats, one chance in four thousand. Some
 digits never appear there, and it says that too little of the noise becomes one of them. That is what
 missing means, and no reason for it. Here they are missing because D is so far ahead that G learns next to nothing
 from it; whether that is so after the source's hundred epochs, this run cannot say. (We say that D *has won* when G's
 samples no longer get better. Accuracy and cross-entropy hint at it, and only samples show it. The seed in the chart, in
 which D is shaken twice, was given 2,400 steps, and there [G comes back](#at-full-size). The two whose samples are one
 picture have not been trained on.)

 What helps at once? Each change below had these two hundred steps with three seeds.

 | | flags | legible | Fréchet ratio | D's accuracy | G's cross-entropy |
 |---|---|---|---|---|---|
 | published | `--published` | {{legible.lesson.published}} | {{frechetRatio.lesson.published.range}} | {{accuracy.lesson.published}} | {{lossG.lesson.published}} |
 | a higher rate for D | the same and `--discriminator-rate 0.0008` | {{legible.lesson.published-eager}} | {{frechetRatio.lesson.published-eager.range}} | {{accuracy.lesson.published-eager}} | {{lossG.lesson.published-eager}} |
 | a lower rate for D | the same and `--discriminator-rate 0.00005` | {{legible.lesson.published-lazy}} | {{frechetRatio.lesson.published-lazy.range}} | {{accuracy.lesson.published-lazy}} | {{lossG.lesson.published-lazy}} |
 | uniform noise | the same and `--latent uniform` | {{legible.lesson.published-uniform}} | {{frechetRatio.lesson.published-uniform.range}} | {{accuracy.lesson.published-uniform}} | {{lossG.lesson.published-uniform}} |
 | fresh noise for G | the same and `--noise fresh` | {{legible.lesson.published-fresh}} | {{frechetRatio.lesson.published-fresh.range}} | {{accuracy.lesson.published-fresh}} | {{lossG.lesson.published-fresh}} |
 | a higher rate for G | the same and `--generator-rate 0.001` | {{legible.lesson.repaired}} | {{frechetRatio.lesson.repaired.range}} | {{accuracy.lesson.repaired}} | {{lossG.lesson.repaired}} |

 By the ratio, none of the four below the first row can be told from it, and all five lie above 1, where noise lies.
 The last row is better than each of them, and it alone has all ten digits, though few can be read yet. Why should
 G need a higher rate? We do not know. Its last layer has no bias and no batch norm, and Adam moves each weight by
 about the rate, however small the gradient; so a G of half the width would paint so much as a black background half as
 fast. But [at full size](#at-full-size) G begins no better, so the width cannot be all of it.

 In this recipe G learns from the noise that D has just learnt from. To draw it anew, as the source of
 `keras28` advises, is the fifth row, and no cure.

 ### At full size

 So much for lessons. Do the two recipes behave so with all that their sources gave them, and on real digits?
 `swift run dcgan --recipe keras28 --preset paper --dataset mnist` makes 2,000 steps of 256 digits with networks four
 times as wide as the lesson's. (The workbook's README has the time.) Its source advises to look after 500
 and after 1,000 steps. The same noise then, and at the end:

 ![64 samples after 500 steps: half of them are digits, some broken](../../Figures/03-dcgan/paper-keras28-500.png) ![After 1,000 steps: most are digits](../../Figures/03-dcgan/paper-keras28-1000.png) ![After 2,000 steps: nearly the same digits, a few mended and a few not](../../Figures/03-dcgan/paper-keras28-2000.png)

 That is good advice: after 500 steps half of the samples are legible, after 1,000 two thirds, and at the end
 {{legible.paper.keras28}}. The ratio is {{frechetRatio.paper.keras28}}, and all ten digits are there:

 ![64 digits of MNIST beside 64 of keras28 at full size: most are digits, some strokes make none](../../Figures/03-dcgan/paper-keras28.png)

 Trouble 2 does not come: D, with its dropout at work, is right about {{accuracy.paper.keras28}} of the pictures, little
 more than a coin. Nor is it still noise, though more than a quarter cannot be read. By legibility, chapter 2's dense
 networks at *their* full size are ahead, with {{dense-gan:legible.paper.classic}} in less than half of the time; by
 the ratio they are behind, with {{dense-gan:frechetRatio.paper.classic}}. (All runs of this section are one seed each,
 which does not say what is better.)

 Is the published dropout worth its place? The lesson drew best without. So does the full width in its first 500 steps
 (`--steps 500 --dropout 0`): {{legible.paper.keras28-dry}} are legible at their end, where the run above had one half, and
 at 100, 200, 300 and 400 it was ahead too. The ratio, {{frechetRatio.paper.keras28-dry}}, is worse than that run's at
 the same step, but it had been better 25 steps before: it jumps, and decides nothing. What dropout does in the 1,500
 steps after, we have not seen.

 And does D win in `mxnet64`? `swift run dcgan --recipe mxnet64 --preset paper --dataset mnist --steps 4685` has the
 full width and the three channels, and five of the hundred epochs.

 ![D's accuracy swings about nine tenths; G's cross-entropy begins near 20 nats, is below 5 after 300 steps, and creeps up from step 1,000 on](../../Figures/03-dcgan/paper-mxnet64-drift.svg)

 At first it looks so: for a hundred steps G's cross-entropy is near 20 nats, though D is thrown back to one half
 several times, and after 234 steps no digit is legible. The lesson above ends about there. But then G comes back. By step
 700 all ten digits are there, though only one sample in ten can be read, and at the end {{legible.paper.mxnet64}} of the
 samples are legible, with a ratio of {{frechetRatio.paper.mxnet64}}:

 ![64 digits of MNIST beside 64 of mxnet64 after five epochs: half are digits, the others loops and strokes, all on a faint mesh](../../Figures/03-dcgan/paper-mxnet64.png)

 It is much the same at the lesson's half of the width, with 2,400 steps in place of 200
 (`--recipe mxnet64 --published`, the seed of the chart in "D wins"): {{digitsCovered.lesson.published-long}} digits, and
 {{legible.lesson.published-long}} of the samples legible ([the chart](../../Figures/03-dcgan/published-long-drift.svg)).

 So an accuracy of {{accuracy.paper.mxnet64}} and a cross-entropy of {{lossG.paper.mxnet64}} nats do not say that D has
 won: the samples got better at such numbers. Look at the chart once more. From step 1,000 on G's cross-entropy creeps
 *up*, by about a third, towards the `8.3` that the source prints after a hundred epochs. (D's accuracy may rise a little too,
 but it swings by more than that.) Nothing here says that it arrives, or that digits are lost again on the way.

 ### Normal or uniform noise?

 The source of `faces64` warns of normal noise: it saw many nearly equal faces in one batch of 64, and fewer
 with uniform noise. That can be counted. Put real pictures in batches of 64, take the distance from each to
 the nearest other one of its batch, and choose $d$ so that one in twenty of these distances is below it. A
 *twin* is a sample whose nearest other one of its batch lies closer than $d$. Over three seeds of
 `--recipe faces64 --published --final-size 32 --steps 300`, with and without `--latent normal`:

 | | twins | spread | distance, 50 components |
 |---|---|---|---|
 | real pictures | `0.05` | 1 | |
 | uniform | {{twins.lesson.faces32-uniform.range}} | {{spread.lesson.faces32-uniform}} | {{pca50Frechet.lesson.faces32-uniform}} |
 | normal | {{twins.lesson.faces32-normal.range}} | {{spread.lesson.faces32-normal}} | {{pca50Frechet.lesson.faces32-normal}} |
 | uniform, after 2,000 steps | {{twins.lesson.faces32-uniform-long.range}} | {{spread.lesson.faces32-uniform-long}} | {{pca50Frechet.lesson.faces32-uniform-long}} |
 | normal, after 2,000 steps | {{twins.lesson.faces32-normal-long.range}} | {{spread.lesson.faces32-normal-long}} | {{pca50Frechet.lesson.faces32-normal-long}} |
 | uniform, 300 steps with one update of G: `--generator-steps 1` | {{twins.lesson.faces32-one.range}} | {{spread.lesson.faces32-one}} | {{pca50Frechet.lesson.faces32-one}} |
 | the same after 900 steps | {{twins.lesson.faces32-one-long.range}} | {{spread.lesson.faces32-one-long}} | {{pca50Frechet.lesson.faces32-one-long}} |

 (*Spread* is the mean squared distance of two samples, divided by that of two real pictures.)

 After 300 steps normal noise has the lower median, against the advice; after 2,000 it has more twins in each of the
 three seeds, as the advice has it. But the ranges overlap both times, and three pairs agree by luck in one of four: by
 our rule nothing can be told. What can be told is that after 300 steps there are many more twins than among real
 pictures with *either* noise, and that training on makes most of them go. The last two rows show it once more, with
 one update of G for each of D in place of five, and three times as many steps, so that the updates are
 as many in all: after 300 of these steps most samples are twins, and after 900 hardly one is.
 So if somebody changes the noise and also trains on, the noise may get the credit for what the
 training did. (The longer run of the published recipe [above](#the-published-recipe-with-more-time), with uniform noise at
 64 × 64, ends with {{twins.paper.faces64-published}}, hardly more than real pictures have.)
 */
