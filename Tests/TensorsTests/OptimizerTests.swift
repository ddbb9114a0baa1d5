import Testing

@testable import Tensors

/// Every optimiser against `References/optimizers.json`: twelve updates in float64, most of them
/// equal to PyTorch's.
@Suite("Optimisers follow their references") struct OptimizerTests {
  /// Twelve updates in float32 stray up to 4.5e-7 from float64, and parameters are as great as 2.2.
  /// Told apart by this: all definitions but those in `inseparable`.
  static let tolerance = 6e-7

  static let cases = [
    "sgd", "momentum", "momentumStaircase", "rmsProp", "rmsPropDecay", "adam",
    "adamEpsilon1e-7", "adamBeta1Zero", "clipByValue",
  ]

  @Test("the trajectory is the reference's", arguments: cases)
  func trajectory(name: String) throws {
    let reference = try Reference.Optimizers.load()
    let expected = try reference.named(name)
    let got = try Self.run(expected, of: reference)
    for (step, (a, b)) in zip(got, expected.trajectory).enumerated() {
      #expect(a.count == b.count)
      for index in b.indices {
        #expect(
          abs(Double(a[index]) - b[index]) < Self.tolerance, "update \(step), parameter \(index)")
      }
    }
    #expect(got.count == 12)
  }

  /// Definitions that end closer than the tolerance on these gradients: where ε stands and how large
  /// it is shows only where gradients are as small as ε. ``epsilon()`` tells these apart.
  static let inseparable: Set<Set<String>> = [
    ["adam", "adamEpsilon1e-7"], ["adam", "adamKeras"], ["adamEpsilon1e-7", "adamKeras"],
  ]

  @Test("the tolerance tells every two definitions apart, but for those that differ in ε")
  func separable() throws {
    let cases = try Reference.Optimizers.load().optimizers
    #expect(cases.count == 12)
    for (index, a) in cases.enumerated() {
      for b in cases[..<index] {
        let distance = zip(a.trajectory.joined(), b.trajectory.joined())
          .reduce(0) { max($0, abs($1.0 - $1.1)) }
        let apart = distance > 1000 * Self.tolerance
        #expect(apart != Self.inseparable.contains([a.name, b.name]), "\(a.name), \(b.name)")
      }
    }
  }

  @Test("ε stands beside √ŝ, and is what it was asked to be")
  func epsilon() {
    // The first update of Adam is η g / (|g| + ε), and half of η where |g| = ε; with Keras's place
    // for ε it would be η / (1 + 1 / √(1 − β₂)), about η / 32.
    for (gradient, epsilon) in [(1e-8, 1e-8), (1e-7, 1e-7), (1e-3, 1e-3)] as [(Float, Float)] {
      var parameters = [Tensor([0])]
      var adam = Adam(learningRate: 1, beta1: 0.5, epsilon: epsilon)
      adam.update(&parameters, along: [Tensor([gradient])])
      #expect(abs(parameters[0][0] + 0.5) < 1e-6)
    }
    var parameters = [Tensor([0])]
    var adam = Adam(learningRate: 1)
    adam.update(&parameters, along: [Tensor([1e-8])])
    #expect(abs(parameters[0][0] + 0.5) < 1e-6, "the default is the paper's 1e−8")

    // RMSProp: η g / (√(0.1) |g| + ε).
    parameters = [Tensor([0])]
    var rmsProp = RMSProp(learningRate: 1)
    rmsProp.update(&parameters, along: [Tensor([1e-7])])
    #expect(abs(parameters[0][0] + 1 / (Float(0.1).squareRoot() + 1)) < 1e-6)
  }

  @Test("the defaults of Adam and RMSProp are those of their papers")
  func defaults() {
    func moved(_ optimizer: some Optimizer) -> [Float] {
      var optimizer = optimizer
      var parameters = [Tensor([1, -2])]
      for gradient in [[1, 2], [-3, 0.5], [0.1, -1]] as [[Float]] {
        optimizer.update(&parameters, along: [Tensor(gradient)])
      }
      return parameters[0].scalars
    }
    #expect(
      moved(Adam(learningRate: 0.1))
        == moved(Adam(learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)))
    #expect(
      moved(RMSProp(learningRate: 0.1))
        == moved(RMSProp(learningRate: 0.1, rho: 0.9, epsilon: 1e-7, decay: 0)))
    #expect(moved(SGD(learningRate: 0.1)) == moved(SGD(learningRate: 0.1, momentum: 0)))
    #expect(moved(SGD(learningRate: 0.1)) != moved(SGD(learningRate: 0.1, momentum: 0.1)))
  }

  @Test("parameters of any shape move as they would one by one")
  func shapes() {
    // 200,000 scalars are cut into parts for threads; 17 fill a vector and a lane of the next.
    var stream = RandomStream(seed: 1, for: "weights")
    for shape in [[400, 500], [17], [3, 5], []] as [Shape] {
      let start = Tensor.normal(shape, using: &stream)
      let slopes = (0..<2).map { _ in Tensor.normal(shape, using: &stream) }
      var whole = [start]
      var adam = Adam(learningRate: 0.01)
      for slope in slopes { adam.update(&whole, along: [slope]) }
      #expect(whole[0].shape == shape)

      let flat = start.scalars
      for index in [0, flat.count / 2, flat.count - 1] {
        var single = [Tensor([flat[index]])]
        var adam = Adam(learningRate: 0.01)
        for slope in slopes { adam.update(&single, along: [Tensor([slope.scalars[index]])]) }
        #expect(single[0].scalar == whole[0].scalars[index], "\(shape), scalar \(index)")
      }
    }
  }

  /// The six parameters after each of the twelve updates, as two tensors of four and of two.
  static func run(
    _ reference: Reference.Optimizers.Case, of all: Reference.Optimizers
  ) throws -> [[Float]] {
    let values = reference.hyperparameters.mapValues { Float($0) }
    var optimizer = try optimizer(reference)
    let schedule: LearningRate? = try values["decayRate"].map {
      .exponential(
        initial: try #require(values["learningRate"]), factor: $0,
        period: Int(try #require(values["decaySteps"])), staircase: true)
    }
    var parameters = pair(all.initial)
    return all.gradients.enumerated().map { step, gradient in
      var gradients = pair(gradient)
      if let limit = values["clipValue"] { gradients = clipped(gradients, toValue: limit) }
      if let schedule { optimizer.learningRate = schedule(step) }
      optimizer.update(&parameters, along: gradients)
      return parameters.flatMap(\.scalars)
    }
  }

  static func pair(_ six: [Float]) -> [Tensor] {
    [Tensor(shape: [2, 2], scalars: six[..<4]), Tensor(Array(six[4...]))]
  }

  static func optimizer(_ reference: Reference.Optimizers.Case) throws -> any Optimizer {
    let values = reference.hyperparameters.mapValues { Float($0) }
    func value(_ name: String) throws -> Float { try #require(values[name]) }
    let rate = try value("learningRate")
    if reference.name.hasPrefix("adam") {
      return Adam(
        learningRate: rate, beta1: try value("beta1"), beta2: try value("beta2"),
        epsilon: try value("epsilon"))
    }
    if reference.name.hasPrefix("rmsProp") {
      return RMSProp(
        learningRate: rate, rho: try value("rho"), epsilon: try value("epsilon"),
        decay: try value("decay"))
    }
    return SGD(learningRate: rate, momentum: values["momentum"] ?? 0)
  }
}

@Suite("Clipping") struct ClippingTests {
  @Test("by value brings each number into the range and leaves the rest")
  func byValue() {
    let got = clipped([Tensor([-3, -1, 0.5]), Tensor(rows: [[1], [7]])], toValue: 1)
    #expect(got.map(\.scalars) == [[-1, -1, 0.5], [1, 1]])
    #expect(got.map(\.shape) == [[3], [2, 1]])
  }

  @Test("the norm is that of all numbers of all tensors together")
  func euclideanNorm() {
    #expect(norm(of: [Tensor([3, 0]), Tensor([4])]) == 5)
    #expect(norm(of: []) == 0)
  }
}
