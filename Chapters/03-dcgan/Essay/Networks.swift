import Tensors

/*:
 ## The networks

 ![The two networks of small28: up to an image, and down again](../../Figures/03-dcgan/networks.svg)

 Every run draws this picture of its own networks. As a map gets larger it gets thinner: G trades
 channels for places, and D trades them back.

 The three published recipes share DCGAN's rules: strides instead of pooling, batch norm in most
 layers, ReLU in the generator and leaky ReLU in the discriminator, no dense layers in between. Where
 they differ, and `small28` beside them:

 | | `keras28` | `faces64` | `mxnet64` | `small28` |
 |---|---|---|---|---|
 | images | digits, 28 × 28, in (0, 1) | colour faces, 64 × 64, in (−1, 1) | digits, 64 × 64, in (−1, 1) | digits, 28 × 28, in (−1, 1) |
 | noise | 100 numbers, uniform | 64 numbers, uniform | 100 numbers, normal | 32 numbers, normal |
 | up by | repeating pixels | transposed convolutions | transposed convolutions | transposed convolutions |
 | between D's layers | dropout `0.4` | batch norm | batch norm | nothing |
 | optimiser | RMSprop, gradients clipped to ±1 | Adam, $\beta_1 = 0.5$ | Adam, $\beta_1 = 0.5$ | Adam, $\beta_1 = 0.5$ |
 | rates of D and G | `0.0008`, `0.0004` | `0.0004`, `0.0001` | `0.0002`, `0.0002` | `0.001`, `0.001` |
 | a step | D, then G | D, then G five times on the same noise | both of D's gradients, then the one with respect to its input | D, on every fourth step with a penalty, then G |
 | channels in D's first layer | 16 of 64 | 16 of 64 | 32 of 64 | 16 |
 | pictures in a batch | 64 of 256 | 64 | 32 of 64 | 64 |
 | steps | 1,000 of 2,000 | 640 of 20,000 | 2,400 of 93,700 | 12,000 |

 *Dropout* is new. It sets each number to 0 with the chance `0.4` while training, and divides the
 others by `0.6`, so that no unit can rely on another (Srivastava et al., 2014). *RMSprop* is Adam
 without the memory of a direction: it divides each gradient by the root of a running mean of its
 squares. And what batch norm normalises is a channel: its mean and variance run over the batch and
 over all places.

 Chapter 2 kept batch norm out of D, and said why. DCGAN has it there, and so have two of these
 sources. What that costs is not measured here.

 In the last three rows, we take less than the source, which is what `--preset paper` runs:
 a quarter of the channels (`--width`) is about a sixteenth of the work. The rates are the published
 ones, but for one: in the lesson, G of `mxnet64` learns five times as fast. With the published rate
 it loses at this width, and you will see how.

 ### `keras28`, layer by layer

 Behind each layer stands the shape of what it makes, and `w` is the width. A *block* is a layer
 and what follows it. Four of them take the noise to 28 × 28 places, and one more layer paints the
 picture.
 */
package func keras28Generator(
  _ recipe: Recipe, using weights: inout RandomStream
) -> Sequential {
  let w = recipe.width
  var layers = keras28Block(  // z: [batch, 100]
    Dense(inputs: recipe.inputs, outputs: 7 * 7 * 4 * w, using: &weights), 7 * 7 * 4 * w,
    recipe.block,
    dropout: Dropout(
      rate: recipe.dropout, from: RandomStream(seed: weights.seed, for: "generator dropout")))
  layers.append(Reshape(to: [7, 7, 4 * w]))  // [batch, 7, 7, 4 w]
  layers += keras28Block(
    TransposedConv2D(inputs: 4 * w, outputs: 2 * w, kernel: 5, upsampling: 2, using: &weights),
    2 * w, recipe.block)  // [batch, 14, 14, 2 w]
  layers += keras28Block(
    TransposedConv2D(inputs: 2 * w, outputs: w, kernel: 5, upsampling: 2, using: &weights),
    w, recipe.block)  // [batch, 28, 28, w]
  layers += keras28Block(
    TransposedConv2D(inputs: w, outputs: w / 2, kernel: 5, using: &weights),
    w / 2, recipe.block)  // [batch, 28, 28, w ÷ 2]
  layers.append(
    TransposedConv2D(
      inputs: w / 2, outputs: recipe.channels, kernel: 5, activation: .sigmoid, using: &weights))
  return Sequential(layers)  // [batch, 28, 28, 1]
}

