import Testing

@testable import Tensors

@Suite("Spectral norm")
struct SpectralNormTests {
  /// A dense or convolutional layer with this weight and no bias to speak of.
  private func layer(_ weight: Tensor, _ stream: inout RandomStream) -> any Layer {
    let shape = weight.shape
    var layer: any Layer =
      shape.rank == 2
      ? Dense(inputs: shape[0], outputs: shape[1], using: &stream)
      : Conv2D(
        inputs: shape[2], outputs: shape[3], kernel: shape[0], stride: 2, using: &stream)
    layer.parameters[0] = weight.tracked()
    return layer
  }

  private func samples(for weight: Tensor, _ stream: inout RandomStream) -> Tensor {
    .normal(
      weight.shape.rank == 2 ? [5, weight.shape[0]] : [2, 5, 5, weight.shape[2]], using: &stream)
  }

  @Test(
    "sixty iterations find the singular value that numpy finds, and the weight is divided by it")
  func value() throws {
    var stream = RandomStream(seed: 1, for: "test")
    for known in try Reference.Spectral.load().cases {
      let weight = Tensor(shape: Shape(known.shape), scalars: known.weight)
      let plain = layer(weight, &stream)
      var normalised = SpectralNorm(plain, using: &stream)
      let x = samples(for: weight, &stream)
      for _ in 0..<60 { _ = normalised(x, phase: .training) }
      let expected = plain(x) / Float(known.singularValue)
      #expect((normalised(x) - expected).absoluteValue().max().scalar < 1e-5, "\(known.shape)")
    }
  }

  @Test("only the training phase looks for it; what is known is kept and can be set back")
  func phases() {
    var stream = RandomStream(seed: 2, for: "test")
    let weight = Tensor.normal([6, 4], using: &stream)
    var normalised = SpectralNorm(layer(weight, &stream), using: &stream)
    let start = normalised.averages
    let x = samples(for: weight, &stream)
    let before = normalised(x).scalars
    #expect(normalised(x).scalars == before)
    #expect(normalised(x, phase: .training).scalars != before)
    #expect(normalised.averages[0].scalars != start[0].scalars)
    normalised.averages = start
    #expect(normalised(x).scalars == before)
  }

  @Test("a dense layer makes no difference longer, and some direction as long as it was")
  func lipschitz() {
    var stream = RandomStream(seed: 3, for: "test")
    let weight = Tensor.normal([3, 7], using: &stream)
    var normalised = SpectralNorm(layer(weight, &stream), using: &stream)
    for _ in 0..<60 { _ = normalised(.zeros([1, 3]), phase: .training) }
    let directions = Tensor.normal([500, 3], using: &stream)
    func lengths(_ x: Tensor) -> Tensor { x.squared().sum(along: [1]).squareRoot() }
    let stretch = (lengths(normalised(directions)) / lengths(directions)).max().scalar
    #expect((0.98...1.0001).contains(stretch), "\(stretch)")
  }

  @Test("the gradient passes through the singular value, to the second order")
  func gradient() {
    var stream = RandomStream(seed: 4, for: "test")
    for shape in [[6, 4], [3, 3, 2, 4]] as [Shape] {
      let weight = Tensor.normal(shape, using: &stream)
      var start = SpectralNorm(layer(weight, &stream), using: &stream)
      let x = samples(for: weight, &stream)
      for _ in 0..<5 { _ = start(x, phase: .training) }
      let normalised = start
      let first = GradientComparison.worst(of: "spectral norm", at: [weight, x]) { inputs in
        var layer = normalised
        layer.parameters[0] = inputs[0]
        return layer(inputs[1])
      }
      #expect(first.error < 1e-2, "\(first)")
      let second = GradientComparison.worst(of: "slope of it", at: [weight]) { inputs in
        var layer = normalised
        layer.parameters[0] = inputs[0]
        let x = x.tracked()
        return gradients(of: layer(x).squared().sum(), withRespectTo: [x], differentiable: true)[0]
      }
      #expect(second.error < 1e-2, "\(second)")
    }
  }
}
