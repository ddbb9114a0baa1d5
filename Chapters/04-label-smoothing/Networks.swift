import Tensors

/*
 The networks of the three recipes, layer by layer, with the shape after each: `line` has those of
 chapter 1, with its penalty, and `digits` those of chapter 2.
 */

/// The generator of a recipe: noise `[batch, 1]` to numbers `[batch, 1]`, and for `digits` noise
/// `[batch, 32]` to images `[batch, 784]`.
///
/// That of `optimum` is frozen: it adds `fakeMean` to normal noise, so its density is known.
struct Generator: Layer {
  var layers: Sequential
  private let settings: Settings

  init(_ settings: Settings, using weights: inout RandomStream) {
    self.settings = settings
    switch settings.recipe {
    case .optimum:  // No layers and nothing to learn: z + mean.
      layers = Sequential([])
    case .line:
      layers = Sequential([  // z: [batch, 1]
        Dense(inputs: 1, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 1, activation: .tanh, using: &weights),  // [batch, 1]
      ])
    case .digits:
      layers = Sequential([  // z: [batch, 32]
        Dense(inputs: 32, outputs: 128, using: &weights),  // [batch, 128]
        BatchNorm(features: 128), Activation.leakyReLU(slope: 0.2),
        Dense(inputs: 128, outputs: 256, using: &weights),  // [batch, 256]
        BatchNorm(features: 256), Activation.leakyReLU(slope: 0.2),
        Dense(inputs: 256, outputs: 784, activation: .tanh, using: &weights),  // [batch, 784]
      ])
    }
  }

  func callAsFunction(_ z: Tensor) -> Tensor { placed(layers(z)) }

  mutating func callAsFunction(_ z: Tensor, phase: Phase) -> Tensor {
    placed(layers(z, phase: phase))
  }

  private func placed(_ x: Tensor) -> Tensor {
    switch settings.recipe {
    case .optimum: x + settings.fakeMean
    case .line: 5 * x
    case .digits: x
    }
  }

  var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }

  var averages: [Tensor] {
    get { layers.averages }
    set { layers.averages = newValue }
  }
}

/// The discriminator of a recipe: samples to one logit each, `[batch, 1]`.
///
/// That of `line` sees the mean and the spread of its batch beside each number, as chapter 1
/// explains. The one of `optimum` must not: its formula is that of a D which sees one number at a
/// time.
struct Discriminator: Layer {
  var layers: Sequential
  private let seesBatch: Bool

  init(_ settings: Settings, using weights: inout RandomStream) {
    seesBatch = settings.recipe == .line
    switch settings.recipe {
    case .optimum:
      layers = Sequential([  // x: [batch, 1]
        Dense(inputs: 1, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
        Dense(inputs: 32, outputs: 32, activation: .tanh, using: &weights),  // [batch, 32]
        Dense(inputs: 32, outputs: 1, using: &weights),  // [batch, 1]
      ])
    case .line:
      layers = Sequential([  // x with the mean and the spread of its batch: [batch, 3]
        Dense(inputs: 3, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 16, activation: .tanh, using: &weights),  // [batch, 16]
        Dense(inputs: 16, outputs: 1, using: &weights),  // [batch, 1]
      ])
    case .digits:
      layers = Sequential([  // x: [batch, 784]
        Dense(inputs: 784, outputs: 256, activation: .leakyReLU(slope: 0.2), using: &weights),
        Dense(inputs: 256, outputs: 64, activation: .leakyReLU(slope: 0.2), using: &weights),
        Dense(inputs: 64, outputs: 1, using: &weights),  // [batch, 256], [batch, 64], [batch, 1]
      ])
    }
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    guard seesBatch else { return layers(x) }
    let mean = x.mean(along: [0]).broadcast(to: x.shape)
    let spread = (x.variance(along: [0]) + 1e-8).squareRoot().broadcast(to: x.shape)
    return layers(.concatenation([x, mean, spread], along: 1))
  }

  var parameters: [Tensor] {
    get { layers.parameters }
    _modify { yield &layers.parameters }
  }
}

/// Chapter 1's penalty on D's slope at real numbers, γ/2 · E‖∇ₓ logit(x)‖², with the weight γ.
func slopePenalty(realLogits: Tensor, real: Tensor, weight: Float) -> Tensor {
  let slopes = gradients(of: realLogits.sum(), withRespectTo: [real], differentiable: true)[0]
  return slopes.squared().mean() * (weight / 2)
}
