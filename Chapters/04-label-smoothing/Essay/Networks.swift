import Tensors

/*
 The networks of the three recipes, layer by layer, with the shape after each: `line` has those of
 chapter 1, with its penalty, and `digits` those of chapter 2.
 */

/// Noise to samples: numbers `[batch, 1]`, or images `[batch, 784]`.
package struct Generator: Layer {
  package var layers: Sequential

  /// That of `optimum`. Nothing in it is to be learnt: it adds `mean` to normal noise, so its density is
  /// known.
  static func frozen(at mean: Float) -> Generator {
    Generator(layers: Sequential([Affine(shift: mean)]))
  }

  /// That of `line`.
  static func ofNumbers(using weights: inout RandomStream) -> Generator {
    Generator(
      layers: Sequential([  // z: [batch, 1]
        Dense(inputs: 1, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 1, activation: .tanh, using: &weights),  // [batch, 1]
        Affine(scale: 5),
      ]))
  }

  /// That of `digits`.
  static func ofDigits(using weights: inout RandomStream) -> Generator {
    Generator(
      layers: Sequential([  // z: [batch, 32]
        Dense(inputs: 32, outputs: 128, using: &weights),  // [batch, 128]
        BatchNorm(features: 128), Activation.leakyReLU(slope: 0.2),
        Dense(inputs: 128, outputs: 256, using: &weights),  // [batch, 256]
        BatchNorm(features: 256), Activation.leakyReLU(slope: 0.2),
        Dense(inputs: 256, outputs: 784, activation: .tanh, using: &weights),  // [batch, 784]
      ]))
  }

  package func callAsFunction(_ z: Tensor) -> Tensor { layers(z) }

  package mutating func callAsFunction(_ z: Tensor, phase: Phase) -> Tensor {
    layers(z, phase: phase)
  }

  package var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }

  package var averages: [Tensor] {
    get { layers.averages }
    set { layers.averages = newValue }
  }
}

/// Samples to one logit each, `[batch, 1]`.
package struct Discriminator: Layer {
  var layers: Sequential
  /// Whether it sees the mean and the spread of its batch beside each number, as chapter 1 explains.
  private var seesBatch = false

  /// That of `optimum`. It must not see its batch: the formula is that of a D which sees one number at a
  /// time.
  static func ofNumbers(using weights: inout RandomStream) -> Discriminator {
    Discriminator(
      layers: Sequential([  // x: [batch, 1]
        Dense(inputs: 1, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
        Dense(inputs: 32, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
        Dense(inputs: 32, outputs: 1, using: &weights),  // [batch, 1]
      ]))
  }

  /// That of `line`.
  static func ofNumbersInBatches(using weights: inout RandomStream) -> Discriminator {
    Discriminator(
      layers: Sequential([  // x with the mean and the spread of its batch: [batch, 3]
        Dense(inputs: 3, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 1, using: &weights),  // [batch, 1]
      ]), seesBatch: true)
  }

  /// That of `digits`.
  static func ofDigits(using weights: inout RandomStream) -> Discriminator {
    Discriminator(
      layers: Sequential([  // x: [batch, 784]
        Dense(inputs: 784, outputs: 256, activation: .leakyReLU(slope: 0.2), using: &weights),
        Dense(inputs: 256, outputs: 64, activation: .leakyReLU(slope: 0.2), using: &weights),
        Dense(inputs: 64, outputs: 1, using: &weights),  // [batch, 256], [batch, 64], [batch, 1]
      ]))
  }

  package func callAsFunction(_ x: Tensor) -> Tensor {
    guard seesBatch else { return layers(x) }
    let mean = x.mean(along: [0]).broadcast(to: x.shape)
    let spread = (x.variance(along: [0]) + 1e-8).squareRoot().broadcast(to: x.shape)
    return layers(.concatenation([x, mean, spread], along: 1))
  }

  package var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }
}

/// Chapter 1's penalty on D's slope at real numbers, γ/2 · E‖∇ₓ logit(x)‖², with the weight γ.
func slopePenalty(realLogits: Tensor, real: Tensor, weight: Float) -> Tensor {
  let slopes = gradients(of: realLogits.sum(), withRespectTo: [real], differentiable: true)[0]
  return slopes.squared().mean() * (weight / 2)
}
