/*:
 ## What the published tutorial says

 The recipe `published` follows a tutorial for TensorFlow 1, a toy GAN on one dimension. Its
 claims, and what we found:

 - *D(x) and D(G(z)) near ½ show that training worked.* Refuted, above: a generator that makes one number
   over and over shows the same.
 - *The learning rate decays four times.* Its staircase has four stairs for the generator, so it falls three
   times. The discriminator is updated twice a step and counts its own updates, so for it there are eight.
 - *It sorts each batch.* The sort runs along an axis of length 1 and does nothing. To sort along the batch
   is a known trick, and would change nothing here either: both networks take one number at a time, and a
   loss is a mean.
 - *It takes the logarithm of D unclamped.* Once D rounds to 0 or 1 that is infinite. Computed from logits,
   the losses stay finite; the recipe `published` keeps the tutorial's form.
 - *The initialisation matters.* It holds, and it is the one thing that the tutorial does not give. `--init`
   has four candidates.

 ### At full size

 The tutorial's own recipe runs for its 10,000 steps in every lesson above: it is as large as it ever was.
 `reliable` takes half of that. `swift run toy-gan --preset paper` gives it all 10,000: over {{paper.seeds}}
 seeds the distance ends at {{w1.paper.range}}, where the lesson ends at {{w1.lesson.range}}. The ranges
 overlap, but seed by seed the longer run is nearer in all five: twice the time buys a little.

 ## Try it

 1. `swift run toy-gan --mixture 0.5:-2:0.4,0.5:2:0.4 --out Runs/mixture`: two bells, each with its
    share, mean and standard deviation. Before you look: what will D look like at the end? Which
    part of that density is hardest for a smooth map?
 2. `swift run toy-gan --real-mean 4 --out Runs/mean4`. The generator's numbers end at 5. What
    happens to the right-hand side of the bell?
 3. Freeze the discriminator in your head: if D never learns, what does the generator's best answer
    look like? (Which number does a fixed D like best?)
 4. `swift run toy-gan --penalty 0 --out Runs/free` and `--penalty 10 --out Runs/flat`: the second
    makes D almost flat. Look at `discriminator.svg` of both, and then at W1. Has the generator
    lost anything? Why can Adam learn from so small a slope? Then add `--optimizer momentum` to
    both.

 The rest changes the source; `git checkout Chapters` takes it back.

 5. In the loop, let D learn five times in a step: `for update in 0..<5`. Then `swift run toy-gan --out
    Runs/five`. A better D should be a better teacher. A step costs about twice the work. Does it buy anything?
    (Unchanged, five seeds end at a W1 between {{w1.lesson.low}} and {{w1.lesson.high}}.)
 6. Take `.detached()` away behind `generator(z)`. Which of the numbers will change, and which will not? (The digest
    of seed 1, a fingerprint of all parameters, stays what it was: D's step asks for nobody's gradient but D's.)
 7. Let G make the value of the game small instead: in `nonSaturatingLoss`, write
    `-sigmoidCrossEntropy(logits: fakeLogits, label: 0)`. You have read that G then learns least when it has
    most to learn. Does it learn? When would it not? Look at what D answers in the first steps.
 8. In `Essay/DiracGAN.swift`, let D take five steps for each of the generator's: put the lines of `step` from `let up` to
    `psi = psi.tracked()` into `for _ in 0..<5 { … }`, then `swift run toy-gan dirac --out Runs/five-to-one`. Which of the
    three games in the upper row come home now? (The same one. Played at once, the pair gets farther out, to `3.81`; in
    turn it leaves its circle, for `1.85`.) What has D's learning five times as fast not changed?

 ## Exercises

 `swift run workbook check` brings the next exercise, and tells you whether your answer is right;
 `swift run workbook hint` helps.

 {{exercises}}

 ## References

 - I. Goodfellow et al. (2014), *Generative Adversarial Nets*: the game and its equilibrium.
 - T. Salimans et al. (2016), *Improved Techniques for Training GANs*: minibatch discrimination.
 - M. Arjovsky, L. Bottou (2017), *Towards Principled Methods for Training Generative Adversarial Networks*:
   what the non-saturating loss follows.
 - T. Karras, T. Aila, S. Laine, J. Lehtinen (2018), *Progressive Growing of GANs for Improved Quality,
   Stability, and Variation*: the standard deviation of a batch as an input of D.
 - L. Mescheder, A. Geiger, S. Nowozin (2018), *Which Training Methods for GANs do actually
   Converge?*
 - Y. Yazıcı et al. (2019), *The Unusual Effectiveness of Averaging in GAN Training*.
 */
