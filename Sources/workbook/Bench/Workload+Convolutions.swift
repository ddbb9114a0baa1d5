import Tensors

/// The steps of the convolutional chapters at the full width of their sources. The images are random
/// numbers: time does not depend on what they show.
extension Workload {
  /// Multiply-adds of the convolutions and products in a step, for one image of the batch, with every
  /// tap counted: also those that fall on padding or on repeated pixels, which the kernels leave out.
  var tapsPerImage: Double? {
    switch self {
    case .w3: 263.406e9 / 128
    case .w4: 143.16e9 / 128
    case .w5: 1451.84e9 / 128
    case .w6: 170.107e9 / 128
    case .w6b: 110.049e9 / 128
    case .w1, .w2, .gemm: nil
    }
  }

  private static let leaky = Activation.leakyReLU()

  /// Chapter 3's keras28: dropout, upsampling, RMSprop, gradients clipped to ±1.
  func kerasStep(batch: Int) -> () -> Void {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    func dropout(_ name: String) -> Dropout {
      Dropout(rate: 0.4, from: RandomStream(seed: 1, for: name))
    }
    func down(_ inputs: Int, _ outputs: Int, _ stride: Int) -> [any Layer] {
      [
        Conv2D(
          inputs: inputs, outputs: outputs, kernel: 5, stride: stride, activation: Self.leaky,
          using: &weights), dropout("D \(outputs)"),
      ]
    }
    func up(_ inputs: Int, _ outputs: Int, _ factor: Int) -> [any Layer] {
      [
        TransposedConv2D(
          inputs: inputs, outputs: outputs, kernel: 5, upsampling: factor, using: &weights),
        BatchNorm(features: outputs), Activation.relu,
      ]
    }
    var discriminator = Sequential(
      down(1, 64, 2) + down(64, 128, 2) + down(128, 256, 2) + down(256, 512, 1)
        + [Flatten(), Dense(inputs: 8192, outputs: 1, using: &weights)])
    var generator = Sequential(
      [
        Dense(inputs: 100, outputs: 12_544, using: &weights), BatchNorm(features: 12_544),
        Activation.relu, Reshape(to: [7, 7, 256]), dropout("G"),
      ] + up(256, 128, 2) + up(128, 64, 2) + up(64, 32, 1) + [
        TransposedConv2D(
          inputs: 32, outputs: 1, kernel: 5, activation: .sigmoid, using: &weights)
      ])
    var discriminatorOptimizer = RMSProp(learningRate: 8e-4)
    var generatorOptimizer = RMSProp(learningRate: 4e-4)
    let real = Tensor.uniform([batch, 28, 28, 1], using: &noise)
    let labels = Tensor.concatenation([.ones([batch, 1]), .zeros([batch, 1])])
    return {
      let z = Tensor.uniform([batch, 100], from: -1, to: 1, using: &noise)
      let fake = generator(z, phase: .training).detached()
      let logits = discriminator(.concatenation([real, fake]), phase: .training)
      let lossD = sigmoidCrossEntropy(logits: logits, labels: labels)
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: clipped(gradients(of: lossD, withRespectTo: discriminator.parameters), toValue: 1))
      let freshZ = Tensor.uniform([batch, 100], from: -1, to: 1, using: &noise)
      let fooled = discriminator(generator(freshZ, phase: .training), phase: .training)
      let lossG = sigmoidCrossEntropy(logits: fooled, label: 1)
      generatorOptimizer.update(
        &generator.parameters,
        along: clipped(gradients(of: lossG, withRespectTo: generator.parameters), toValue: 1))
    }
  }

  /// Chapter 3's mxnet64 with one channel (w4) and faces64 (w5): 4 × 4 kernels throughout.
  func stridedStep(batch: Int) -> () -> Void {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    let isFaces = self == .w5
    let (colours, latentSize) = isFaces ? (3, 64) : (1, 100)
    let up = isFaces ? [64, 1024, 512, 256, 128] : [100, 512, 256, 128, 64]
    let down = isFaces ? [3, 64, 128, 256, 512, 1024, 2048] : [1, 64, 128, 256, 512]
    var layers: [any Layer] = [Reshape(to: [1, 1, latentSize])]
    for (index, (inputs, outputs)) in zip(up, up.dropFirst()).enumerated() {
      layers += [
        TransposedConv2D(
          inputs: inputs, outputs: outputs, kernel: 4, stride: index == 0 ? 1 : 2,
          padding: index == 0 ? .valid : .same, bias: nil, using: &weights),
        BatchNorm(features: outputs), Activation.relu,
      ]
    }
    layers.append(
      TransposedConv2D(
        inputs: up[4], outputs: isFaces ? 64 : colours, kernel: 4, stride: 2,
        activation: isFaces ? .identity : .tanh, bias: isFaces ? .zeros : nil, using: &weights))
    if isFaces {
      layers.append(
        Conv2D(inputs: 64, outputs: colours, kernel: 1, activation: .tanh, using: &weights))
    }
    var generator = Sequential(layers)
    layers = []
    for (index, (inputs, outputs)) in zip(down, down.dropFirst()).enumerated() {
      layers.append(
        Conv2D(
          inputs: inputs, outputs: outputs, kernel: 4, stride: 2,
          bias: isFaces && index == 0 ? .zeros : nil, using: &weights))
      if index > 0 { layers.append(BatchNorm(features: outputs)) }
      layers.append(Self.leaky)
    }
    layers += [
      Conv2D(
        inputs: down[down.count - 1], outputs: 1, kernel: isFaces ? 1 : 4, padding: .valid,
        bias: isFaces ? .zeros : nil, using: &weights), Flatten(),
    ]
    var discriminator = Sequential(layers)
    var discriminatorOptimizer = Adam(learningRate: isFaces ? 4e-4 : 2e-4, beta1: 0.5)
    var generatorOptimizer = Adam(learningRate: isFaces ? 1e-4 : 2e-4, beta1: 0.5)
    let real = Tensor.uniform([batch, 64, 64, colours], from: -1, to: 1, using: &noise)
    return {
      let z = Tensor.normal([batch, latentSize], using: &noise)
      var generated = generator(z, phase: .training)
      let lossD =
        sigmoidCrossEntropy(
          logits: discriminator(real, phase: .training), label: isFaces ? 0.875 : 1)
        + sigmoidCrossEntropy(
          logits: discriminator(generated.detached(), phase: .training), label: 0)
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: gradients(of: lossD, withRespectTo: discriminator.parameters))
      for _ in 0..<(isFaces ? 5 : 1) {
        // mxnet64's G learns from the fakes that D has just seen.
        if isFaces {
          generated = generator(.normal([batch, latentSize], using: &noise), phase: .training)
        }
        let lossG = sigmoidCrossEntropy(
          logits: discriminator(generated, phase: .training), label: 1)
        generatorOptimizer.update(
          &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
      }
    }
  }

  /// Chapter 5's critic: five updates, with the gradient penalty (w6) or clipped weights (w6b), and one
  /// of the generator.
  func criticStep(batch: Int) -> () -> Void {
    var weights = RandomStream(seed: 1, for: "weights")
    var noise = RandomStream(seed: 1, for: "noise")
    let penalised = self == .w6
    func down(_ inputs: Int, _ outputs: Int) -> Conv2D {
      Conv2D(
        inputs: inputs, outputs: outputs, kernel: 5, stride: 2, activation: Self.leaky,
        using: &weights)
    }
    func up(_ inputs: Int, _ outputs: Int) -> [any Layer] {
      [
        TransposedConv2D(inputs: inputs, outputs: outputs, kernel: 4, stride: 2, using: &weights),
        BatchNorm(features: outputs), Activation.relu,
      ]
    }
    var critic = Sequential([
      down(1, 64), down(64, 128), down(128, 256), Flatten(),
      Dense(inputs: 4096, outputs: 1, using: &weights),
    ])
    var generator = Sequential(
      [
        Dense(inputs: 100, outputs: 6_272, using: &weights), Reshape(to: [7, 7, 128]),
        BatchNorm(features: 128), Activation.relu,
      ] + up(128, 64) + up(64, 32) + [
        Conv2D(inputs: 32, outputs: 1, kernel: 5, activation: .sigmoid, using: &weights)
      ])
    var criticOptimizer: any Optimizer =
      penalised ? Adam(learningRate: 1e-4, beta1: 0, beta2: 0.9) : RMSProp(learningRate: 5e-5)
    var generatorOptimizer = criticOptimizer
    let real = Tensor.uniform([batch, 28, 28, 1], using: &noise)
    return {
      for _ in 0..<5 {
        let fake = generator(.normal([batch, 100], using: &noise), phase: .training).detached()
        var loss = critic(fake).mean() - critic(real).mean()
        if penalised {
          let share = Tensor.uniform([batch, 1, 1, 1], using: &noise)
          let between = (share * real + (1 - share) * fake).tracked()
          let slopes = gradients(
            of: critic(between).sum(), withRespectTo: [between], differentiable: true)[0]
          let norms = slopes.flattened().squared().sum(along: [1]).squareRoot()
          loss += (norms - 1).squared().mean() * 10
        }
        criticOptimizer.update(
          &critic.parameters, along: gradients(of: loss, withRespectTo: critic.parameters))
        if !penalised {
          critic.parameters = critic.parameters.map {
            $0.detached().clipped(to: -0.01...0.01).tracked()
          }
        }
      }
      let fake = generator(.normal([batch, 100], using: &noise), phase: .training)
      generatorOptimizer.update(
        &generator.parameters,
        along: gradients(of: -critic(fake).mean(), withRespectTo: generator.parameters))
    }
  }
}
