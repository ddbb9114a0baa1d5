import Tensors

/*:
 ### `small28`, layer by layer

 The three published recipes were made for a graphics card. This one is the chapter's own, the
 smallest we could find that draws well, and what `swift run dcgan` trains. The noise becomes a map
 of 7 × 7 places, and two transposed convolutions double it; the way down is three strides of 2.

 The weights begin normal, with a variance of 2 divided by the number of products that are summed
 (He et al., 2015): so the maps begin with the same spread in every layer, behind a ReLU, which
 takes half of it away. A place in a transposed convolution of 4 × 4 with a stride of 2 sums 4
 products for each input channel, and not 16.
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

extension Training {
  /*:
   ### `small28`, and the lesson of `faces64`: a step

   The step of chapter 2's `steady`: D on real and generated pictures, with a penalty on its slopes
   on every fourth step, and G on fresh noise. D has no batch norm, so both kinds of pictures can go
   through it at once.
   */
  package mutating func smallStep(
    _ step: Int, _ x: Tensor, _ z: Tensor, _ asked: Tensor?
  ) -> Answers {
    let count = x.shape[0]
    let isPenalised = recipe.penaltyWeight > 0 && step % recipe.penaltyEvery == 0
    let fake = generator(with(z, asked), phase: .training).detached()
    var both = Tensor.concatenation([x, fake])  // [2 batch, 28, 28, 1]
    if isPenalised { both = both.tracked() }
    let logits = answer(
      discriminator(both, phase: .training), asked.map { .concatenation([$0, $0]) })
    let (real, onFake) = (logits.slice(0..<count), logits.slice(count..<2 * count))
    var loss = minimaxLoss(realLogits: real, fakeLogits: onFake)
    if isPenalised {
      let slopes = gradients(of: logits.sum(), withRespectTo: [both], differentiable: true)[0]
      let weight = recipe.penaltyWeight * Float(recipe.penaltyEvery)
      loss += slopes.squared().sum() * (weight / 2 / Float(count))
    }
    discriminatorOptimizer.update(
      &discriminator.parameters,
      along: gradients(of: loss, withRespectTo: discriminator.parameters))

    let freshZ = recipe.latent(count, using: &noise)
    let fakeLogits = answer(
      discriminator(generator(with(freshZ, asked), phase: .training), phase: .training), asked)
    let lossG = nonSaturatingLoss(fakeLogits: fakeLogits)
    generatorOptimizer.update(
      &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
    return Answers(real: real, fake: onFake, lossG: lossG)
  }
}
