import Tensors

/// 2.3: what batch norm does to weights that have grown.
public protocol LargeWeights: Exercise {
  /// The weights of a dense layer with batch norm behind it are multiplied by `factor`. By what is the
  /// output of the batch norm multiplied, in the training phase?
  func output(factor: Float) throws -> Float

  /// By what is the gradient of the loss with respect to these weights multiplied?
  func gradient(factor: Float) throws -> Float

  /// By what is the angle multiplied through which a step of Adam turns the weights?
  func turn(factor: Float) throws -> Float
}

extension LargeWeights {
  func check(_ variant: Variant) throws {
    let factor = Float(variant.number("factor", book: 10, from: 2, to: 9))
    let small = Measured(variant, factor: 1)
    let large = Measured(variant, factor: factor)
    try expect(
      "the output's factor", try output(factor: factor), near: large.output / small.output,
      within: 0.002,
      mistakes: [
        "the unit's values have grown, but so has the σ by which batch norm divides them": factor,
        "σ has grown, but so have the unit's values that are divided by it": 1 / factor,
      ])
    try expect(
      "the gradient's factor", try gradient(factor: factor),
      near: large.gradient / small.gradient, within: 0.002,
      mistakes: [
        "the output is the same, but to change it the same way a large weight has to move further":
          1,
        "a slope says how much the output changes for a step, and large weights hardly notice it":
          factor,
      ])
    try expect(
      "the turn's factor", try turn(factor: factor), near: large.turn / small.turn, within: 0.002,
      mistakes: [
        "Adam's step is as long as before, but the weights that it turns are longer": 1,
        "that would be gradient descent: Adam divides the gradient by its own size":
          1 / (factor * factor),
        "the weights would turn further the longer they are: then they run away": factor,
      ])
  }
}

/// A dense layer and batch norm, 8 to 6 units, and one step of Adam on the dense layer's weights.
private struct Measured {
  /// The lengths of the output and of the gradient.
  let output: Float
  let gradient: Float
  /// The sine of the angle: the part of the step across the weights ÷ the length of the weights.
  let turn: Float

  init(_ variant: Variant, factor: Float) {
    var stream = variant.stream(for: "weights")
    let x = Tensor.normal([64, 8], using: &stream)
    let direction = Tensor.normal([64, 6], using: &stream)
    var weight = [(Tensor.normal([8, 6], using: &stream) * factor).detached().tracked()]
    var norm = BatchNorm(features: 6)
    let y = norm(x.matmul(weight[0]), phase: .training)
    let slopes = gradients(of: (y * direction).mean(), withRespectTo: weight)
    output = y.squared().sum().squareRoot().scalar
    gradient = Tensors.norm(of: slopes)

    let before = weight[0].detached()
    var optimizer = Adam(learningRate: 1e-3, beta1: 0.5)
    optimizer.update(&weight, along: slopes)
    let step = weight[0].detached() - before
    let along = (step * before).sum() / before.squared().sum()
    let length = before.squared().sum().squareRoot()
    turn = ((step - before * along).squared().sum().squareRoot() / length).scalar
  }
}
