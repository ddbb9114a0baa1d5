import Testing

@testable import Tensors

@Suite("upsampling and a convolution in one")
struct UpsampledConvolutionTests {
  static let paddings: [Padding] = [.same, .valid, .explicit(0), .explicit(1)]

  /// Whole numbers, whose sums float32 holds exactly, whatever their order.
  private func whole(_ shape: Shape, _ stream: inout RandomStream) -> Tensor {
    Tensor(
      shape: shape, scalars: (0..<shape.scalarCount).map { _ in Float(stream.next(below: 9)) - 4 })
  }

  @Test("the output, and all gradients, are those of the two steps", arguments: paddings, [2, 3])
  func twoSteps(padding: Padding, factor: Int) {
    var stream = RandomStream(seed: 1, for: "numbers")
    for kernel in 2...5 {
      let x = whole([3, 4, 3, 5], &stream).tracked()
      let w = whole([kernel, kernel - 1, 2, 5], &stream).tracked()
      let bias = whole([2], &stream).tracked()
      let one = x.upsampledTransposedConv2D(
        weight: w, bias: bias, factor: factor, padding: padding)
      let two = x.upsampled(by: factor).transposedConv2D(weight: w, bias: bias, padding: padding)
      #expect(one.shape == two.shape)
      #expect(one.scalars == two.scalars, "kernel \(kernel)")
      let v = whole(one.shape, &stream)
      let ones = gradients(of: one, withRespectTo: [x, w, bias], cotangent: v)
      let twos = gradients(of: two, withRespectTo: [x, w, bias], cotangent: v)
      #expect(ones.map(\.scalars) == twos.map(\.scalars), "kernel \(kernel)")
    }
  }

  @Test("a layer that upsamples is the two layers")
  func layer() {
    var stream = RandomStream(seed: 1, for: "weights")
    let layer = TransposedConv2D(
      inputs: 3, outputs: 2, kernel: 5, upsampling: 2, activation: .tanh, using: &stream)
    #expect(layer.parameters.map(\.shape) == [[5, 5, 2, 3], [2]])
    let x = Tensor.normal([2, 7, 7, 3], using: &stream)
    var plain = TransposedConv2D(
      inputs: 3, outputs: 2, kernel: 5, activation: .tanh, using: &stream)
    plain.parameters = layer.parameters
    let (y, expected) = (layer(x), plain(x.upsampled(by: 2)))
    #expect(y.shape == [2, 14, 14, 2])
    #expect(zip(y.scalars, expected.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
