import Testing

@testable import Tensors

/// Broken on purpose, one at a time, and seen to fail here: the cotangent not carried through the
/// activation, sigmoid's pullback for tanh's, a shared sum written over, a negative slope taken from the
/// result.
@Suite("Activations, written over a layer's sum") struct ActivationTests {
  static let activations: [Activation] = [
    .identity, .tanh, .sigmoid, .relu, .leakyReLU(), .leakyReLU(slope: 0), .leakyReLU(slope: -0.5),
  ]

  /// Two layers, so that a cotangent passes through one activation to another's weights.
  private func network(_ x: Tensor, _ weights: [Tensor], _ f: (Tensor) -> Tensor) -> Tensor {
    f(f(x.dense(weight: weights[0], bias: weights[1])).dense(weight: weights[2], bias: weights[3]))
  }

  private func operands() -> (Tensor, [Tensor]) {
    var stream = RandomStream(seed: 3, for: "operands")
    let shapes: [Shape] = [[5, 7], [7], [7, 3], [3]]
    return (
      .normal([6, 5], using: &stream).tracked(),
      shapes.map { Tensor.normal($0, using: &stream).tracked() }
    )
  }

  @Test("values, gradients and gradients of gradients have the bits of an activation apart")
  func sameBits() {
    let (x, weights) = operands()
    for activation in Self.activations {
      func everything(_ f: (Tensor) -> Tensor) -> [[Float]] {
        let y = network(x, weights, f)
        let first = gradients(
          of: y.squared().sum(), withRespectTo: [x] + weights, differentiable: true)
        let penalty = first.reduce(Tensor(0)) { $0 + $1.squared().sum() }
        let second = gradients(of: penalty, withRespectTo: [x] + weights)
        return ([y] + first + second).map(\.scalars)
      }
      let inPlace = everything { $0.followed(by: activation) }
      let apart = everything { activation($0) }
      #expect(inPlace == apart, "\(activation)")
    }
  }

  @Test("a sum that something else holds is not written over")
  func shared() {
    let (x, weights) = operands()
    for activation in Self.activations {
      let sum = x.dense(weight: weights[0], bias: weights[1])
      let before = sum.scalars
      let result = sum.followed(by: activation)
      #expect(sum.scalars == before, "\(activation)")
      #expect(result.scalars == activation(sum).scalars)
      // The result of tanh is kept by its node: what follows it may not write over it either.
      let twice = sum.tanh().followed(by: activation)
      #expect(twice.scalars == activation(sum.tanh()).scalars)
      let gradient = gradients(of: twice.sum(), withRespectTo: [weights[0]])[0]
      let expected = gradients(of: activation(sum.tanh()).sum(), withRespectTo: [weights[0]])[0]
      #expect(gradient.scalars == expected.scalars, "\(activation)")
    }
  }

  @Test("a layer's activation makes no tensor of its own")
  func noNewMemory() {
    let (x, weights) = operands()
    var sum: Tensor? = x.dense(weight: weights[0], bias: weights[1])
    let place = sum?.withUnsafeScalars { $0.baseAddress }
    let result = sum.take()?.followed(by: .tanh)
    #expect(result?.withUnsafeScalars { $0.baseAddress } == place)
  }
}
