/*:
 ## What goes wrong

 ### D wins

 ![D's accuracy and G's cross-entropy in mxnet64 at the published rates](../../Figures/03-dcgan/won-drift.svg)

 `swift run dcgan --recipe mxnet64 --generator-rate 0.0002 --steps 200` trains at half the width
 with the published rates. Over three seeds, D's accuracy goes to {{accuracy.lesson.published}}, and
 G's cross-entropy to {{lossG.lesson.published}} nats: where it is $L$, D gives a typical fake the
 chance $e^{-L}$ of being real. In two of the seeds all samples are one picture. (The chart shows
 the third, which ends at {{lossG.lesson.published.low}} and does move on, slowly.) The source of
 this recipe reports such numbers of its own networks after a hundred epochs: accuracy `1.0` and
 `8.3` nats, one chance in four thousand. Some digits never appear there, and it says that too little
 of the noise becomes one of them. That is what missing means. The reason that you see here is that D
 has won, and G learns next to nothing from it.

 What helps? Each change below had two hundred steps with three seeds.

 | | flags | Fréchet ratio (range) | D's accuracy | G's cross-entropy |
 |---|---|---|---|---|
 | published | `--generator-rate 0.0002` | {{frechetRatio.lesson.published}} ({{frechetRatio.lesson.published.low}}–{{frechetRatio.lesson.published.high}}) | {{accuracy.lesson.published}} | {{lossG.lesson.published}} |
 | a higher rate for D | the same and `--discriminator-rate 0.0008` | {{frechetRatio.lesson.published-eager}} ({{frechetRatio.lesson.published-eager.low}}–{{frechetRatio.lesson.published-eager.high}}) | {{accuracy.lesson.published-eager}} | {{lossG.lesson.published-eager}} |
 | a lower rate for D | the same and `--discriminator-rate 0.00005` | {{frechetRatio.lesson.published-lazy}} ({{frechetRatio.lesson.published-lazy.low}}–{{frechetRatio.lesson.published-lazy.high}}) | {{accuracy.lesson.published-lazy}} | {{lossG.lesson.published-lazy}} |
 | uniform noise | the same and `--latent uniform` | {{frechetRatio.lesson.published-uniform}} ({{frechetRatio.lesson.published-uniform.low}}–{{frechetRatio.lesson.published-uniform.high}}) | {{accuracy.lesson.published-uniform}} | {{lossG.lesson.published-uniform}} |
 | a higher rate for G | none: the lesson's own | {{frechetRatio.lesson.repaired}} ({{frechetRatio.lesson.repaired.low}}–{{frechetRatio.lesson.repaired.high}}) | {{accuracy.lesson.repaired}} | {{lossG.lesson.repaired}} |

 The ranges of the first four rows overlap, and all of them lie above 1, where noise lies. The last
 row alone has all ten digits, though still hard to read. Why should a narrow G need a higher rate?
 Perhaps because its last layer has no bias and no batch norm: what it paints is a sum over its
 inputs, and Adam moves each weight by about the rate, however small the gradient. Half the inputs
 move the sum half as far, and it takes twice the steps to paint so much as a black background. We
 have not tested that.

 ### Four cases, each with a flag

 The source of `keras28` ends with four troubles and what to do about them, one change at a time.
 Here is each of them: `--recipe keras28 --steps 500`, three seeds, one flag.

 | what changes | flag | Fréchet ratio (range) | D's accuracy |
 |---|---|---|---|
 | nothing | | {{frechetRatio.lesson.short}} ({{frechetRatio.lesson.short.low}}–{{frechetRatio.lesson.short.high}}) | {{accuracy.lesson.short}} |
 | no dropout | `--dropout 0` | {{frechetRatio.lesson.dry}} ({{frechetRatio.lesson.dry.low}}–{{frechetRatio.lesson.dry.high}}) | {{accuracy.lesson.dry}} |
 | more dropout | `--dropout 0.6` | {{frechetRatio.lesson.wet}} ({{frechetRatio.lesson.wet.low}}–{{frechetRatio.lesson.wet.high}}) | {{accuracy.lesson.wet}} |
 | D ahead by 250 steps | `--pretraining 250 --steps 750` | {{frechetRatio.lesson.pretrained}} ({{frechetRatio.lesson.pretrained.low}}–{{frechetRatio.lesson.pretrained.high}}) | {{accuracy.lesson.pretrained}} |
 | D's rate × 5 | `--discriminator-rate 0.004` | {{frechetRatio.lesson.eager}} ({{frechetRatio.lesson.eager.low}}–{{frechetRatio.lesson.eager.high}}) | {{accuracy.lesson.eager}} |
 | D's rate ÷ 4 | `--discriminator-rate 0.0002` | {{frechetRatio.lesson.lazy}} ({{frechetRatio.lesson.lazy.low}}–{{frechetRatio.lesson.lazy.high}}) | {{accuracy.lesson.lazy}} |
 | normal noise | `--latent normal` | {{frechetRatio.lesson.normal}} ({{frechetRatio.lesson.normal.low}}–{{frechetRatio.lesson.normal.high}}) | {{accuracy.lesson.normal}} |
 | no batch norm | `--block no-norm` | {{frechetRatio.lesson.no-norm}} ({{frechetRatio.lesson.no-norm.low}}–{{frechetRatio.lesson.no-norm.high}}) | {{accuracy.lesson.no-norm}} |
 | no ReLU | `--block no-relu` | {{frechetRatio.lesson.no-relu}} ({{frechetRatio.lesson.no-relu.low}}–{{frechetRatio.lesson.no-relu.high}}) | {{accuracy.lesson.no-relu}} |
 | ReLU before batch norm | `--block relu-first` | {{frechetRatio.lesson.relu-first}} ({{frechetRatio.lesson.relu-first.low}}–{{frechetRatio.lesson.relu-first.high}}) | {{accuracy.lesson.relu-first}} |
 | dropout before batch norm | `--block dropout-first` | {{frechetRatio.lesson.dropout-first}} ({{frechetRatio.lesson.dropout-first.low}}–{{frechetRatio.lesson.dropout-first.high}}) | {{accuracy.lesson.dropout-first}} |
 | D not frozen | `--freeze-discriminator off` | {{frechetRatio.lesson.unfrozen}} ({{frechetRatio.lesson.unfrozen.low}}–{{frechetRatio.lesson.unfrozen.high}}) | {{accuracy.lesson.unfrozen}} |

 *Images too noisy.* The advice is dropout between `0.3` and `0.6` in both networks. Here it is the
 other way round. Precision, the share of samples that lie among real digits pixel by pixel, is
 {{precision.lesson.dry}} without dropout, {{precision.lesson.short}} with the published `0.4`, and
 {{precision.lesson.wet}} with `0.6`. (`--dropout` changes both networks. Wider ones may need it;
 those of the lesson do better without.)

 *D's loss falls to zero and G stops learning.* Take batch norm away and you see it: D's accuracy is
 {{accuracy.lesson.no-norm}}, G's cross-entropy {{lossG.lesson.no-norm}} nats, and every sample is
 the same, nearly black picture.

 ![64 samples without batch norm](../../Figures/03-dcgan/no-norm.png)

 The advice is not to train D beforehand, to give D a *higher* rate than G, and to try another sample
 of noise for G's step. D does not win after a head start of 250 steps, so that decides nothing. The
 higher rate does no harm, wrong as it sounds: with five times D's rate the median is lower, but
 within what the seed alone does. With a quarter of D's rate it is a little outside, on the wrong
 side. So three seeds do not refute the advice; but where D really wins, in the table of `mxnet64`
 above, the rate is no cure. (Without batch norm we have not tried it.) The noise of G's step is
 always drawn anew in `keras28`, and D wins without batch norm all the same. In `mxnet64` it is the
 noise that D has just learnt from; `--noise fresh` draws it anew there, and you can see for yourself
 whether that helps. Normal noise in place of uniform is another matter, and its median lies within
 what the seed does, too.

 *Still noise.* Check activation, batch norm and their order, is the advice, and it is good: no
 batch norm is the worst row, and with ReLU before batch norm the samples are worse in every seed.
 Without ReLU, G in use is one linear map, a constant and a sigmoid. It still draws strokes, and the
 Fréchet ratio hardly minds, but recall is {{recall.lesson.no-relu}} where the published network has
 {{recall.lesson.short}}: few real digits lie among its samples. They vary, but few of them are
 digits. Dropout before batch norm makes no difference that three seeds could show.

 ![64 samples without ReLU: strokes, and few whole digits](../../Figures/03-dcgan/no-relu.png)

 *Which numbers to begin with?* Published ones, and change one at a time: that is what the table
 does. But the unchanged network alone gives {{frechetRatio.lesson.short.low}} to
 {{frechetRatio.lesson.short.high}}, by nothing but the seed, and most of the rows have their median
 within that. From one run of each you could have concluded nearly anything.

 The last row is the quirk of the source. D's mean answer to fakes rises from {{dFake.lesson.short}}
 to {{dFake.lesson.unfrozen}}, because G's step pays D for calling them real. The Fréchet ratio does
 not tell. Precision does: it falls from {{precision.lesson.short}} to
 {{precision.lesson.unfrozen}}, and the ranges of the two do not meet.

 ### Normal or uniform noise?

 The source of `faces64` warns of normal noise: it saw many nearly equal faces in one batch of 64,
 and fewer with uniform noise. That can be counted. Put real pictures in batches of 64, and take the
 distance from each to the nearest other one of its batch: one in twenty is below some $d$. A *twin*
 is a sample whose nearest other one of its batch lies closer than $d$. Over three seeds of
 `--recipe faces64 --published --final-size 32 --steps 300`, with and without `--latent normal`:

 | | twins | spread | distance, 50 components |
 |---|---|---|---|
 | real pictures | `0.05` | 1 | |
 | uniform | {{twins.lesson.faces32-uniform}} ({{twins.lesson.faces32-uniform.low}}–{{twins.lesson.faces32-uniform.high}}) | {{spread.lesson.faces32-uniform}} | {{pca50Frechet.lesson.faces32-uniform}} |
 | normal | {{twins.lesson.faces32-normal}} ({{twins.lesson.faces32-normal.low}}–{{twins.lesson.faces32-normal.high}}) | {{spread.lesson.faces32-normal}} | {{pca50Frechet.lesson.faces32-normal}} |

 (*Spread* is the mean squared distance of two samples, divided by that of two real pictures.)

 Normal noise has the higher median, and the ranges overlap: three seeds cannot tell the two apart.
 But with *either* noise there are many more twins than among real pictures, and training on makes
 them go. Take uniform noise, one update of G for each of D in place of five
 (`--generator-steps 1`), and three times as many steps, so that the updates are as many in all:
 {{twins.lesson.faces32-one-long}} are left. Stop at 300 of these steps, and the share is
 {{twins.lesson.faces32-one}}. Whoever changes the noise and trains on may thank the noise.
 */
