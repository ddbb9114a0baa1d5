import Tensors

/*
 The networks of the three recipes, layer by layer, with the shape after each. `w` is the width: 64 in
 the sources.
 */

/// The generator of a recipe: noise `[batch, latentSize]` to images.
func makeGenerator(_ settings: Settings, seed: UInt64, using weights: inout RandomStream)
  -> Sequential
{
  switch settings.recipe {
  case .keras28: keras28Generator(settings, seed: seed, using: &weights)
  case .faces64: faces64Generator(settings, using: &weights)
  case .mxnet64: mxnet64Generator(settings, using: &weights)
  }
}

/// The discriminator of a recipe: images to one logit each, `[batch, 1]`.
func makeDiscriminator(_ settings: Settings, seed: UInt64, using weights: inout RandomStream)
  -> Sequential
{
  switch settings.recipe {
  case .keras28: keras28Discriminator(settings, seed: seed, using: &weights)
  case .faces64: faces64Discriminator(settings, using: &weights)
  case .mxnet64: mxnet64Discriminator(settings, using: &weights)
  }
}

// MARK: - keras28

func keras28Generator(_ settings: Settings, seed: UInt64, using weights: inout RandomStream)
  -> Sequential
{
  let w = settings.width
  // What follows a layer, in the order that is published or in one of the wrong ones.
  func after(_ features: Int, dropout: [any Layer] = []) -> [any Layer] {
    let norm = BatchNorm(features: features, momentum: 0.9, epsilon: 1e-3)
    return switch settings.block {
    case .published: [norm, Activation.relu] + dropout
    case .reluFirst: [Activation.relu, norm] + dropout
    case .dropoutFirst: dropout + [norm, Activation.relu]
    case .noNorm: [Activation.relu] + dropout
    case .noReLU: [norm] + dropout
    }
  }
  let dropout = Dropout(
    rate: settings.dropout, from: RandomStream(seed: seed, for: "generator dropout"))
  var layers: [any Layer] = [  // z: [batch, 100]
    Dense(inputs: settings.latentSize, outputs: 7 * 7 * 4 * w, using: &weights)
  ]
  layers += after(7 * 7 * 4 * w, dropout: [dropout])
  layers += [
    Reshape(to: [7, 7, 4 * w]),  // [batch, 7, 7, 4 w]
    TransposedConv2D(inputs: 4 * w, outputs: 2 * w, kernel: 5, upsampling: 2, using: &weights),
  ]
  layers += after(2 * w)  // [batch, 14, 14, 2 w]
  layers.append(
    TransposedConv2D(inputs: 2 * w, outputs: w, kernel: 5, upsampling: 2, using: &weights))
  layers += after(w)  // [batch, 28, 28, w]
  layers.append(TransposedConv2D(inputs: w, outputs: w / 2, kernel: 5, using: &weights))
  layers += after(w / 2)  // [batch, 28, 28, w ÷ 2]
  layers.append(
    TransposedConv2D(
      inputs: w / 2, outputs: settings.channels, kernel: 5, activation: .sigmoid, using: &weights))
  return Sequential(layers)  // [batch, 28, 28, 1]
}

func keras28Discriminator(_ settings: Settings, seed: UInt64, using weights: inout RandomStream)
  -> Sequential
{
  let w = settings.width
  var layers: [any Layer] = []  // x: [batch, 28, 28, 1]
  let sizes = [(settings.channels, w, 2), (w, 2 * w, 2), (2 * w, 4 * w, 2), (4 * w, 8 * w, 1)]
  for (index, (inputs, outputs, stride)) in sizes.enumerated() {
    // The third map is 7 × 7, no whole number of squares: there, the stride stays.
    let pools = settings.down == .pooling && index < 2
    layers.append(
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 5, stride: pools ? 1 : stride,
        activation: .leakyReLU(slope: 0.2), using: &weights))
    if pools { layers.append(MeanPooling()) }
    layers.append(
      Dropout(
        rate: settings.dropout,
        from: RandomStream(seed: seed, for: "discriminator dropout \(index)")))
    // [batch, 14, 14, w], [batch, 7, 7, 2 w], [batch, 4, 4, 4 w], [batch, 4, 4, 8 w]
  }
  layers += [Flatten(), Dense(inputs: 4 * 4 * 8 * w, outputs: 1, using: &weights)]  // [batch, 1]
  return Sequential(layers)
}

// MARK: - faces64

// slim's batch norm learns no γ, and its ε is 0.001. Its averages keep 0.999 of themselves, and in the
// source they are never updated; ours keep 0.9, so that they follow within a lesson.
private func slimNorm(_ features: Int) -> BatchNorm {
  BatchNorm(features: features, momentum: 0.9, epsilon: 1e-3, scales: false)
}

