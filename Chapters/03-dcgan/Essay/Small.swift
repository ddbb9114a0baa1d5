import Tensors

/*:
 ## The networks

 ![The two networks of small28: up to an image, and down again](../../Figures/03-dcgan/networks.svg)

 Every run draws this picture of its own networks. As a map gets larger it gets thinner: G trades
 channels for places, and D trades them back.

 DCGAN's rules are strides instead of pooling, batch norm in most layers, ReLU in the generator and
 leaky ReLU in the discriminator, and no dense layers in between. What batch norm normalises in a
 network of convolutions is a channel: its mean and variance run over the batch and over all places.

 Chapter 2 kept batch norm out of D, and said why. DCGAN has it there, and so have two of the
 published recipes. `small28` leaves it out and has chapter 2's penalty on D's slopes in its place.
 What that gives is measured in `mxnet64`, in [a table below](#what-a-lesson-changes).

 The three published recipes keep to most of these rules as well, and differ in nearly everything else: [the
 appendix](#appendix-the-published-recipes) has the four side by side. They were made for a graphics card,
 so a lesson takes less of them: fewer steps, and a quarter of the channels (`--width`), in `faces64` and
 `mxnet64` an eighth. (A quarter of the channels is about a sixteenth of the work.) `--preset paper` is the
 full size.

 ### `small28`, layer by layer

 This recipe is the chapter's own, the smallest we could find that draws well, and what
 `swift run dcgan` trains. The noise becomes a map of 7 × 7 places, and two transposed convolutions
 double it. The way down is three strides of 2. Behind each layer stands the shape of what it makes,
 and `w` is the width.

 The weights begin normal, with a variance of 2 divided by the number of products that are summed
 (He et al., 2015). The 2 makes up for the ReLU before, which takes half of the spread away, so that
 the maps begin with the same spread in every layer. A place in a transposed convolution of 4 × 4 with
 a stride of 2 sums 4 products for each input channel, and not 16.
 */
package func small28Generator(_ recipe: Recipe, using weights: inout RandomStream) -> Sequential {
  let w = recipe.width
  return Sequential([
    Dense(  // z: [batch, 32]
      inputs: recipe.inputs, outputs: 7 * 7 * 2 * w, weights: .varianceScaling(2),
      using: &weights),
    Reshape(to: [7, 7, 2 * w]), BatchNorm(features: 2 * w), Activation.relu,
    TransposedConv2D(
      inputs: 2 * w, outputs: w, kernel: 4, stride: 2,
      weights: .transposedVarianceScaling(2, stride: 2), using: &weights),
    BatchNorm(features: w), Activation.relu,  // [batch, 14, 14, w]
    TransposedConv2D(
      inputs: w, outputs: recipe.channels, kernel: 4, stride: 2, activation: .tanh,
      weights: .transposedVarianceScaling(1, stride: 2), using: &weights),
  ])  // [batch, 28, 28, 1]
}

package func small28Discriminator(
  _ recipe: Recipe, using weights: inout RandomStream
) -> Sequential {
  let w = recipe.width
  var layers: [any Layer] = []  // x: [batch, 28, 28, 1]
  for (inputs, outputs) in [(recipe.channels, w), (w, 2 * w), (2 * w, 4 * w)] {
    layers.append(
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 4, stride: 2,
        activation: .leakyReLU(slope: 0.2), weights: .varianceScaling(2), using: &weights))
  }  // [batch, 14, 14, w], [batch, 7, 7, 2 w], [batch, 4, 4, 4 w]
  layers += [
    Flatten(),
    Dense(
      inputs: 4 * 4 * 4 * w, outputs: recipe.answers, weights: .varianceScaling(1),
      using: &weights),
  ]
  return Sequential(layers)  // [batch, 1]
}
