import Datasets
import Tensors

/*
 The networks, layer by layer, with the shape after each. The critic has no batch norm and no sigmoid.
 */

/// Two networks that fit each other.
package struct Networks {
  package let name: String
  /// Units of a hidden layer, or channels of the narrowest convolution.
  package var width: Int
  /// Of one update of one player: what any takes, and what one of width 128 on 256 samples adds.
  private let seconds: (any: Double, sized: Double)
  private let makeGenerator:
    (_ latentSize: Int, _ width: Int, _ weights: inout RandomStream) -> Sequential
  private let makeCritic: (_ width: Int, _ weights: inout RandomStream) -> Sequential

  /// Noise `[batch, latent.size]` to samples.
  package func generator(from latent: Latent, using weights: inout RandomStream) -> Sequential {
    makeGenerator(latent.size, width, &weights)
  }

  /// Samples to one score each, `[batch, 1]`.
  package func critic(
    norm: CriticNorm = .none, using weights: inout RandomStream
  ) -> Sequential {
    let critic = makeCritic(width, &weights)
    return switch norm {
    case .none: critic
    case .batch: normalised(critic)
    case .spectral:
      Sequential(
        critic.layers.map {
          $0.parameters.isEmpty ? $0 : SpectralNorm($0, using: &weights)
        })
    }
  }

  /// Whether an image is one row of numbers, as dense networks want it.
  package var isDense: Bool { name == "dense" }

  func secondsPerUpdate(of batch: Int) -> Double {
    let share = Double(width * width) / (128 * 128) * Double(batch) / 256
    return seconds.any + seconds.sized * share
  }
}

extension Networks {
  static func line(width: Int) -> Networks {
    Networks(
      name: "dense", width: width, seconds: (0.1e-3, 0), makeGenerator: lineNetwork,
      makeCritic: { lineNetwork(1, $0, using: &$1) })
  }

  static func plane(width: Int) -> Networks {
    Networks(
      name: "dense", width: width, seconds: (0, 1e-3),
      makeGenerator: { planeNetwork($0, $1, outputs: 2, using: &$2) },
      makeCritic: { planeNetwork(2, $0, outputs: 1, using: &$1) })
  }

  static func dense(width: Int) -> Networks {
    Networks(
      name: "dense", width: width, seconds: (0, 4e-3), makeGenerator: denseGenerator,
      makeCritic: denseCritic)
  }

  // Half the processor time of a step on two cores (AMD EPYC), at widths of 16, 32 and 64.
  static func convolutional(width: Int) -> Networks {
    Networks(
      name: "convolutional", width: width, seconds: (1e-3, 1), makeGenerator: digitsGenerator,
      makeCritic: { convolutionalCritic([1, $0, 2 * $0, 4 * $0], kernel: 5, using: &$1) })
  }

  static func faces(width: Int) -> Networks {
    Networks(
      name: "convolutional", width: width, seconds: (1e-3, 5), makeGenerator: facesGenerator,
      makeCritic: {
        convolutionalCritic(
          [3, $0, 2 * $0, 4 * $0, 8 * $0], kernel: 4, initial: Initializer.varianceScaling,
          using: &$1)
      })
  }
}

// MARK: - On the line and in the plane

// Straight pieces: a critic of slope 1, which is what the best one is on the line, is one of them.
private func lineNetwork(
  _ inputs: Int, _ width: Int, using weights: inout RandomStream
) -> Sequential {
  Sequential([  // [batch, 1]
    // → [batch, 32]
    Dense(inputs: inputs, outputs: width, activation: .leakyReLU(), using: &weights),
    Dense(inputs: width, outputs: width, activation: .leakyReLU(), using: &weights),  // [batch, 32]
    Dense(inputs: width, outputs: 1, using: &weights),  // [batch, 1]
  ])
}

private func planeNetwork(
  _ inputs: Int, _ width: Int, outputs: Int, using weights: inout RandomStream
) -> Sequential {
  func hidden(_ inputs: Int) -> Dense {
    Dense(
      inputs: inputs, outputs: width, activation: .relu, weights: .heNormal, using: &weights)
  }
  return Sequential([  // [batch, 2]
    hidden(inputs), hidden(width), hidden(width),  // [batch, 128] three times
    // → [batch, 2], or [batch, 1] the critic
    Dense(inputs: width, outputs: outputs, using: &weights),
  ])
}

// MARK: - Digits, dense: the networks of chapter 2

private func denseGenerator(
  _ inputs: Int, _ w: Int, using weights: inout RandomStream
) -> Sequential {
  Sequential([  // z: [batch, 32]
    Dense(inputs: inputs, outputs: w, using: &weights),
    BatchNorm(features: w), Activation.leakyReLU(),  // [batch, 128]
    Dense(inputs: w, outputs: 2 * w, using: &weights),
    BatchNorm(features: 2 * w), Activation.leakyReLU(),  // [batch, 256]
    Dense(inputs: 2 * w, outputs: 784, activation: .tanh, using: &weights),  // [batch, 784]
  ])
}

