import Testing

@testable import Tensors

@Suite("Batch norm")
struct BatchNormTests {
  private func batch(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
    var stream = RandomStream(seed: seed, for: "data")
    return .normal(shape, mean: 3, standardDeviation: 2, using: &stream)
  }

  @Test(
    "in training, every feature of the output has mean 0 and variance 1",
    arguments: [[64, 5], [7, 32], [4, 6, 6, 3]])
  func normalizes(_ sizes: [Int]) {
    var layer = BatchNorm(features: sizes[sizes.count - 1])
    let y = layer(batch(Shape(sizes)), phase: .training)
    let axes = Array(0..<sizes.count - 1)
    #expect(y.shape == Shape(sizes))
    #expect(y.mean(along: axes).scalars.allSatisfy { abs($0) < 1e-5 })
    #expect(y.variance(along: axes).scalars.allSatisfy { abs($0 - 1) < 1e-4 })
  }

  @Test("scale and shift act on the normalised features")
  func affine() {
    var layer = BatchNorm(features: 2)
    layer.parameters = [Tensor([2, -1]), Tensor([0.5, 4])]
    let y = layer(batch([100, 2]), phase: .training)
    let (mean, variance) = (y.mean(along: [0]).scalars, y.variance(along: [0]).scalars)
    #expect(abs(mean[0] - 0.5) < 1e-4 && abs(mean[1] - 4) < 1e-4)
    #expect(abs(variance[0] - 4) < 1e-3 && abs(variance[1] - 1) < 1e-3)
  }

  @Test("the averages follow the batches by the momentum, and inference uses them")
  func averages() {
    var layer = BatchNorm(features: 2, momentum: 0.75)
    let x = batch([50, 2])
    let mean = x.mean(along: [0]).scalars
    let variance = x.variance(along: [0]).scalars
    _ = layer(x, phase: .training)
    for feature in 0..<2 {
      #expect(abs(layer.averageMean.scalars[feature] - 0.25 * mean[feature]) < 1e-5)
      let expected = 0.75 + 0.25 * variance[feature]
      #expect(abs(layer.averageVariance.scalars[feature] - expected) < 1e-5)
    }
    let one = x.slice(0..<1)
    let y = layer(one).scalars
    for feature in 0..<2 {
      let centred = one.scalars[feature] - layer.averageMean.scalars[feature]
      let expected = centred / (layer.averageVariance.scalars[feature] + 1e-5).squareRoot()
      #expect(abs(y[feature] - expected) < 1e-5)
    }
  }

  @Test("inference changes nothing, and a sample's output does not depend on the others")
  func inference() {
    var layer = BatchNorm(features: 3)
    _ = layer(batch([20, 3]), phase: .training)
    let before = layer.averageMean.scalars
    let x = batch([8, 3], seed: 2)
    let all = layer(x, phase: .inference)
    #expect(layer.averageMean.scalars == before)
    #expect(layer(x.slice(2..<3)).scalars == all.slice(2..<3).scalars)
  }

  @Test("a copy keeps averages of its own")
  func values() {
    var layer = BatchNorm(features: 3)
    let copy = layer
    _ = layer(batch([20, 3]), phase: .training)
    #expect(copy.averageMean.scalars == [0, 0, 0])
    #expect(layer.averageMean.scalars != [0, 0, 0])
  }

  @Test(
    "gradients with respect to input, scale and shift, through the batch's statistics",
    arguments: [[6, 3], [2, 3, 2, 4]])
  func gradients(_ sizes: [Int]) {
    let features = sizes[sizes.count - 1]
    let weights = batch(Shape(sizes), seed: 3)
    let inputs = [batch(Shape(sizes)), batch([features], seed: 4), batch([features], seed: 5)]
    expectGradient(of: "batch norm", at: inputs) { values in
      var layer = BatchNorm(features: features)
      layer.parameters = [values[1], values[2]]
      return (layer(values[0], phase: .training) * weights).sum()
    }
  }

