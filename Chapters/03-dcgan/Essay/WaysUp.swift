/*:
 # Chapter 3 · Networks that know what a neighbour is

 The dense networks of chapter 2 draw digits with ragged edges and stray dots. That is no wonder,
 because a dense layer makes each pixel by itself, and nothing in it says that two pixels lie side by
 side. What if the network knew?

 A *convolution* slides one small pattern of weights over the whole picture. What it learns in one
 place it knows everywhere, and a pixel hears from its neighbours and from nobody else. Radford,
 Metz and Chintala (2016) built both players of a GAN from convolutions and found rules with which
 they train. They called it DCGAN.

 ![The same noise at eight moments of the training: noise at first, then strokes, then digits](../../Figures/03-dcgan/progress.png)

 A column is one noise vector and a row a moment, as in chapter 2. The first rows are noise, then
 strokes appear, and by the last row most columns have become a digit, though not all of them.

 First you see [the shape](#down-and-up): what a convolution does on the way down and on the way up.
 Then you build [two networks](#the-networks) and their loop, the smallest that we could find to draw
 well, and see [what goes wrong](#what-goes-wrong), [what D wants](#mxnet64-what-d-wants) of each pixel,
 and [who is missing](#who-is-missing) from the samples. The smallest recipe is `small28`. The other
 three are those of published tutorials, each of which follows DCGAN in its own way: `faces64` draws
 faces, and by `keras28` and `mxnet64` you see what goes wrong. Their networks stand at the end, in
 [the appendix](#appendix-the-published-recipes).

 Run it: `swift run dcgan`. It takes two to four minutes (the other recipes one to seven), draws the
 digits of chapter 2 unless you give `--dataset mnist`, and leaves its pictures in `Runs/`.
 [NOTATION.md](../../NOTATION.md) explains every symbol and term. With `--live` you can walk in the noise
 while it trains: drag the spot, and see how one digit becomes another.
 */
import Tensors

/*:
 ## Down and up

 Let $x$ be a picture `[height, width, channels]`. A *channel* is one number at each place: a grey
 level, one of three colours, or, inside a network, what one pattern has found there. (A picture
 inside a network is called a *map*.) The weights $w$ are `[kernel, kernel, inputs, outputs]`: for
 each output channel a pattern of *kernel* × kernel places and all input channels. A convolution
 with *stride* $s$ stops at every $s$-th place, and sums over the patch that the pattern covers
 there:

 $$y[i, j, o] = b[o] + \sum_{k, l, c} x[s i + k,\; s j + l,\; c]\; w[k, l, c, o]$$

 With a stride of 2 the picture becomes half as high and half as wide. That is how the discriminator
 goes down, from 28 × 28 pixels to a few numbers that see the whole picture. Other networks throw
 pixels away in between, which is called *pooling*. Here the stride makes the picture smaller, with
 weights that are learnt.

 The generator goes up. Read the same sum backwards: each pixel of a small picture paints the whole
 pattern, times its value, into a large one; the next pixel paints it $s$ places further on, and
 what overlaps is added. That is a *transposed convolution*. (It is often called a deconvolution,
 but it undoes nothing.) There is a second way up: repeat each pixel two times across and two times
 down, and convolve after. `keras28` does that; what its source calls transposed convolutions of
 stride 1 are convolutions with the pattern turned round.

 A pattern that hangs over the edge finds zeros there, and these zeros are called *padding*. With
 `same` padding the output has the size of the input divided by the stride, rounded up: 28 becomes
 14, then 7, then 4.

 ### A pattern that nobody asked for

 Look closely at samples of a generator that goes up by strides: a fine grid may lie over them.
 Where does it come from? Put a map of ones through a transposed convolution whose weights are all
 one, and every pixel of the output counts the weights that reach it:
 */
