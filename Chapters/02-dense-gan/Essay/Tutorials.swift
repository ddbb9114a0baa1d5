/*:
 ## What the published tutorials say

 The recipe `classic` is the form in which most tutorials give the dense GAN: 100 normal numbers,
 hidden layers of 256, 512 and 1,024 in G, 512 and 256 in D, no batch norm, Adam at `0.0002` with
 $\beta_1 = 0.5$.

 - *It draws digits.* It holds: {{frechetRatio.lesson.classic}} after 3,000 steps on drawn digits
   ({{frechetRatio.lesson.classic.low}} to {{frechetRatio.lesson.classic.high}}). It has more than
   four times as many parameters as `batchnorm`, and a step takes that much longer.
 - *Train until the losses settle.* They look settled long before the samples are good, and in the
   eager run while the samples get worse.
 - *If D wins, raise D's learning rate above G's.* A tutorial of chapter 3 says so. Here it is the
   way to lose digits. (Heusel et al. (2017) also use a faster D, with reason: a D close to its
   best gives better gradients. It depends on what else holds D back.)
 - *Digits are missing because too little of the noise becomes one of them.* That is what missing
   means, and no reason. The noise is the same in all three rows of the table of
   [D's rates](#what-goes-wrong-and-how-you-would-notice), and only that rate decides how many digits go
   missing.

 ### At full size

 `swift run dense-gan --recipe classic --preset paper --dataset mnist` gives these numbers all of MNIST and 50,000 batches
 of 128, which is 107 times through the set. (The workbook's README has the time.) All
 ten digits are there, and {{legible.paper.classic}} of the samples are legible:

 ![64 digits of MNIST beside 64 of classic at full size: nearly all can be read, and a few are pale](../../Figures/02-dense-gan/paper-classic.png)

 It is one seed. Without labels no other run of this chapter on MNIST reads as well, though by the ratio
 `steady` is ahead. Look what the two measures make of the way there:

 ![The ratio falls until step 27,500 and rises again; the legible share stays; the losses are level from step 10,000](../../Figures/02-dense-gan/paper-classic-quality.svg)

 From step 10,000 on the losses hardly move: G's stays about where it is, and D's sinks by less than a
 tenth. The legible share goes on climbing to step 24,000 or so, and stays there. The ratio is least a
 little later, after 27,500 steps, and then grows slowly by half. You do not see that in single samples: it
 is their mixture that drifts. And the samples now have doubles in the training set:

 ![Twelve samples, and below each the training image nearest to it: nearly the same strokes](../../Figures/02-dense-gan/paper-classic-neighbours.png)

 A sample lies {{neighbourDistance.paper.classic}} from the training image nearest to it, and an unseen real digit
 {{neighbourDistanceUnseen.paper.classic}} from its own. So this generator comes closer to what it was shown than
 real digits do. After a hundred times through the set D may know the images by heart, and then it teaches G to
 make just these. No measure of [the table of measures](#how-to-fool-the-judge) says so: a legible copy is legible.

 ## Try it

 1. `swift run dense-gan --latent-size 2 --out Runs/two`. With two numbers of noise, how many
    digits can it draw? Count them by eye in `samples.png` before you believe the judge, who must
    give every smudge a class.
 2. `swift run dense-gan --dataset fashion --out Runs/fashion` (after `make data`). Which kinds of
    clothes does it forget, if any?
 3. `swift run dense-gan --discriminator-pace 0 --out Runs/frozen`. D never learns. What does the
    generator make, and what is its loss? Think before you look: the loss will be perfect.
 4. `swift run dense-gan --recipe batchnorm --discriminator-pace 2 --steps 20000`. It takes
    about two minutes. Does it find the lost digits again?
 5. `swift run dense-gan sample --from Runs/dense-gan-steady-lesson-seed1/generator.safetensors
    --count 400 --out many.png`, and count the digits by eye. How many samples do you need to be sure
    that one is missing?
 6. Change the source: in `nonSaturatingLoss`, write `-sigmoidCrossEntropy(logits: fakeLogits, label: 0)`, so that G
    makes small what D makes large, and type `swift run dense-gan --recipe batchnorm --out Runs/minimax`. It is said that G then
    hardly learns. Does it? (Unchanged, the Fréchet ratio ends at {{frechetRatio.lesson.batchnorm.range}}.) D answers
    near `0.6` and `0.4` here: is that the case in which it is said? What would you have to run before you
    believe that the change is better?

 ## Exercises

 `swift run workbook check 2.1` brings the first, and tells you whether your answer is right.

 {{exercises}}

 ## References

 - I. Goodfellow et al. (2014), *Generative Adversarial Nets*: the first dense GAN on MNIST.
 - S. Ioffe, C. Szegedy (2015), *Batch Normalization: Accelerating Deep Network Training by Reducing
   Internal Covariate Shift*.
 - M. J. Chong, D. Forsyth (2020), *Effectively Unbiased FID and Inception Score and where to find them*.
 - M. Heusel et al. (2017), *GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash
   Equilibrium*: the Fréchet distance of features, and two learning rates.
 - T. Kynkäänniemi et al. (2019), *Improved Precision and Recall Metric for Assessing Generative
   Models*.
 - L. Mescheder, A. Geiger, S. Nowozin (2018), *Which Training Methods for GANs do actually Converge?*
 - M. Mirza, S. Osindero (2014), *Conditional Generative Adversarial Nets*.
 - M. F. Naeem et al. (2020), *Reliable Fidelity and Diversity Metrics for Generative Models*: density
   and coverage.
 - Y. Yazıcı et al. (2019), *The Unusual Effectiveness of Averaging in GAN Training*.
 - Y. LeCun, C. Cortes, C. Burges (1998), *The MNIST database of handwritten digits*.
 */