func faces64Generator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  // 1024, 512, 256, 128, 64 channels for images of 64 × 64: powers of two, as the text has it.
  let stages = settings.finalSize.trailingZeroBitCount - 1
  let channels = (0..<stages).map { settings.width << (stages - 1 - $0) }
  var layers: [any Layer] = [
    Reshape(to: [1, 1, settings.latentSize]),  // [batch, 1, 1, 64]
    TransposedConv2D(
      inputs: settings.latentSize, outputs: channels[0], kernel: 4, padding: .valid, bias: nil,
      using: &weights),
    slimNorm(channels[0]), Activation.relu,  // [batch, 4, 4, 16 w]
  ]
  for stage in 1..<stages {
    let isLast = stage == stages - 1
    layers.append(
      TransposedConv2D(
        inputs: channels[stage - 1], outputs: channels[stage], kernel: 4, stride: 2,
        bias: isLast ? .zeros : nil, using: &weights))
    // The last has neither batch norm nor activation.
    if !isLast { layers += [slimNorm(channels[stage]), Activation.relu] }
  }  // [batch, 8, 8, 8 w], [batch, 16, 16, 4 w], [batch, 32, 32, 2 w], [batch, 64, 64, w]
  layers.append(
    Conv2D(
      inputs: settings.width, outputs: settings.channels, kernel: 1, activation: .tanh,
      using: &weights))  // [batch, 64, 64, 3]
  return Sequential(layers)
}

func faces64Discriminator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  var layers: [any Layer] = []  // x: [batch, 64, 64, 3]
  var inputs = settings.channels
  for stage in 0..<settings.finalSize.trailingZeroBitCount {
    let outputs = settings.width << stage
    layers.append(
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 4, stride: 2, bias: stage == 0 ? .zeros : nil,
        using: &weights))
    if stage > 0 { layers.append(slimNorm(outputs)) }
    layers.append(Activation.leakyReLU(slope: 0.2))
    inputs = outputs
  }  // [batch, 32, 32, w], [batch, 16, 16, 2 w], … [batch, 1, 1, 32 w]
  layers += [Conv2D(inputs: inputs, outputs: 1, kernel: 1, using: &weights), Flatten()]
  return Sequential(layers)  // [batch, 1]
}

// MARK: - mxnet64

private let smallNormal = Initializer.normal(standardDeviation: 0.02)

func mxnet64Generator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  let w = settings.width
  var layers: [any Layer] = [Reshape(to: [1, 1, settings.latentSize])]  // [batch, 1, 1, 100]
  let sizes = [(settings.latentSize, 8 * w), (8 * w, 4 * w), (4 * w, 2 * w), (2 * w, w)]
  for (index, (inputs, outputs)) in sizes.enumerated() {
    layers += [
      TransposedConv2D(
        inputs: inputs, outputs: outputs, kernel: 4, stride: index == 0 ? 1 : 2,
        padding: index == 0 ? .valid : .explicit(1), weights: smallNormal, bias: nil,
        using: &weights),
      BatchNorm(features: outputs, scales: false), Activation.relu,
    ]  // [batch, 4, 4, 8 w], [batch, 8, 8, 4 w], [batch, 16, 16, 2 w], [batch, 32, 32, w]
  }
  layers.append(
    TransposedConv2D(
      inputs: w, outputs: settings.channels, kernel: 4, stride: 2, padding: .explicit(1),
      activation: .tanh, weights: smallNormal, bias: nil, using: &weights))
  return Sequential(layers)  // [batch, 64, 64, channels]
}

func mxnet64Discriminator(_ settings: Settings, using weights: inout RandomStream) -> Sequential {
  let w = settings.width
  var layers: [any Layer] = []  // x: [batch, 64, 64, channels]
  for (inputs, outputs) in [(settings.channels, w), (w, 2 * w), (2 * w, 4 * w), (4 * w, 8 * w)] {
    layers.append(
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 4, stride: 2, padding: .explicit(1),
        weights: smallNormal, bias: nil, using: &weights))
    if outputs != w { layers.append(BatchNorm(features: outputs, scales: false)) }
    layers.append(Activation.leakyReLU(slope: 0.2))
  }  // [batch, 32, 32, w], [batch, 16, 16, 2 w], [batch, 8, 8, 4 w], [batch, 4, 4, 8 w]
  layers += [
    Conv2D(
      inputs: 8 * w, outputs: 1, kernel: 4, padding: .valid, weights: smallNormal, bias: nil,
      using: &weights),
    Flatten(),
  ]
  return Sequential(layers)  // [batch, 1]
}