/// A way up: from a map to one of twice the height and width.
package struct WayUp {
  package let name: String
  package let kernel: Int
  /// Whether pixels are repeated and then convolved; else the convolution itself is transposed.
  package let repeats: Bool

  package static let all =
    [2, 3, 4, 5].map {
      WayUp(name: "transposed \($0)×\($0)", kernel: $0, repeats: false)
    } + [WayUp(name: "repeat, then 5×5", kernel: 5, repeats: true)]

  func layer(
    inputs: Int, outputs: Int, weights: Initializer = .glorotUniform,
    using stream: inout RandomStream
  ) -> TransposedConv2D {
    TransposedConv2D(
      inputs: inputs, outputs: outputs, kernel: kernel, stride: repeats ? 1 : 2,
      upsampling: repeats ? 2 : 1, weights: weights, bias: nil, using: &stream)
  }

  /// How many of the kernel's places reach each pixel of the output: the layer with all weights 1, on
  /// a map of `size` × `size` ones. Rows of 2 · `size`.
  package func overlaps(of size: Int) -> [[Float]] {
    var stream = RandomStream(seed: 0, for: "unused")
    var layer = layer(inputs: 1, outputs: 1, using: &stream)
    layer.parameters = [.ones(layer.weight.shape)]
    let counts = layer(.ones([1, size, size, 1])).scalars
    return (0..<2 * size).map { Array(counts[$0 * 2 * size..<($0 + 1) * 2 * size]) }
  }

  /// The largest count ÷ the smallest, where the border has no part: no nearer than the kernel's size.
  package func unevenness() -> Float {
    let inner = overlaps(of: 16).dropFirst(kernel).dropLast(kernel)
      .flatMap { $0.dropFirst(kernel).dropLast(kernel) }
    return (inner.max() ?? 0) / (inner.min() ?? 1)
  }
}

/*:
 ![Five ways up: kernels 3 and 5 with stride 2 leave a pattern, the others are even but for the border](../../Figures/03-dcgan/overlaps.svg)

 With a kernel of 3 and a stride of 2, neighbouring patches overlap by one. In one direction a pixel
 is reached by one weight and the next by two, so in both directions by 1, 2 or 4. With a kernel of
 5 it is 4, 6 or 9. A kernel of 4 is a multiple of the stride, and each pixel is reached by 4.
 Repeat each pixel first and convolve after, and the overlap is even for every kernel (Odena,
 Dumoulin and Olah, 2016).

 Is it enough, then, that the kernel is a multiple of the stride? It is not, for an even overlap makes an
 even output possible and no more than that: even rows and odd rows are still reached by different weights,
 which have to learn to agree. To see it in numbers, take an image less a slightly blurred copy of it, so
 that only fine detail is left, and ask what share of that detail's variance is a pattern that repeats every
 2 pixels. A checkerboard scores 1, independent pixels `0.001` at 64 × 64, drawn digits and faces less than
 `0.004`. Of networks with random weights, every transposed convolution scores above `0.05`, the kernel of 4
 no less than the others; repeating pixels stays below `0.005`.
 */
extension WayUp {
  /// An untrained generator that goes up in this way three times, from 8 × 8 random numbers in 16
  /// channels to grey images of 64 × 64 with pixels in 0…1.
  package func untrained(count: Int, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed, for: "weights")
    var x = Tensor.normal([count, 8, 8, 16], using: &stream)
    for outputs in [16, 16, 1] {
      x = layer(inputs: 16, outputs: outputs, using: &stream)(x)
      let deviation = x.squared().mean().squareRoot()
      x = outputs == 1 ? (x / deviation).sigmoid() : (x / deviation).relu()
    }
    return x
  }
}

/*:
 ![Random weights: kernels of 2, 3, 4 and 5 with stride 2; the last row repeats pixels](../../Figures/03-dcgan/untrained.png)

 In the second row you can see the grid of the kernel of 3. In the first, third and fourth the pattern
 is too fine to be told from noise by eye, and so we count it. The last row has soft clouds in place of
 grains.

 No real image has a grid, so D can tell by it, and G unlearns it:
 `mxnet64 --published --generator-rate 0.001` scores {{checkerboard.lesson.repaired}} after 200 steps and
 {{checkerboard.lesson.mxnet64-wide}} after 2,400, next to {{checkerboard.lesson.keras28}} of `keras28`,
 which repeats pixels. What remains of it in the faces of `faces64` stands in [a table
 below](#what-some-minutes-can-do).

 Try it: `swift run dcgan checkerboard --out Runs/checkerboard`, and with `--from` any generator of
 yours.
 */
