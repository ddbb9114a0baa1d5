import Testing

@testable import Tensors

@Suite("layers of image networks") struct ImageLayerTests {
  @Test("a convolutional layer divides the size by its stride and counts its parameters")
  func conv2D() {
    var stream = RandomStream(seed: 1, for: "weights")
    let layer = Conv2D(inputs: 3, outputs: 8, kernel: 5, stride: 2, using: &stream)
    #expect(layer.parameters.map(\.shape) == [[5, 5, 3, 8], [8]])
    #expect(layer.parameterCount == 5 * 5 * 3 * 8 + 8)
    #expect(layer.parameters.allSatisfy { $0.isTracked })
    #expect(layer(.zeros([2, 28, 28, 3])).shape == [2, 14, 14, 8])
    let free = Conv2D(
      inputs: 3, outputs: 8, kernel: 4, padding: .valid, bias: nil, using: &stream)
    #expect(free.parameters.map(\.shape) == [[4, 4, 3, 8]])
    #expect(free(.zeros([2, 28, 28, 3])).shape == [2, 25, 25, 8])
  }

  @Test("a transposed convolutional layer multiplies the size by its stride")
  func transposedConv2D() {
    var stream = RandomStream(seed: 1, for: "weights")
    let layer = TransposedConv2D(inputs: 8, outputs: 3, kernel: 4, stride: 2, using: &stream)
    #expect(layer.parameters.map(\.shape) == [[4, 4, 3, 8], [3]])
    #expect(layer(.zeros([2, 7, 7, 8])).shape == [2, 14, 14, 3])
    let first = TransposedConv2D(
      inputs: 64, outputs: 16, kernel: 4, padding: .valid, bias: nil, using: &stream)
    #expect(first.parameters.map(\.shape) == [[4, 4, 16, 64]])
    #expect(first(.zeros([2, 1, 1, 64])).shape == [2, 4, 4, 16])
  }

  @Test("a layer is its operation, bias and activation")
  func formula() {
    var stream = RandomStream(seed: 1, for: "weights")
    let x = Tensor.normal([2, 5, 5, 3], using: &stream)
    let layer = Conv2D(
      inputs: 3, outputs: 4, kernel: 3, stride: 2, padding: .explicit(1), activation: .tanh,
      bias: .normal(standardDeviation: 1), using: &stream)
    let bias = layer.parameters[1]
    let y = x.conv2D(weight: layer.weight, bias: bias, stride: 2, padding: .explicit(1)).tanh()
    #expect(layer(x).scalars == y.scalars)
    let transposed = TransposedConv2D(
      inputs: 3, outputs: 4, kernel: 3, stride: 2, padding: .explicit(1), activation: .relu,
      bias: .normal(standardDeviation: 1), using: &stream)
    let z = x.transposedConv2D(
      weight: transposed.weight, bias: transposed.bias, stride: 2, padding: .explicit(1)
    ).relu()
    #expect(transposed(x).scalars == z.scalars)
  }

  @Test("new parameters are tracked, with a bias or without")
  func parameters() {
    var stream = RandomStream(seed: 1, for: "weights")
    var layers: [any Layer] = [
      Conv2D(inputs: 2, outputs: 3, kernel: 2, using: &stream),
      Conv2D(inputs: 2, outputs: 3, kernel: 2, bias: nil, using: &stream),
      TransposedConv2D(inputs: 2, outputs: 3, kernel: 2, using: &stream),
      TransposedConv2D(inputs: 2, outputs: 3, kernel: 2, bias: nil, using: &stream),
    ]
    for index in layers.indices {
      layers[index].parameters = layers[index].parameters.map { ($0 * 0 + 3).detached() }
      #expect(layers[index].parameters.allSatisfy { $0.isTracked && $0.scalars[0] == 3 })
    }
  }

  @Test("the networks of the 28 × 28 DCGAN have the published shapes and parameter counts")
  func publishedCounts() {
    var stream = RandomStream(seed: 1, for: "weights")
    let leaky = Activation.leakyReLU()
    let discriminator = Sequential([
      Conv2D(inputs: 1, outputs: 64, kernel: 5, stride: 2, activation: leaky, using: &stream),
      Conv2D(inputs: 64, outputs: 128, kernel: 5, stride: 2, activation: leaky, using: &stream),
      Conv2D(inputs: 128, outputs: 256, kernel: 5, stride: 2, activation: leaky, using: &stream),
      Conv2D(inputs: 256, outputs: 512, kernel: 5, activation: leaky, using: &stream),
      Flatten(), Dense(inputs: 8192, outputs: 1, using: &stream),
    ])
    #expect(discriminator.parameterCount == 4_311_553)
    #expect(discriminator(.zeros([1, 28, 28, 1])).shape == [1, 1])
    let generator = Sequential([
      Dense(inputs: 100, outputs: 12544, using: &stream), BatchNorm(features: 12544),
      Reshape(to: [7, 7, 256]),
      TransposedConv2D(inputs: 256, outputs: 128, kernel: 5, upsampling: 2, using: &stream),
      BatchNorm(features: 128),
      TransposedConv2D(inputs: 128, outputs: 64, kernel: 5, upsampling: 2, using: &stream),
      BatchNorm(features: 64),
      TransposedConv2D(inputs: 64, outputs: 32, kernel: 5, using: &stream),
      BatchNorm(features: 32),
      TransposedConv2D(inputs: 32, outputs: 1, kernel: 5, using: &stream),
    ])
    #expect(generator.parameterCount == 2_368_705)
    #expect(generator.averages.reduce(0) { $0 + $1.scalarCount } == 2_394_241 - 2_368_705)
    #expect(generator(.zeros([1, 100])).shape == [1, 28, 28, 1])
  }