/*:
 What follows a layer: batch norm, then ReLU, and dropout once, after the first. The other orders
 are mistakes that you can make on purpose, further down.
 */
private func keras28Block(
  _ layer: any Layer, _ features: Int, _ block: Block, dropout: Dropout? = nil
) -> [any Layer] {
  let norm = BatchNorm(features: features, momentum: 0.9, epsilon: 1e-3)
  let dropout: [any Layer] = dropout.map { [$0] } ?? []
  return switch block {
  case .published: [layer, norm, Activation.relu] + dropout
  case .reluFirst: [layer, Activation.relu, norm] + dropout
  case .dropoutFirst: [layer] + dropout + [norm, Activation.relu]
  case .noNorm: [layer, Activation.relu] + dropout
  case .noReLU: [layer, norm] + dropout
  }
}

/*:
 The way down: three strides of 2, one convolution more, and a dense layer for the answer. Every
 convolution has leaky ReLU and dropout behind it, and none has batch norm.
 */
package func keras28Discriminator(
  _ recipe: Recipe, using weights: inout RandomStream
) -> Sequential {
  let w = recipe.width
  var layers: [any Layer] = []  // x: [batch, 28, 28, 1]
  let sizes = [(recipe.channels, w, 2), (w, 2 * w, 2), (2 * w, 4 * w, 2), (4 * w, 8 * w, 1)]
  for (index, (inputs, outputs, stride)) in sizes.enumerated() {
    // `--down pooling` takes means in place of strides. The third map is 7 × 7, no whole number of
    // squares: there, the stride stays.
    let pools = recipe.down == .pooling && index < 2
    layers.append(
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 5, stride: pools ? 1 : stride,
        activation: .leakyReLU(slope: 0.2), using: &weights))
    if pools { layers.append(MeanPooling()) }
    layers.append(
      Dropout(
        rate: recipe.dropout,
        from: RandomStream(seed: weights.seed, for: "discriminator dropout \(index)")))
  }  // [batch, 14, 14, w], [batch, 7, 7, 2 w], [batch, 4, 4, 4 w], [batch, 4, 4, 8 w]
  layers += [Flatten(), Dense(inputs: 4 * 4 * 8 * w, outputs: recipe.answers, using: &weights)]
  return Sequential(layers)  // [batch, 1]
}

/*:
 ### `faces64`, layer by layer

 The first transposed convolution has no place to come from: it paints its pattern of 4 × 4 once.
 Each of the others doubles height and width and halves the channels, and a convolution of 1 × 1
 mixes the last ones to three colours.

 slim's batch norm learns no $\gamma$, and its $\epsilon$ is `0.001`. Its averages keep `0.999` of
 themselves, and in the source they are never updated; ours keep `0.9`, so that they follow within a
 lesson.
 */
private func slimNorm(_ features: Int) -> BatchNorm {
  BatchNorm(features: features, momentum: 0.9, epsilon: 1e-3, scales: false)
}

package func faces64Generator(_ recipe: Recipe, using weights: inout RandomStream) -> Sequential {
  // 1024, 512, 256, 128, 64 channels for images of 64 × 64: powers of two, as the text has it.
  let stages = recipe.finalSize.trailingZeroBitCount - 1
  let channels = (0..<stages).map { recipe.width << (stages - 1 - $0) }
  var layers: [any Layer] = [
    Reshape(to: [1, 1, recipe.inputs]),  // [batch, 1, 1, 64]
    TransposedConv2D(
      inputs: recipe.inputs, outputs: channels[0], kernel: 4, padding: .valid, bias: nil,
      using: &weights),
    slimNorm(channels[0]), Activation.relu,  // [batch, 4, 4, 16 w]
  ]
  for stage in 1..<stages {
    // As published, the last has neither batch norm nor activation.
    let isPlain = stage == stages - 1 && recipe.brush == .places
    let repeats = recipe.up == .repeats
    layers.append(
      TransposedConv2D(
        inputs: channels[stage - 1], outputs: channels[stage], kernel: repeats ? 3 : 4,
        stride: repeats ? 1 : 2, upsampling: repeats ? 2 : 1, bias: isPlain ? .zeros : nil,
        using: &weights))
    if !isPlain { layers += [slimNorm(channels[stage]), Activation.relu] }
  }  // [batch, 8, 8, 8 w], [batch, 16, 16, 4 w], [batch, 32, 32, 2 w], [batch, 64, 64, w]
  layers.append(
    Conv2D(
      inputs: recipe.width, outputs: recipe.channels, kernel: recipe.brush == .patches ? 3 : 1,
      activation: .tanh, using: &weights))  // [batch, 64, 64, 3]
  return Sequential(layers)
}

