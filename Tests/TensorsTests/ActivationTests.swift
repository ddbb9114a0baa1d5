import Testing

@testable import Tensors

/// Broken on purpose, one at a time, and seen to fail here: the cotangent not carried through the
/// activation, sigmoid's pullback for tanh's, a shared sum written over, a negative slope taken from the
/// result.
@Suite("Activations, written over a layer's sum") struct ActivationTests {
  static let activations: [Activation] = [
    .identity, .tanh, .sigmoid, .relu, .leakyReLU(), .leakyReLU(slope: 0), .leakyReLU(slope: -0.5),
  ]

  private func layers(_ activation: Activation) -> [Dense] {
    var stream = RandomStream(seed: 3, for: "weights")
    return [(5, 7), (7, 3)].map { inputs, outputs in
      Dense(
        inputs: inputs, outputs: outputs, activation: activation,
        bias: .normal(standardDeviation: 1), using: &stream)
    }
  }

  private var x: Tensor {
    var stream = RandomStream(seed: 3, for: "x")
    return Tensor.normal([6, 5], using: &stream).tracked()
  }

  @Test("values, gradients and gradients of gradients have the bits of an activation apart")
  func sameBits() {
    let x = x
    for activation in Self.activations {
      func everything(_ network: Sequential) -> [[Float]] {
        let y = network(x)
        let points = [x] + network.parameters
        let first = gradients(of: y.squared().sum(), withRespectTo: points, differentiable: true)
        let penalty = first.reduce(Tensor(0)) { $0 + $1.squared().sum() }
        let second = gradients(of: penalty, withRespectTo: points)
        return ([y] + first + second).map(\.scalars)
      }
      let sums = layers(.identity)
      let inPlace = everything(Sequential(layers(activation)))
      let apart = everything(Sequential([sums[0], activation, sums[1], activation]))
      #expect(inPlace == apart, "\(activation)")
    }
  }

  @Test("a layer's activation is in the node of its sum, and in its memory")
  func inPlace() {
    for activation in Self.activations where activation != .leakyReLU(slope: -0.5) {
      #expect(layers(activation)[0](x).node?.activation == activation)
    }
    var sum: Tensor? = layers(.identity)[0](x)
    let place = sum?.withUnsafeScalars { $0.baseAddress }
    let result = sum.take()?.followed(by: .tanh)
    #expect(result?.withUnsafeScalars { $0.baseAddress } == place)
  }

  @Test("a leaky ReLU of slope 0 is a ReLU, at −∞ too, on its own and behind a layer")
  func slopeZero() {
    let x = Tensor([-.infinity, -1, -0.0, 0, 1, .infinity])
    let leaky = Activation.leakyReLU(slope: 0)
    for y in [x.leakyReLU(slope: 0), leaky(x), (x + 0).followed(by: leaky)] {
      #expect(y.scalars == [0, 0, 0, 0, 1, .infinity])
    }
    #expect(x.leakyReLU().scalars == [-.infinity, -0.2, 0, 0, 1, .infinity])
  }

  @Test("each activation has its name, in a list of operations and in a drawing")
  func names() {
    let x = x
    let logged = Self.activations.dropFirst().prefix(4).map { activation in
      operations { _ = activation(x) }.map(\.name)
    }
    #expect(logged == [["tanh"], ["sigmoid"], ["relu"], ["leakyReLU"]])
    #expect(
      Self.activations.prefix(5).map { "\($0)" }
        == ["identity", "tanh", "sigmoid", "ReLU", "leaky ReLU"])
  }

  @Test("what something else holds is not written over")
  func shared() {
    let x = x
    for activation in Self.activations {
      let sum = layers(.identity)[0](x)
      let before = sum.scalars
      let result = sum.followed(by: activation)
      #expect(sum.scalars == before, "\(activation)")
      #expect(result.scalars == activation(sum).scalars)
      // The pullback of tanh needs its result.
      let gradient = gradients(of: sum.tanh().followed(by: activation).sum(), withRespectTo: [x])
      let expected = gradients(of: activation(sum.tanh()).sum(), withRespectTo: [x])
      #expect(gradient[0].scalars == expected[0].scalars, "\(activation)")
    }
  }
}