  @Test("upsampling repeats every pixel in a block")
  func upsampling() {
    let x = Tensor(shape: [1, 1, 2, 2], scalars: [1, 2, 3, 4])
    let y = x.upsampled(by: 2)
    #expect(y.shape == [1, 2, 4, 2])
    #expect(y.scalars == [1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4])
    #expect(y.sumPooled(by: 2).scalars == [4, 8, 12, 16])
  }

  @Test("mean pooling takes each square of 2 × 2 to its mean, and each channel for itself")
  func meanPooling() {
    let x = Tensor(shape: [1, 2, 4, 1], scalars: [1, 2, 0, 0, 3, 6, 0, 8])
    let y = MeanPooling()(x)
    #expect(y.shape == [1, 1, 2, 1])
    #expect(y.scalars == [3, 2])
    let channels = Tensor(shape: [1, 2, 2, 2], scalars: [1, 10, 2, 20, 3, 30, 6, 60])
    #expect(MeanPooling()(channels).scalars == [3, 30])
    var stream = RandomStream(seed: 4, for: "points")
    expectGradient(of: "mean pooling", at: [.normal([2, 4, 6, 3], using: &stream)]) {
      MeanPooling()($0[0])
    }
  }

  @Test("a batch norm of fixed scale has the shift for its only parameter")
  func fixedScale() {
    var layer = BatchNorm(features: 3, scales: false)
    #expect(layer.parameters.map(\.shape) == [[3]])
    layer.parameters = [Tensor([1, 2, 3])]
    #expect(layer.shift.isTracked && !layer.scale.isTracked)
    #expect(layer.scale.scalars == [1, 1, 1])
    var stream = RandomStream(seed: 1, for: "data")
    let y = layer(.normal([8, 4, 4, 3], using: &stream), phase: .training)
    let means = y.mean(along: [0, 1, 2]).scalars
    for (mean, shift) in zip(means, [1, 2, 3] as [Float]) { #expect(abs(mean - shift) < 1e-5) }
  }
}

@Suite("dropout") struct DropoutTests {
  static func layer(rate: Float = 0.4) -> Dropout {
    Dropout(rate: rate, from: RandomStream(seed: 3, for: "dropout"))
  }

  @Test("in training the share `rate` is zero, and the rest is scaled so that the mean stays")
  func share() {
    var layer = Self.layer()
    let y = layer(.ones([100, 1000]), phase: .training).scalars
    let kept = Float(1) / 0.6
    #expect(y.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-6 })
    // The share's standard deviation is 0.0015: 7 of them.
    let dropped = Float(y.count { $0 == 0 }) / 100_000
    #expect(abs(dropped - 0.4) < 0.011)
  }

  @Test("in inference nothing is dropped or drawn, and a rate of 0 drops nothing")
  func inference() {
    var layer = Self.layer()
    let x = Tensor([1, 2, 3])
    #expect(layer(x).scalars == x.scalars)
    #expect(layer(x, phase: .inference).scalars == x.scalars)
    #expect(layer.streams[0].position == 0)
    var none = Self.layer(rate: 0)
    #expect(none(x, phase: .training).scalars == x.scalars)
  }

  @Test("each call drops others, and a stream set back drops the same again")
  func streams() {
    var network = Sequential([Flatten(), Self.layer(), Sequential([Self.layer(rate: 0.5)])])
    let x = Tensor.ones([4, 50])
    let before = network.streams
    #expect(before.count == 2)
    let first = network(x, phase: .training).scalars
    let after = network.streams
    let second = network(x, phase: .training).scalars
    #expect(first != second)
    network.streams = before
    #expect(network(x, phase: .training).scalars == first)
    network.streams = after
    #expect(network(x, phase: .training).scalars == second)
  }

  @Test("the gradient passes where a number was kept, with its factor")
  func gradient() {
    var layer = Self.layer()
    let x = Tensor.ones([64]).tracked()
    let y = layer(x, phase: .training)
    #expect(gradients(of: y.sum(), withRespectTo: [x])[0].scalars == y.scalars)
  }
}
