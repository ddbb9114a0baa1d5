/*:
 ## `mxnet64`: what D wants

 With the higher rate for G, D no longer wins. `swift run dcgan --recipe mxnet64` takes the digits to
 64 × 64 pixels, half as wide as published and with a fortieth of the steps:

 ![64 real digits beside 64 generated ones at 64 × 64: digits, and strokes that make none](../../Figures/03-dcgan/mxnet64.png)

 The legible share is {{legible.lesson.mxnet64}}, and the Fréchet ratio
 {{frechetRatio.lesson.mxnet64.range}} (both at 28 × 28, where the judge has learnt to read).

 ![D's accuracy swings up and down above one half, and G's loss stays far below that of a lost game](../../Figures/03-dcgan/mxnet64-drift.svg)

 D is ahead nearly all the way, with an accuracy of {{accuracy.lesson.mxnet64}} in the end, and the
 digits get better all the same. So a D that is ahead need not have won.

 This recipe hands you the signal itself. First in the picture stand samples, and then the gradient
 that trains the generator, with its sign turned, so that it is bright where D wants more.

 ![A sample; what D wants changed, a grain of black and white; the same over squares of 4 × 4 pixels](../../Figures/03-dcgan/wanted.png)

 At first sight the gradient is noise. That is what the gradient of a convolutional network looks
 like: neighbouring pixels have opposite signs. Last, it is summed over squares of 4 × 4 pixels, and
 some of it has a shape. Look for dark squares on the strokes, of which D would have less, and for bright
 ones beside them. It is a slope, and no difference to any real digit. It says in which direction D
 believes more, not how far to go. And G can follow it only in part: where a pixel is black or white
 already, tanh is flat and lets nearly nothing through.
 */