/*:
 The way down is the same turned round, with one layer more: six strides of 2 leave one place.
 */
package func faces64Discriminator(_ recipe: Recipe, using weights: inout RandomStream) -> Sequential
{
  var layers: [any Layer] = []  // x: [batch, 64, 64, 3]
  var inputs = recipe.channels
  for stage in 0..<recipe.finalSize.trailingZeroBitCount {
    let outputs = recipe.width << stage
    layers.append(
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 4, stride: 2,
        bias: stage == 0 || !recipe.normalisesDiscriminator ? .zeros : nil, using: &weights))
    if stage > 0 && recipe.normalisesDiscriminator { layers.append(slimNorm(outputs)) }
    layers.append(Activation.leakyReLU(slope: 0.2))
    inputs = outputs
  }  // [batch, 32, 32, w], [batch, 16, 16, 2 w], … [batch, 1, 1, 32 w]
  layers += [
    Conv2D(inputs: inputs, outputs: recipe.answers, kernel: 1, using: &weights), Flatten(),
  ]
  return Sequential(layers)  // [batch, 1]
}

/*:
 ### `mxnet64`, layer by layer

 The same maps once more, without a single bias: batch norm's $\beta$ stands in for it, and the
 last layer has neither.
 */
package func mxnet64Generator(
  _ recipe: Recipe, using weights: inout RandomStream
) -> Sequential {
  let (w, latentSize) = (recipe.width, recipe.inputs)
  func up(
    _ inputs: Int, _ outputs: Int, stride: Int = 2, padding: Padding = .explicit(1)
  ) -> [any Layer] {
    [
      TransposedConv2D(
        inputs: inputs, outputs: outputs, kernel: 4, stride: stride, padding: padding,
        weights: smallNormal, bias: nil, using: &weights),
      BatchNorm(features: outputs, scales: false), Activation.relu,
    ]
  }
  var layers: [any Layer] = [Reshape(to: [1, 1, latentSize])]  // [batch, 1, 1, 100]
  layers += up(latentSize, 8 * w, stride: 1, padding: .valid)  // [batch, 4, 4, 8 w]
  layers += up(8 * w, 4 * w)  // [batch, 8, 8, 4 w]
  layers += up(4 * w, 2 * w)  // [batch, 16, 16, 2 w]
  layers += up(2 * w, w)  // [batch, 32, 32, w]
  layers.append(
    TransposedConv2D(
      inputs: w, outputs: recipe.channels, kernel: 4, stride: 2, padding: .explicit(1),
      activation: .tanh, weights: smallNormal, bias: nil, using: &weights))
  return Sequential(layers)  // [batch, 64, 64, channels]
}

private let smallNormal = Initializer.normal(standardDeviation: 0.02)

//: And down again, by the same sizes.
package func mxnet64Discriminator(
  _ recipe: Recipe, using weights: inout RandomStream
) -> Sequential {
  let w = recipe.width
  func down(_ inputs: Int, _ outputs: Int, norm: Bool = true) -> [any Layer] {
    let convolution = Conv2D(
      inputs: inputs, outputs: outputs, kernel: 4, stride: 2, padding: .explicit(1),
      weights: smallNormal, bias: nil, using: &weights)
    let norms: [any Layer] = norm ? [BatchNorm(features: outputs, scales: false)] : []
    return [convolution] + norms + [Activation.leakyReLU(slope: 0.2)]
  }
  var layers = down(recipe.channels, w, norm: false)  // [batch, 32, 32, w]
  layers += down(w, 2 * w)  // [batch, 16, 16, 2 w]
  layers += down(2 * w, 4 * w)  // [batch, 8, 8, 4 w]
  layers += down(4 * w, 8 * w)  // [batch, 4, 4, 8 w]
  layers += [
    Conv2D(
      inputs: 8 * w, outputs: recipe.answers, kernel: 4, padding: .valid, weights: smallNormal,
      bias: nil, using: &weights),
    Flatten(),
  ]
  return Sequential(layers)  // [batch, 1]
}
