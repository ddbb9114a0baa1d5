import Foundation
import Tensors

/*:
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

 The same maps once more, and as published without a single bias: batch norm's $\beta$ stands in for it, and
 the last layers, and D's first, have neither.
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

/*:
 And down again, by the same sizes. In a lesson D has no batch norm, so its layers get a bias, and their
 weights begin as those of `small28` do. The published ones begin normal with a deviation of `0.02`,
 whatever a layer sums, and leave it to batch norm to spread the maps.
 */
package func mxnet64Discriminator(
  _ recipe: Recipe, using weights: inout RandomStream
) -> Sequential {
  let w = recipe.width
  let (isPlain, isLevel) = (!recipe.normalisesDiscriminator, recipe.firstWeights == .level)
  func down(_ inputs: Int, _ outputs: Int, isFirst: Bool = false) -> [any Layer] {
    let convolution = Conv2D(
      inputs: inputs, outputs: outputs, kernel: 4, stride: 2, padding: .explicit(1),
      weights: isLevel ? .varianceScaling(2) : smallNormal, bias: isPlain ? .zeros : nil,
      using: &weights)
    let norms: [any Layer] =
      isFirst || isPlain ? [] : [BatchNorm(features: outputs, scales: false)]
    return [convolution] + norms + [Activation.leakyReLU(slope: 0.2)]
  }
  var layers = down(recipe.channels, w, isFirst: true)  // [batch, 32, 32, w]
  layers += down(w, 2 * w)  // [batch, 16, 16, 2 w]
  layers += down(2 * w, 4 * w)  // [batch, 8, 8, 4 w]
  layers += down(4 * w, 8 * w)  // [batch, 4, 4, 8 w]
  layers += [
    Conv2D(
      inputs: 8 * w, outputs: recipe.answers, kernel: 4, padding: .valid,
      weights: isLevel ? .varianceScaling(1) : smallNormal, bias: isPlain ? .zeros : nil,
      using: &weights),
    Flatten(),
  ]
  return Sequential(layers)  // [batch, 1]
}