  @Test("a gradient of a gradient passes through the batch's statistics")
  func secondOrder() {
    let weights = batch([6, 3], seed: 3)
    expectGradient(of: "slope of batch norm", at: [batch([6, 3])]) { values in
      var layer = BatchNorm(features: 3)
      let loss = (layer(values[0], phase: .training) * weights).squared().sum()
      let slope = Tensors.gradients(of: loss, withRespectTo: [values[0]], differentiable: true)[0]
      return slope.squared().sum()
    }
  }

  /// Batch norm in single operations: the definition.
  private static func composed(_ values: [Tensor]) -> Tensor {
    let (x, scale, shift) = (values[0], values[1], values[2])
    let axes = Array(0..<x.rank - 1)
    let mean = x.mean(along: axes)
    let variance = (x - mean).squared().mean(along: axes)
    return (x - mean) * (scale / (variance + 1e-5).squareRoot()) + shift
  }

  private static func layer(_ values: [Tensor]) -> Tensor {
    var layer = BatchNorm(features: values[1].scalarCount)
    layer.parameters = [values[1], values[2]]
    return layer(values[0], phase: .training)
  }

  @Test(
    "the output and the gradients have the bits of the single operations, on any number of threads",
    arguments: [[6, 3], [64, 784], [2, 3, 2, 4], [18, 8, 8, 9], [40, 16, 16, 64]], [1, 2, 3])
  func sameBits(_ sizes: [Int], threads: Int) {
    let features = sizes[sizes.count - 1]
    let points = [
      batch(Shape(sizes)), batch([features], seed: 4), batch([features], seed: 5),
    ].map { $0.tracked() }
    let cotangent = batch(Shape(sizes), seed: 6)
    func bits(_ function: ([Tensor]) -> Tensor, differentiable: Bool = false) -> [[UInt32]] {
      let y = function(points)
      let gradients = Tensors.gradients(
        of: y, withRespectTo: points, cotangent: cotangent, differentiable: differentiable)
      return ([y] + gradients).map { $0.scalars.map(\.bitPattern) }
    }
    let expected = bits(Self.composed)
    withThreads(threads) {
      #expect(bits(Self.layer) == expected)
      #expect(bits(Self.layer, differentiable: true) == expected)
    }
  }

  @Test("a gradient of a gradient reaches input and scale, also of images")
  func secondOrderOfImages() {
    let weights = batch([2, 2, 3, 2], seed: 3)
    let inputs = [batch([2, 2, 3, 2]), batch([2], seed: 4), batch([2], seed: 5)]
    expectGradient(of: "slopes of batch norm", at: inputs) { values in
      let loss = (Self.layer(values) * weights).squared().sum()
      let slopes = Tensors.gradients(of: loss, withRespectTo: values, differentiable: true)
      return slopes.map { ($0 * 0.1).squared().sum() }.reduce(Tensor(0)) { $0 + $1 }
    }
  }

  @Test("two gradients through one batch norm do not share their sums")
  func twoCotangents() {
    let points = [batch([8, 3]), batch([3], seed: 4), batch([3], seed: 5)].map { $0.tracked() }
    let y = Self.layer(points)
    let first = Tensors.gradients(
      of: y, withRespectTo: points, cotangent: batch([8, 3], seed: 6))
    let second = Tensors.gradients(
      of: y, withRespectTo: points, cotangent: batch([8, 3], seed: 6) * 2)
    for (a, b) in zip(first, second) { #expect((a * 2).scalars == b.scalars) }
  }

  @Test("within a sequence the phase reaches every layer, and the averages stay with it")
  func sequence() throws {
    var stream = RandomStream(seed: 1, for: "weights")
    var network = Sequential([
      Dense(inputs: 3, outputs: 4, using: &stream), BatchNorm(features: 4),
    ])
    let y = network(batch([30, 3]), phase: .training)
    #expect(y.mean(along: [0]).scalars.allSatisfy { abs($0) < 1e-5 })
    let norm = try #require(network.layers[1] as? BatchNorm)
    #expect(norm.averageMean.scalars != [0, 0, 0, 0])
    var fresh = network
    fresh.averages = network.averages.map { $0 * 2 }
    #expect(fresh.averages.map(\.scalars) == network.averages.map { ($0 * 2).scalars })
    #expect(fresh.averages.map(\.shape) == [[4], [4]])
    #expect(network.parameterCount == 16 + 8)
  }
}
