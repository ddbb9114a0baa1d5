import Testing

@testable import Tensors

@Suite("Learning-rate schedules") struct ScheduleTests {
  static let schedules: [(name: String, rate: LearningRate)] = [
    ("staircase", .exponential(initial: 0.2, factor: 0.95, period: 250, staircase: true)),
    ("continuous", .exponential(initial: 0.2, factor: 0.95, period: 250, staircase: false)),
    ("linearSecondHalf", .linear(initial: 0.2, from: 500, to: 1000)),
  ]

  @Test("the rate is the reference's", arguments: schedules.indices)
  func reference(index: Int) throws {
    let (name, rate) = Self.schedules[index]
    let reference = try #require(
      try Reference.Optimizers.load().schedules.first { $0.name == name })
    #expect(reference.steps.count == 11)
    for (step, factor) in zip(reference.steps, reference.factors) {
      // 0.2 and 0.95 are float32 (relative 6e-8 at most, four times where the power is the fourth).
      #expect(abs(Double(rate(step)) - 0.2 * factor) <= 4e-7 * 0.2 * factor, "step \(step)")
    }
  }

  @Test("a staircase falls once a period, and a curve at every step")
  func steps() {
    let staircase = Self.schedules[0].rate
    let curve = Self.schedules[1].rate
    #expect(Set((250..<500).map { staircase($0) }).count == 1)
    for step in 0..<600 { #expect(curve(step + 1) < curve(step)) }
  }

  @Test("a constant rate is constant, and a line stays at 0 after its end")
  func ends() {
    #expect(LearningRate.constant(0.1)(0) == 0.1)
    #expect(LearningRate.constant(0.1)(1_000_000) == 0.1)
    #expect(Self.schedules[2].rate(5000) == 0)
  }

  @Test("impossible schedules stop with a sentence")
  func impossible() async {
    let period = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRate.exponential(initial: 0.1, factor: 0.5, period: 0, staircase: true)
    }
    expectSaid("period", by: period)
    let line = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRate.linear(initial: 0.1, from: 5, to: 5)
    }
    expectSaid("linear", by: line)
  }
}

@Suite("The moving average of a network") struct MovingAverageTests {
  /// Parameters that do nothing.
  private struct Weights: Layer {
    var parameters: [Tensor]
    var averages: [Tensor] = []
    func callAsFunction(_ x: Tensor) -> Tensor { x }
  }

  @Test("follows the reference along an SGD trajectory, through the warm-up and after it")
  func reference() throws {
    let reference = try Reference.Optimizers.load()
    let path = try reference.named("sgd").trajectory
    var average = MovingAverage(
      of: Weights(parameters: OptimizerTests.pair(reference.initial)),
      decay: reference.average.decay)
    for (step, parameters) in path.enumerated() {
      average.update(with: Weights(parameters: OptimizerTests.pair(parameters.map { Float($0) })))
      let got = average.network.parameters.flatMap(\.scalars)
      for (a, b) in zip(got, reference.average.trajectory[step]) {
        // Twelve updates of numbers up to 2, half a unit in the last place each.
        #expect(abs(Double(a) - b) < 1e-6, "update \(step)")
      }
    }
    #expect(average.updates == path.count)
  }

  @Test("averages what batch norm remembers by the same shares")
  func statistics() {
    func network(_ value: Float) -> BatchNorm {
      var norm = BatchNorm(features: 1)
      norm.parameters = [Tensor([value]), Tensor([value])]
      norm.averages = [Tensor([value]), Tensor([value])]
      return norm
    }
    var average = MovingAverage(of: network(1), decay: 0.9)
    for value in [3, 5, -2] as [Float] { average.update(with: network(value)) }
    let (weights, statistics) = (average.network.parameters, average.network.averages)
    #expect(abs(weights[0].scalar - statistics[0].scalar) < 1e-6)
    #expect(abs(weights[1].scalar - statistics[1].scalar) < 1e-6)
    #expect(statistics[0].scalar != 1 && statistics[0].scalar != -2)
  }

  @Test("goes on after as many updates as it is told, and not as from the beginning")
  func restored() {
    func weights(_ value: Float) -> Weights { Weights(parameters: [Tensor([value])]) }
    var whole = MovingAverage(of: weights(0), decay: 0.999)
    for value in 1...5 { whole.update(with: weights(Float(value))) }
    var first = MovingAverage(of: weights(0), decay: 0.999)
    for value in 1...3 { first.update(with: weights(Float(value))) }
    var second = MovingAverage(of: first.network, decay: 0.999, updates: first.updates)
    var anew = MovingAverage(of: first.network, decay: 0.999)
    for value in 4...5 {
      second.update(with: weights(Float(value)))
      anew.update(with: weights(Float(value)))
    }
    #expect(second.network.parameters[0].scalars == whole.network.parameters[0].scalars)
    #expect(anew.network.parameters[0].scalars != whole.network.parameters[0].scalars)
  }

  @Test("neither moves the parameters nor holds on to their records")
  func detached() {
    let parameters = [Tensor([1, 2]).tracked()]
    var average = MovingAverage(of: Weights(parameters: parameters), decay: 0)
    average.update(with: Weights(parameters: [Tensor([3, 6]).tracked()]))
    #expect(average.network.parameters[0].scalars == [3, 6])
    #expect(parameters[0].scalars == [1, 2])
    #expect(average.network.parameters[0].isTracked)
    let loss = average.network.parameters[0].sum()
    #expect(gradients(of: loss, withRespectTo: parameters)[0].scalars == [0, 0])
  }

  @Test("parameters of another number or shape stop with a sentence that quotes both")
  func wrongParameters() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var average = MovingAverage(
        of: Weights(parameters: [Tensor([1]), Tensor([2])]), decay: 0.5)
      average.update(with: Weights(parameters: [Tensor([1])]))
    }
    expectSaid("[[1]]", "[[1], [1]]", by: count)
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var average = MovingAverage(of: Weights(parameters: [Tensor([1, 2])]), decay: 0.5)
      average.update(with: Weights(parameters: [Tensor([1])]))
    }
    expectSaid("[[1]]", "[[2]]", by: shape)
  }
}