private func denseCritic(_ w: Int, using weights: inout RandomStream) -> Sequential {
  Sequential([  // x: [batch, 784]
    Dense(inputs: 784, outputs: 2 * w, activation: .leakyReLU(), using: &weights),  // [batch, 256]
    Dense(inputs: 2 * w, outputs: w / 2, activation: .leakyReLU(), using: &weights),  // [batch, 64]
    Dense(inputs: w / 2, outputs: 1, using: &weights),  // [batch, 1]
  ])
}

// MARK: - Images, convolutional

private func up(_ inputs: Int, _ outputs: Int, using weights: inout RandomStream) -> [any Layer] {
  [
    TransposedConv2D(inputs: inputs, outputs: outputs, kernel: 4, stride: 2, using: &weights),
    BatchNorm(features: outputs), Activation.relu,
  ]
}

private func digitsGenerator(
  _ inputs: Int, _ w: Int, using weights: inout RandomStream
) -> Sequential {
  Sequential(
    [  // z: [batch, 32]
      Dense(inputs: inputs, outputs: 7 * 7 * 2 * w, using: &weights),
      // → [batch, 7, 7, 2 w]
      Reshape(to: [7, 7, 2 * w]), BatchNorm(features: 2 * w), Activation.relu,
    ] + up(2 * w, w, using: &weights)  // [batch, 14, 14, w]
      + up(w, w / 2, using: &weights) + [  // [batch, 28, 28, w ÷ 2]
        Conv2D(inputs: w / 2, outputs: 1, kernel: 5, activation: .tanh, using: &weights)
      ])  // [batch, 28, 28, 1]
}

// No batch norm, so the weights have to begin in the right size: a leaky ReLU passes half of a variance.
private func facesGenerator(
  _ inputs: Int, _ w: Int, using weights: inout RandomStream
) -> Sequential {
  func up(_ inputs: Int, _ outputs: Int) -> any Layer {
    TransposedConv2D(
      inputs: inputs, outputs: outputs, kernel: 3, upsampling: 2, activation: .leakyReLU(),
      weights: .transposedVarianceScaling(2, stride: 1), using: &weights)
  }
  return Sequential([  // z: [batch, 64]
    Dense(
      inputs: inputs, outputs: 4 * 4 * 8 * w, activation: .leakyReLU(),
      weights: .varianceScaling(2), using: &weights),
    Reshape(to: [4, 4, 8 * w]),  // [batch, 4, 4, 8 w]
    up(8 * w, 4 * w),  // [batch, 8, 8, 4 w]
    up(4 * w, 2 * w),  // [batch, 16, 16, 2 w]
    up(2 * w, w),  // [batch, 32, 32, w]
    TransposedConv2D(
      inputs: w, outputs: 3, kernel: 3, upsampling: 2, activation: .tanh,
      weights: .transposedVarianceScaling(1, stride: 1), using: &weights),
  ])  // [batch, 64, 64, 3]
}

/// Halves the image until it is 4 × 4: digits of 28 × 28 by three strides, faces of 64 × 64 by four.
private func convolutionalCritic(
  _ channels: [Int], kernel: Int,
  initial: (_ gain: Float) -> Initializer = { _ in .glorotUniform },
  using weights: inout RandomStream
) -> Sequential {
  var layers: [any Layer] = []
  for (inputs, outputs) in zip(channels, channels.dropFirst()) {
    layers.append(  // digits: [batch, 14, 14, w], [batch, 7, 7, 2 w], [batch, 4, 4, 4 w]
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: kernel, stride: 2, activation: .leakyReLU(),
        weights: initial(2), using: &weights))
  }
  let last = channels[channels.count - 1]
  layers += [  // [batch, 1]
    Flatten(), Dense(inputs: 4 * 4 * last, outputs: 1, weights: initial(1), using: &weights),
  ]
  return Sequential(layers)
}

// MARK: - A critic with a norm

package enum CriticNorm: String, CaseIterable {
  case none
  /// Which most recipes refuse.
  case batch
  /// Every weight divided by its largest singular value.
  case spectral
}

/// The network with batch norm after every layer but the first and the last.
private func normalised(_ network: Sequential) -> Sequential {
  var layers: [any Layer] = []
  for (index, layer) in network.layers.enumerated() {
    layers.append(layer)
    guard index > 0 && index < network.layers.count - 1 else { continue }
    if let dense = layer as? Dense {
      layers.append(BatchNorm(features: dense.bias.scalarCount))
    } else if let convolution = layer as? Conv2D {
      layers.append(BatchNorm(features: convolution.weight.shape[3]))
    }
  }
  return Sequential(layers)
}
