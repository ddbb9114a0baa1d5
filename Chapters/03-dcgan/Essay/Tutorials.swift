/*:
 ## What the tutorials say

 Not everything in the texts is what the programs do. Each of these but the last has a test in
 `Tests/DCGANTests`. Of `keras28`:

 - *The first convolution gives 10 × 10*, says a comment. It gives 14 × 14: 28 halved.
 - *DCGAN drops fractionally strided convolutions*, another name for transposed ones. DCGAN uses
   them, and two of the three published recipes do. It is `keras28` that repeats pixels instead.
 - *Clipping* bounds gradients. It has nothing to do with the clipped weights of chapter 5.

 Of `faces64`:

 - *Channels.* The text has 512, 256, 128; the code computes 384, 256, 128. Ours follows the text.
   The text counts six transposed convolutions and two outputs; the code has five and one.
 - *k*, a number of updates in a step, counts D's in the paper that introduced it, and G's in this source.
 - *The fixed batch*, shown every 500 steps to compare progress, is also trained on in the source.
   Ours comes from a random stream of its own, and looking changes no bit.
 - *Averages of batch norm* are never updated in the source, so what it predicts in the inference
   phase rests on their first values. Ours are updated.

 Of `mxnet64`:

 - *The networks are invertible, so the signal comes back.* It needs no inverse: the chain rule
   carries the slope through any D, also one that maps many pictures to one number.
 - *Ideally D answers 0 to a fake.* That is D's own aim. The aim of the game, which the text states
   apart from it, is that D cannot tell: then it answers ½, and G's loss is $\log 2$.
 - *Adversarial examples*, pictures changed by so little that nobody sees it and yet taken for
   something else, come from over-fitting. An over-fitted classifier has them, but a linear function
   that was fitted to nothing has them too (Goodfellow et al., 2015).
 - *How could one make sure that every digit appears?* The question is left open there.
   [Who is missing?](#who-is-missing) has an answer.

 ## Try it

 1. `swift run dcgan --recipe keras28 --steps 500 --block no-norm`. Before you look at the samples:
    which of the four curves of `losses.svg` would tell you that something is wrong, and which would
    look like success? And how can precision be {{precision.lesson.no-norm}}, in the median of three seeds?
 2. Take `--recipe keras28 --steps 500 --dropout 0.2`. Where among
    [the twelve runs](#twelve-runs-of-keras28) do you expect it?
 3. `swift run dcgan --recipe faces64 --published --final-size 32 --generator-steps 1`. Does G need its
    five updates?
 4. Draw your own data: `swift run workbook draw --kind faces --count 5000 --out Data/faces`, then
    `swift run dcgan --recipe faces64 --dataset folder --data Data/faces`. Or use photographs of
    yours.
 5. `swift run dcgan sample --from Runs/…/generator.safetensors --out sheet.png` draws more.
 6. Change the source: in `kerasStep` of `Essay/DCGAN.swift`, take both `clipped(…, toValue: 1)` away and
    keep the gradients in them. Does the clipping ever do anything?
    `swift run dcgan --recipe keras28 --steps 200 --out Runs/unclipped` ends with another digest, so it
    does. Compare the Fréchet ratio and precision of both. Are two runs enough to call one better?

 ## Exercises

 `swift run workbook check 3.1` brings the first, and tells you whether your answer is right.

 {{exercises}}

 ## References

 - A. Radford, L. Metz, S. Chintala (2016), *Unsupervised Representation Learning with Deep
   Convolutional Generative Adversarial Networks*.
 - V. Dumoulin, F. Visin (2016), *A guide to convolution arithmetic for deep learning*.
 - I. Goodfellow, J. Shlens, C. Szegedy (2015), *Explaining and Harnessing Adversarial Examples*.
 - K. He, X. Zhang, S. Ren, J. Sun (2015), *Delving Deep into Rectifiers*.
 - L. Mescheder, A. Geiger, S. Nowozin (2018), *Which Training Methods for GANs do actually Converge?*
 - M. Mirza, S. Osindero (2014), *Conditional Generative Adversarial Nets*.
 - A. Odena, V. Dumoulin, C. Olah (2016), *Deconvolution and Checkerboard Artifacts*.
 - N. Srivastava et al. (2014), *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*.
 */
