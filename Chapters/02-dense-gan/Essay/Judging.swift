/*:
 ## How good is it?

 Chapter 1 computed how far the generated numbers were from the real ones. Here the judge has to be
 trained too. `Classifier` (in [Sources/Metrics](../../Sources/Metrics/Classifier.swift)) is a
 small network that learns to read the digits of the training set; it reads nearly all of the ones
 it has not seen. What we want of it is not its answer but what it sees just before: 64 numbers,
 its *features*, in which two fours lie closer together than a four and a nine.

 Now take 2,000 samples and the real digits that nobody was trained on. Each set is a cloud of
 points in 64 dimensions. Compute its middle, the mean $m$, and its shape, the *covariance* $C$: a
 table of how the features vary together, with their variances on the diagonal. The *Fréchet
 distance* between the two clouds, were they bell curves in 64 dimensions, is

 $$d^2 = \|m_1 - m_2\|^2 + \operatorname{tr}\bigl(C_1 + C_2 - 2\,(C_1 C_2)^{1/2}\bigr)$$

 where tr, the *trace*, adds up the diagonal, and $(C_1 C_2)^{1/2}$ times itself is $C_1 C_2$. In
 one dimension $C$ is a variance $s^2$, and what remains is $(m_1 - m_2)^2 + (s_1 - s_2)^2$: how
 far apart the middles are, and how different the widths. (Heusel et al. (2017) made it the
 standard for images.) The unit of $d^2$ depends on the classifier, so we divide it by the trace of
 the real covariance, which is the spread of the real cloud: the *Fréchet ratio*. 0 is perfect.
 Other real digits score a few thousandths, only because 2,000 are not infinitely many; noise
 scores more than 1. Missing digits raise it: flawless pictures of five digits alone score
 {{frechetRatioMissing.measures}}.

 One number is never enough, so the judge has more. How many of the ten digits have at least 2 % of
 the samples? How far are the shares $q_i$ of the digits among samples from those among real ones,
 $p_i$ (the Kullback–Leibler divergence $\sum q_i \log(q_i/p_i)$, 0 if they agree)? Draw a ball
 around each real digit that reaches to its third-nearest real neighbour, pixel by pixel: how many
 samples lie in such a ball (*precision*)? And how many real digits lie in the balls of the samples
 (*recall*; Kynkäänniemi et al., 2019)? Each is fooled by something that another notices. A
 [test](../../Tests/MetricsTests/ImageJudgeTests.swift) shows the judge noise, mean images, missing
 digits and copies.

 None of these asks what you would ask first: can one read it? So the judge has three *readers*,
 small networks of different build that know ten digits and an eleventh class, *no digit*: halves,
 quarters and overlays of digits, noise, blur. A sample is *legible* if all three see the same digit
 in it, each with a probability of one half or more. And in the space of the features, around each
 real digit, lies a ball that reaches to its fifth-nearest real neighbour. How many samples does such
 a ball hold, on average, as a share of those five (*density*), and how many of the balls hold one at
 all (*coverage*; Naeem et al., 2020)?

 ### How to fool the judge

 Ask it about pictures of which you know what is wrong, a row of the sheet for a row of the table (`swift
 run dense-gan measures`; medians of {{measures.seeds}} draws):

 ![Real digits, then the kinds of the table from above](../../Figures/02-dense-gan/measures.png)

 | | legible | Fréchet ratio | density | coverage | precision | recall | nearest |
 |---|---|---|---|---|---|---|---|
 | real digits that the judge has not seen | {{legibleReal.measures}} | {{frechetRatioReal.measures}} | {{densityReal.measures}} | {{coverageReal.measures}} | {{precisionReal.measures}} | {{recallReal.measures}} | {{nn1FakeReal.measures}} |
 | a tenth as many | {{legibleFew.measures}} | {{frechetRatioFew.measures}} | {{densityFew.measures}} | {{coverageFew.measures}} | {{precisionFew.measures}} | {{recallFew.measures}} | {{nn1FakeFew.measures}} |
 | 0 to 4 alone | {{legibleMissing.measures}} | {{frechetRatioMissing.measures}} | {{densityMissing.measures}} | {{coverageMissing.measures}} | {{precisionMissing.measures}} | {{recallMissing.measures}} | {{nn1FakeMissing.measures}} |
 | twenty real digits, over and over | {{legibleRepeated.measures}} | {{frechetRatioRepeated.measures}} | {{densityRepeated.measures}} | {{coverageRepeated.measures}} | {{precisionRepeated.measures}} | {{recallRepeated.measures}} | {{nn1FakeRepeated.measures}} |
 | blurred twice | {{legibleBlurred.measures}} | {{frechetRatioBlurred.measures}} | {{densityBlurred.measures}} | {{coverageBlurred.measures}} | {{precisionBlurred.measures}} | {{recallBlurred.measures}} | {{nn1FakeBlurred.measures}} |
 | blurred six times | {{legibleSmeared.measures}} | {{frechetRatioSmeared.measures}} | {{densitySmeared.measures}} | {{coverageSmeared.measures}} | {{precisionSmeared.measures}} | {{recallSmeared.measures}} | {{nn1FakeSmeared.measures}} |
 | with noise, $\sigma = 0.1$ | {{legibleGrainy.measures}} | {{frechetRatioGrainy.measures}} | {{densityGrainy.measures}} | {{coverageGrainy.measures}} | {{precisionGrainy.measures}} | {{recallGrainy.measures}} | {{nn1FakeGrainy.measures}} |
 | with noise, $\sigma = 0.3$ | {{legibleNoisy.measures}} | {{frechetRatioNoisy.measures}} | {{densityNoisy.measures}} | {{coverageNoisy.measures}} | {{precisionNoisy.measures}} | {{recallNoisy.measures}} | {{nn1FakeNoisy.measures}} |
 | upper and lower halves of two digits | {{legibleHalves.measures}} | {{frechetRatioHalves.measures}} | {{densityHalves.measures}} | {{coverageHalves.measures}} | {{precisionHalves.measures}} | {{recallHalves.measures}} | {{nn1FakeHalves.measures}} |
 | uniform noise | {{legibleNoise.measures}} | {{frechetRatioNoise.measures}} | {{densityNoise.measures}} | {{coverageNoise.measures}} | {{precisionNoise.measures}} | {{recallNoise.measures}} | {{nn1FakeNoise.measures}} |

 (*Nearest* is the share of the samples whose nearest neighbour in pixels, among real and generated
 ones together, is generated too. One half is perfect.)

 - *Legible* is blind to variety: twenty digits over and over are as legible as all of them. And it is
   stricter than you are. You can read the digits that are blurred six times and most of the noisy ones,
   which the readers call no digit, because they were taught so.
 - The *Fréchet ratio* is blind to what the eye sees: halves of two digits score
   {{frechetRatioHalves.measures}}, for their features are in the right place on average, and far better
   than flawless pictures of half of the digits. So a low ratio does not promise that you can read anything.
   It also depends on how many samples it is given: a tenth of the same real digits scores
   {{frechetRatioFew.measures}} in place of {{frechetRatioReal.measures}}, and by how much depends on the
   generator (Chong and Forsyth, 2020). Compare ratios of equally many samples only.
 - *Density* is blind to variety as legible is, and does not mind a light blur (a strong one it does).
   *Coverage* sees that something is missing, and not what is there instead: of the balls around real
   digits, {{coverageHalves.measures}} hold something made of two halves.
 - *Precision* in pixels likes a blur: digits blurred six times score {{precisionSmeared.measures}}, more
   than real ones, for a grey smudge is, in pixels, nearer to the mean of all digits, and so to most of
   them. *Recall* likes noise: with $\sigma = 0.3$ the samples' balls are so large that
   {{recallNoisy.measures}} of the real digits lie in one.
 - All of them are fooled by copies. A generator that had learnt its training set by heart would stand in
   the first row. The distance to the nearest training image, further down, is the only number here that
   asks.

 Judge by two measures with different blind spots, and look.

 The judge uses a random stream of its own. If looking at the samples drew from the noise that the
 training uses, every look would change the run.
 */
