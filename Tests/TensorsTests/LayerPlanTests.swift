import Testing

@testable import Tensors

/// What a layer says of itself is enough to build it again.
@Suite("The plan of a layer")
struct LayerPlanTests {
  /// Layers of every kind, each with an input that it takes, `[2, …]`.
  private static func layers() -> [(layer: any DescribedLayer, input: Shape)] {
    var weights = RandomStream(seed: 1, for: "weights")
    func convolution(_ kernel: Int, _ stride: Int, _ padding: Padding, biased: Bool = true)
      -> Conv2D
    {
      Conv2D(
        inputs: 3, outputs: 2, kernel: kernel, stride: stride, padding: padding, activation: .tanh,
        bias: biased ? .constant(0.5) : nil, using: &weights)
    }
    func transposed(_ kernel: Int, _ stride: Int, _ padding: Padding, up: Int = 1)
      -> TransposedConv2D
    {
      TransposedConv2D(
        inputs: 3, outputs: 2, kernel: kernel, stride: stride, padding: padding, upsampling: up,
        activation: .leakyReLU(slope: 0.1), using: &weights)
    }
    var norms = [
      BatchNorm(features: 3, momentum: 0.5, epsilon: 0.1),
      BatchNorm(features: 3, epsilon: 1e-3, scales: false),
    ]
    for index in norms.indices {
      norms[index].averages = [
        Tensor(shape: [3], scalars: [0.1, 0.2, 0.3]), Tensor(shape: [3], scalars: [2, 3, 4]),
      ]
    }
    let map: Shape = [2, 5, 7, 3]
    return [
      (Dense(inputs: 3, outputs: 4, activation: .sigmoid, using: &weights), [2, 3]),
      (convolution(3, 1, .same), map), (convolution(4, 2, .same), map),
      (convolution(2, 3, .same), map), (convolution(3, 2, .valid), map),
      (convolution(4, 2, .explicit(1), biased: false), map),
      (transposed(3, 2, .same), map), (transposed(4, 1, .same), map),
      (transposed(2, 3, .same), map),
      (transposed(4, 2, .explicit(1)), map), (transposed(4, 3, .valid), map),
      (transposed(5, 1, .same, up: 2), map), (transposed(4, 1, .same, up: 3), map),
      (norms[0], map), (norms[1], [2, 3]), (Activation.relu, map),
      (Dropout(rate: 0.4, from: RandomStream(seed: 3, for: "x")), map),
      (Reshape(to: [7, 15]), map),
      (Flatten(), map), (MeanPooling(), [2, 4, 6, 3]), (Affine(scale: 5, shift: -1), map),
    ]
  }

  @Test("the layer of a plan, with the same tensors, computes the same; the plan tells the shapes")
  func rebuilt() throws {
    for (layer, input) in Self.layers() {
      let plan = layer.plan
      #expect(plan.parameters.map(\.shape) == layer.parameters.map { Array($0.shape) })
      #expect(plan.averages.map(\.shape) == layer.averages.map { Array($0.shape) })
      var again = plan.layer
      again.parameters = layer.parameters
      again.averages = layer.averages
      var noise = RandomStream(seed: 2, for: "noise")
      let x = Tensor.normal(input, using: &noise)
      let y = layer(x)
      #expect(again(x).scalars == y.scalars, "\(plan)")
      #expect((again as? any DescribedLayer)?.plan == plan)
      #expect(
        try plan.output(of: Array(input.dropFirst())) == Array(y.shape.dropFirst()), "\(plan)")
    }
  }

  @Test("roles name the parameters: a fixed scale is none, and a layer without a bias has none")
  func roles() {
    #expect(
      LayerPlan.batchNorm(features: 2, momentum: 0.9, epsilon: 1e-5, scales: true).parameters.map(
        \.role) == ["scale", "shift"])
    #expect(
      LayerPlan.batchNorm(features: 2, momentum: 0.9, epsilon: 1e-5, scales: false).parameters.map(
        \.role) == ["shift"])
    let convolution = LayerPlan.Convolution(inputs: 1, outputs: 2, kernel: 3, hasBias: false)
    #expect(LayerPlan.conv2D(convolution).parameters.map(\.role) == ["weight"])
    #expect(LayerPlan.transposedConv2D(convolution).parameters[0].shape == [3, 3, 2, 1])
  }

  @Test("what does not fit is an error with a sentence, and no stop")
  func misfits() {
    func misfit(_ plan: LayerPlan, _ x: [Int]) -> String {
      let error = #expect(throws: LayerPlan.Misfit.self) { try plan.output(of: x) }
      return error?.sentence ?? ""
    }
    let plan = LayerPlan.Convolution(inputs: 3, outputs: 2, kernel: 4, padding: .valid)
    #expect(misfit(.conv2D(plan), [3, 9, 3]) == "leaves nothing of a map [3, 9, 3]")
    #expect(misfit(.conv2D(plan), [9, 9, 2]) == "takes maps of 3 channels, and gets [9, 9, 2]")
    #expect(
      misfit(.dense(inputs: 3, outputs: 1, activation: .identity), [4]) == "takes [3], and gets [4]"
    )
    #expect(misfit(.reshape([2, 2, 2]), [9]).contains("another count of numbers"))
    #expect(misfit(.meanPooling, [3, 4, 1]).contains("even height"))
    #expect(
      misfit(.batchNorm(features: 2, momentum: 0, epsilon: 1, scales: true), [3]).contains(
        "2 features"))
  }
}
