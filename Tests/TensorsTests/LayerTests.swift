import Foundation
import Testing

@testable import Tensors

@Suite("Layers") struct LayerTests {
  @Test("a dense layer has one weight for each pair and one bias for each output")
  func denseShapes() {
    var stream = RandomStream(seed: 1, for: "weights")
    let layer = Dense(inputs: 100, outputs: 256, using: &stream)
    #expect(layer.parameters.map(\.shape) == [[100, 256], [256]])
    #expect(layer.parameterCount == 25_856)
    #expect(layer(.zeros([7, 100])).shape == [7, 256])
    #expect(layer.bias.scalars.allSatisfy { $0 == 0 })
    #expect(layer.parameters.allSatisfy { $0.isTracked })
  }

  static let activations: [(Activation, @Sendable (Double) -> Double)] = [
    (.identity, { $0 }),
    (.tanh, { Foundation.tanh($0) }),
    (.sigmoid, { 1 / (1 + Foundation.exp(-$0)) }),
    (.relu, { max($0, 0) }),
    (.leakyReLU(slope: 0.1), { $0 > 0 ? $0 : 0.1 * $0 }),
    (.leakyReLU(), { $0 > 0 ? $0 : 0.2 * $0 }),
  ]

  @Test("a dense layer computes activation(x W + b)", arguments: activations.indices)
  func denseFormula(index: Int) {
    let (activation, formula) = Self.activations[index]
    var stream = RandomStream(seed: 1, for: "weights")
    let layer = Dense(
      inputs: 5, outputs: 3, activation: activation, bias: .normal(standardDeviation: 1),
      using: &stream)
    let x = Tensor.normal([4, 5], using: &stream)
    let y = layer(x)
    #expect(y.shape == [4, 3])
    for row in 0..<4 {
      for column in 0..<3 {
        let sum = (0..<5).reduce(Double(layer.bias[column])) {
          $0 + Double(x[row, $1]) * Double(layer.weight[$1, column])
        }
        #expect(
          abs(Double(y[row, column]) - formula(sum)) < 2e-6,
          "\(activation), row \(row), column \(column)")
      }
    }
  }

  @Test("weights and bias begin as their initialisers say, drawn in that order")
  func denseInitializers() {
    var stream = RandomStream(seed: 2, for: "weights")
    var same = stream
    let layer = Dense(
      inputs: 6, outputs: 4, weights: .normal(standardDeviation: 0.5), bias: .constant(0.1),
      using: &stream)
    let expected = Tensor.normal([6, 4], standardDeviation: 0.5, using: &same)
    #expect(layer.weight.scalars == expected.scalars)
    #expect(layer.bias.scalars == [0.1, 0.1, 0.1, 0.1])
    let next = Dense(inputs: 6, outputs: 4, using: &stream)
    let limit = Float(0.6).squareRoot()
    #expect(next.weight.scalars.allSatisfy { abs($0) <= limit }, "Glorot is the default")
    #expect(next.weight.scalars.contains { abs($0) > 0.5 * limit })
  }

  @Test("a sequence applies its layers in order and lists their parameters in order")
  func sequence() {
    let network = Self.network()
    let x = Tensor(rows: [[-1], [0.5], [2]])
    let byHand = network.layers[2](network.layers[1](network.layers[0](x)))
    #expect(network(x).scalars == byHand.scalars)
    #expect(network(x).shape == [3, 1])
    #expect(network.parameters.map(\.shape) == [[1, 6], [6], [6, 6], [6], [6, 1], [1]])
    #expect(network.parameterCount == 61)
  }

  @Test("parameters come back from a sequence as they were set")
  func roundTrip() {
    var network = Self.network(seed: 1)
    let other = Self.network(seed: 2)
    let x = Tensor(rows: [[-1], [0.5], [2]])
    #expect(network(x).scalars != other(x).scalars)
    network.parameters = other.parameters
    #expect(network.parameters.map(\.scalars) == other.parameters.map(\.scalars))
    #expect(network(x).scalars == other(x).scalars)
  }

  @Test("each parameter is visited once, in order and in place", arguments: [false, true])
  func visits(isNested: Bool) {
    var stream = RandomStream(seed: 4, for: "weights")
    let layers: [any Layer] = [
      Dense(inputs: 2, outputs: 3, using: &stream), BatchNorm(features: 3), Activation.relu,
      Conv2D(inputs: 1, outputs: 2, kernel: 3, using: &stream),
    ]
    var network: any Layer = Sequential(isNested ? [Sequential(layers)] : layers)
    let shapes = network.parameters.map(\.shape)
    var seen: [Shape] = []
    network.forEachParameter {
      seen.append($0.shape)
      $0 = ($0.detached() + Float(seen.count)).tracked()
    }
    #expect(seen == shapes)
    let again = network.parameters
    #expect(again.map(\.shape) == shapes && again.allSatisfy(\.isTracked))
    #expect(again[1].scalars == [2, 2, 2], "a bias of zeros, the second to be visited")
    #expect(again[5].scalars == [6, 6], "and another, the sixth")
  }

  @Test("a nested sequence is the same as a flat one")
  func nested() {
    let flat = Self.network()
    var nested = Sequential([Sequential(Array(flat.layers[..<2])), flat.layers[2]])
    let x = Tensor(rows: [[0.3]])
    #expect(nested(x).scalars == flat(x).scalars)
    nested.parameters = Self.network(seed: 2).parameters
    #expect(nested(x).scalars == Self.network(seed: 2)(x).scalars)
  }

  @Test("a copy is a network of its own: to train it leaves the original alone")
  func valueSemantics() {
    let original = Self.network()
    let before = original.parameters.map(\.scalars)
    let x = Tensor(rows: [[-1], [0.5], [2]])
    var copy = original
    let slopes = gradients(of: copy(x).squared().mean(), withRespectTo: copy.parameters)
    var optimizer = SGD(learningRate: 0.1)
    optimizer.update(&copy.parameters, along: slopes)
    #expect(original.parameters.map(\.scalars) == before)
    for (old, new) in zip(before, copy.parameters) { #expect(new.scalars != old) }
  }

  @Test("parameters from a file, which have no record, are tracked once a layer has them")
  func trackedWhenSet() {
    var network = Self.network()
    network.parameters = network.parameters.map { $0.detached() }
    #expect(network.parameters.allSatisfy { $0.isTracked })
    let loss = network(Tensor(rows: [[1]])).sum()
    #expect(gradients(of: loss, withRespectTo: network.parameters).count == 6)
  }

  @Test("too few parameters stop with a sentence that quotes both counts")
  func tooFew() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var network = LayerTests.network()
      network.parameters = Array(network.parameters.dropLast())
    }
    expectSaid("5 parameters", "6", by: result)
  }

  @Test("too many parameters stop with a sentence that quotes both counts")
  func tooMany() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var network = LayerTests.network()
      network.parameters += [Tensor(1)]
    }
    expectSaid("7 parameters", "6", by: result)
  }

  @Test("parameters of another shape stop with a sentence that quotes both")
  func wrongShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1, for: "weights")
      var layer = Dense(inputs: 2, outputs: 3, using: &stream)
      layer.parameters = [.zeros([3, 2]), .zeros([3])]
    }
    expectSaid("dense", "[3, 2]", "[2, 3]", by: result)
  }

  @Test("a layer that says nothing of parameters has none, and takes none")
  func none() async {
    for layer in [Flatten(), Reshape(to: [1]), MeanPooling(), Activation.tanh] as [any Layer] {
      var layer = layer
      #expect(layer.parameters.isEmpty && layer.parameterCount == 0)
      layer.parameters = []
      layer.forEachParameter { _ in Issue.record("a parameter of none") }
    }
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var layer = Flatten()
      layer.parameters = [Tensor(1)]
    }
    expectSaid("1 parameters for a layer that has none", by: result)
  }

  @Test("an input of another width stops with a sentence that quotes both shapes")
  func wrongInput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1, for: "weights")
      _ = Dense(inputs: 100, outputs: 256, using: &stream)(.zeros([64, 128]))
    }
    expectSaid("[64, 128]", "[100, 256]", "100", "128", by: result)
  }

  /// Chapter 1's discriminator: 1 → 6 → 6 → 1.
  static func network(seed: UInt64 = 1) -> Sequential {
    var stream = RandomStream(seed: seed, for: "weights")
    return Sequential([
      Dense(inputs: 1, outputs: 6, activation: .tanh, using: &stream),
      Dense(inputs: 6, outputs: 6, activation: .tanh, using: &stream),
      Dense(inputs: 6, outputs: 1, using: &stream),
    ])
  }
}
