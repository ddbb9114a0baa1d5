import Tensors

/*
 The networks, layer by layer, with the shape after each. The critic has no batch norm and no sigmoid.
 */

/// The generator of a problem: noise `[batch, latentSize]` to samples.
func makeGenerator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  switch (settings.problem, settings.networks) {
  case (.line, _): lineNetwork(settings.latentSize, settings.width, using: &weights)
  case (.ring, _), (.grid, _):
    planeNetwork(settings.latentSize, settings.width, outputs: 2, using: &weights)
  case (.digits, .dense): denseGenerator(settings, using: &weights)
  case (.digits, .convolutional): digitsGenerator(settings, using: &weights)
  case (.faces, _): facesGenerator(settings, using: &weights)
  }
}

/// The critic of a problem: samples to one score each, `[batch, 1]`.
func makeCritic(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  var critic =
    switch (settings.problem, settings.networks) {
    case (.line, _): lineNetwork(1, settings.width, using: &weights)
    case (.ring, _), (.grid, _):
      planeNetwork(2, settings.width, outputs: 1, using: &weights)
    case (.digits, .dense): denseCritic(settings, using: &weights)
    case (.digits, .convolutional), (.faces, _):
      convolutionalCritic(settings, using: &weights)
    }
  if settings.criticNorm == .batch { critic = normalised(critic) }
  return critic
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

private func denseGenerator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  let w = settings.width
  return Sequential([  // z: [batch, 32]
    Dense(inputs: settings.latentSize, outputs: w, using: &weights),
    BatchNorm(features: w), Activation.leakyReLU(),  // [batch, 128]
    Dense(inputs: w, outputs: 2 * w, using: &weights),
    BatchNorm(features: 2 * w), Activation.leakyReLU(),  // [batch, 256]
    Dense(inputs: 2 * w, outputs: 784, activation: .tanh, using: &weights),  // [batch, 784]
  ])
}

private func denseCritic(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  let w = settings.width
  return Sequential([  // x: [batch, 784]
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
  _ settings: Settings, using weights: inout RandomStream
) -> Sequential {
  let w = settings.width
  return Sequential(
    [  // z: [batch, 32]
      Dense(inputs: settings.latentSize, outputs: 7 * 7 * 2 * w, using: &weights),
      // → [batch, 7, 7, 2 w]
      Reshape(to: [7, 7, 2 * w]), BatchNorm(features: 2 * w), Activation.relu,
    ] + up(2 * w, w, using: &weights)  // [batch, 14, 14, w]
      + up(w, w / 2, using: &weights) + [  // [batch, 28, 28, w ÷ 2]
        Conv2D(inputs: w / 2, outputs: 1, kernel: 5, activation: .tanh, using: &weights)
      ])  // [batch, 28, 28, 1]
}

private func facesGenerator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  let w = settings.width
  return Sequential(
    [  // z: [batch, 64]
      Dense(inputs: settings.latentSize, outputs: 4 * 4 * 8 * w, using: &weights),
      // → [batch, 4, 4, 8 w]
      Reshape(to: [4, 4, 8 * w]), BatchNorm(features: 8 * w), Activation.relu,
    ] + up(8 * w, 4 * w, using: &weights)  // [batch, 8, 8, 4 w]
      + up(4 * w, 2 * w, using: &weights)  // [batch, 16, 16, 2 w]
      + up(2 * w, w, using: &weights) + [  // [batch, 32, 32, w]
        TransposedConv2D(
          inputs: w, outputs: 3, kernel: 4, stride: 2, activation: .tanh, using: &weights)
      ])  // [batch, 64, 64, 3]
}

/// Halves the image until it is 4 × 4.
private func convolutionalCritic(
  _ settings: Settings, using weights: inout RandomStream
) -> Sequential {
  let w = settings.width
  let isFaces = settings.problem == .faces
  let channels = isFaces ? [3, w, 2 * w, 4 * w, 8 * w] : [1, w, 2 * w, 4 * w]
  var layers: [any Layer] = zip(channels, channels.dropFirst()).map { inputs, outputs in
    Conv2D(
      inputs: inputs, outputs: outputs, kernel: isFaces ? 4 : 5, stride: 2,
      activation: .leakyReLU(), using: &weights)
  }  // digits: [batch, 14, 14, w], [batch, 7, 7, 2 w], [batch, 4, 4, 4 w]
  let last = channels[channels.count - 1]
  layers += [Flatten(), Dense(inputs: 4 * 4 * last, outputs: 1, using: &weights)]  // [batch, 1]
  return Sequential(layers)
}

// MARK: - What gp and clip refuse

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
